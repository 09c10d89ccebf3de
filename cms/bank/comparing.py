"""Two editions of a question beside each other, with the words marked that differ."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Content = dict[str, Any]
MOST_WORDS = 1500
"""Words of one part up to which they are compared one by one; a longer part is marked whole."""


@dataclass(frozen=True)
class Piece:
    """Some words, and whether only this side has them."""

    words: str
    differs: bool


@dataclass(frozen=True)
class Part:
    """One part of a question in both editions."""

    label: str
    before: list[Piece]
    after: list[Piece]
    differs: bool


def compared(before: Content, after: Content) -> list[Part]:
    """Every part of either edition, in the order of the newer one; what is gone stands after what it followed."""
    old, new = _parts(before), _parts(after)
    keys = list(new)
    for place, key in enumerate(old):
        if key not in new:
            follows = [one for one in list(old)[:place] if one in keys]
            keys.insert(keys.index(follows[-1]) + 1 if follows else 0, key)
    return [_part((new.get(key) or old[key])[0], old.get(key, ("", ""))[1], new.get(key, ("", ""))[1]) for key in keys]


def answers_of(content: Content) -> list[tuple[str, str]]:
    """The answers of a question with their feedback, as label and words."""
    return [part for part in _answers(content).values() if part[1]]


def _part(label: str, before: str, after: str) -> Part:
    if before == after:
        same = [Piece(before, False)] if before else []
        return Part(label, same, same, False)
    one, other = _words(before), _words(after)
    if max(len(one), len(other)) > MOST_WORDS:
        return Part(label, [Piece(before, True)], [Piece(after, True)], True)
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, words in ((left, one[a:b]), (right, other[c:d])):
            if words:
                side.append(Piece("".join(words), what != "equal"))
    return Part(label, left, right, True)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _parts(content: Content) -> dict[str, tuple[str, str]]:
    """Label and text of each part by a key that stays the same between editions."""
    made = {"title": (_("Titel"), content.get("title", "")), "stem": (_("Vraag"), content.get("stem", ""))}
    made |= _answers(content)
    made |= {
        "explanation": (_("Toelichting"), content.get("explanation", "")),
        "source": (_("Bron"), content.get("source", "")),
    }
    return {key: part for key, part in made.items() if part[1]}


def _answers(content: Content) -> dict[str, tuple[str, str]]:
    made: dict[str, tuple[str, str]] = {}
    for name, shown in _LISTS.items():
        for place, one in enumerate(content.get(name, []), 1):
            made |= shown(one, place)
    for name, label in _SINGLE.items():
        if content.get(name):
            made[name] = (str(label()), _said(name, content[name]))
    feedback = content.get("feedback")
    for name, why in feedback.items() if isinstance(feedback, dict) else ():
        made[f"feedback-{name}"] = (_FEEDBACK[name](), why)
    if content.get("kind") == "open":
        made["points"] = (_("Een goed antwoord noemt"), "\n".join(content.get("points", [])))
    return made


def _said(name: str, value: Any) -> str:
    if name == "answer" and value in {"true", "false"}:
        return _("waar") if value == "true" else _("niet waar")
    return str(value)


def _option(one: Content, place: int) -> dict[str, tuple[str, str]]:
    verdict = _("goed") if one["correct"] else _("fout")
    return {
        f"{one['id']}-text": (_("Antwoord"), f"{one['text']} ({verdict})"),
        f"{one['id']}-why": (_("Uitleg bij dit antwoord"), one["feedback"]),
    }


def _item(one: Content, place: int) -> dict[str, tuple[str, str]]:
    return {
        f"{one['id']}-text": (_("Onderdeel"), f"{place}. {one['text']}"),
        f"{one['id']}-why": (_("Uitleg bij dit onderdeel"), one["feedback"]),
    }


def _pair(one: Content, place: int) -> dict[str, tuple[str, str]]:
    return {
        f"{one['id']}-text": (_("Paar"), f"{one['left']} – {one['right']}"),
        f"{one['id']}-why": (_("Uitleg bij dit paar"), one["feedback"]),
    }


def _gap(one: Content, place: int) -> dict[str, tuple[str, str]]:
    return {
        f"{one['id']}-accept": (_("Gat %(place)s") % {"place": place}, " / ".join(one["accept"])),
        f"{one['id']}-why": (_("Uitleg bij gat %(place)s") % {"place": place}, one["feedback"]),
    }


def _extra(one: Content, place: int) -> dict[str, tuple[str, str]]:
    return {one["id"]: (_("Afleider"), one["right"])}


_LISTS = {"options": _option, "items": _item, "pairs": _pair, "extra": _extra, "gaps": _gap}
_SINGLE: dict[str, Callable[[], str]] = {
    "statement": lambda: _("Stelling"),
    "text": lambda: _("Tekst met gaten"),
    "answer": lambda: _("Goed antwoord"),
    "tolerance": lambda: _("Marge"),
    "unit": lambda: _("Eenheid"),
    "model_answer": lambda: _("Voorbeeldantwoord"),
}
_FEEDBACK: dict[str, Callable[[], str]] = {
    "true": lambda: _("Uitleg bij ‘waar’"),
    "false": lambda: _("Uitleg bij ‘niet waar’"),
    "low": lambda: _("Uitleg bij te laag"),
    "high": lambda: _("Uitleg bij te hoog"),
}
