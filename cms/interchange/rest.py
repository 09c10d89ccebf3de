"""What a question says and a format has no place for, kept beside it in the file: other programs pass it by, Leerspiegel reads it back.

It counts only while the question beside it is as it was written; after an edit elsewhere what that program knows is the truth.
"""

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any

from cms.interchange.items import Item, Value

_FIELDS = ("title", "stem", "explanation", "source", "tags", "key", "reviewed_on")
_WORDS = {
    "title": "titel", "stem": "vraag", "explanation": "toelichting", "source": "bron", "tags": "trefwoorden", "key": "sleutel",
    "reviewed_on": "nagekeken op", "feedback": "uitleg", "feedback_low": "uitleg", "feedback_high": "uitleg", "feedback_true": "uitleg",
    "feedback_false": "uitleg", "unit": "eenheid", "model_answer": "voorbeeldantwoord", "points": "punten", "extra": "afleiders",
    "text": "opmaak", "statement": "stelling", "left": "opmaak", "right": "opmaak", "accept": "goede antwoorden",
    "tolerance": "marge", "answer": "antwoord",
}  # fmt: skip


def difference(whole: Item, native: Item) -> dict[str, Any] | None:
    """By path, what `whole` says other than what the format itself keeps; None where its answers have another shape."""
    there, here = _leaves(whole), _leaves(native)
    if whole.kind != native.kind or there.keys() != here.keys():
        return None
    return {path: leaf for path, leaf in there.items() if leaf != here[path]}


def told(rest: dict[str, Any]) -> str:
    """The names of what the rest holds, for a person."""
    names = [_WORDS.get(path.split("/")[-1], path) for path in rest]
    return ", ".join(dict.fromkeys(names))


def packed(rest: dict[str, Any], beside: str) -> str:
    """The rest on one line, with the mark of what it belongs to."""
    return json.dumps({"of": _mark(beside), "rest": rest}, ensure_ascii=True, sort_keys=True)


def restored(native: Item, line: str, beside: str) -> Item | None:
    """The whole question; None where the line is not ours, or what stands beside it was changed since."""
    try:
        said = json.loads(line)
        rest = said["rest"] if said["of"] == _mark(beside) else None
        return None if rest is None else _put_back(native, rest)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _mark(beside: str) -> str:
    return hashlib.sha256(" ".join(beside.split()).encode()).hexdigest()[:16]


def _leaves(item: Item) -> dict[str, Any]:
    head = {name: getattr(item, name) for name in _FIELDS}
    head["tags"] = list(item.tags)
    head["reviewed_on"] = item.reviewed_on.isoformat() if item.reviewed_on else ""
    return head | dict(_under("value", item.value))


def _under(path: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in _under(f"{path}/{key}", value[key])]
    if isinstance(value, list) and path.rsplit("/", 1)[-1] not in {"accept", "extra", "points"}:
        return [leaf for place, inner in enumerate(value) for leaf in _under(f"{path}/{place}", inner)]
    return [(path, value)]


def _put_back(native: Item, rest: dict[str, Any]) -> Item:
    leaves = _leaves(native)
    for path, leaf in rest.items():
        if type(leaf) is not type(leaves[path]):
            raise TypeError(path)
        leaves[path] = leaf
    head = {name: leaves[name] for name in _FIELDS}
    head["tags"] = tuple(str(tag) for tag in head["tags"])
    head["reviewed_on"] = date.fromisoformat(head["reviewed_on"]) if head["reviewed_on"] else None
    value: Value = _rebuilt("value", native.value, leaves)
    return replace(native, value=value, **head)


def _rebuilt(path: str, value: Any, leaves: dict[str, Any]) -> Any:
    if path in leaves:
        return leaves[path]
    if isinstance(value, dict):
        return {key: _rebuilt(f"{path}/{key}", inner, leaves) for key, inner in value.items()}
    return [_rebuilt(f"{path}/{place}", inner, leaves) for place, inner in enumerate(value)]
