"""`ids.json`: the ids that do not follow from names, so that elsewhere, too, people's work stays with what it was about."""

from collections import Counter
from typing import Any
from uuid import UUID

from cms.exporting.lessons import note_of
from cms.importing.blocks import BlockDraft, place_of
from cms.importing.drafts import LessonDraft, Package
from cms.importing.identities import FORMAT, TERMS
from cms.importing.ids import items, items_by_text, stable_id
from cms.importing.questions import QuestionDraft

_KEYS = {"question": "question", "case": "case", "local": "slot"}
_BY_TEXT = {"options": "text", "pairs": "left", "extra": ""}


def ids_of(package: Package, cases: dict[str, UUID]) -> dict[str, Any]:
    """What `ids.json` says of a package; empty when every id follows from a name. `cases`: by slug, those of their own."""
    module = package.module
    if module is None:
        return {}
    identity = (package.owner, module.slug)
    found: dict[str, Any] = {
        "module": str(module.uuid) if module.uuid != stable_id(*identity, "module") else None,
        "lessons": _filled({one.slug: _lesson(one, identity) for one in package.lessons}),
        "questions": _filled({key: _question(one, identity) for key, one in sorted(package.questions.items())}),
        "terms": {
            key: str(term.uuid)
            for key, term in sorted(package.terms.items())
            if term.uuid != stable_id(package.owner, "term", key)
        },
        "cases": {slug: str(one) for slug, one in sorted(cases.items())},
    }
    found = _filled(found)
    return {"format": FORMAT, "owner": package.owner, **found} if found else {}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _lesson(lesson: LessonDraft, module_identity: tuple[str, ...]) -> dict[str, Any]:
    identity = (*module_identity, "lesson", lesson.slug)
    own: dict[str, Any] = {"uuid": None if lesson.uuid == stable_id(*identity) else str(lesson.uuid)}
    own |= _line(lesson)
    own["blocks"] = {name: str(one) for name, derived, one in _blocks(lesson, identity) if derived != one}
    return _filled(own)


def _line(draft: LessonDraft | QuestionDraft) -> dict[str, Any]:
    """How often its work was asked anew, where that ever happened: whoever missed such a change hears of it with a later one."""
    return {"line": draft.line, "note": draft.line_note} if draft.line > 1 else {}


def _blocks(lesson: LessonDraft, identity: tuple[str, ...]) -> list[tuple[str, UUID, UUID]]:
    """Per block how it is called, the id that follows from that, and the one that it has."""
    met: Counter[tuple[str, str]] = Counter()
    found = []
    blocks = lesson.body[1:] if note_of(lesson, identity) else lesson.body
    for block in blocks:
        if block.type == "glossary" and block is blocks[-1]:
            found.append((TERMS, stable_id(*identity, "glossary"), block.id))
            continue
        key = _key_of(block)
        met[block.type, key] += 1
        count = met[block.type, key]
        found.append((place_of(block.type, key, count), stable_id(*identity, block.type, key, count), block.id))
    return found


def _key_of(block: BlockDraft) -> str:
    return str(block.value[_KEYS[block.type]]) if block.type in _KEYS else ""


def _question(question: QuestionDraft, identity: tuple[str, ...]) -> dict[str, Any]:
    own: dict[str, Any] = _line(question)
    if question.uuid != stable_id(*identity, "question", question.key):
        own["uuid"] = str(question.uuid)
    if question.body[0]["id"] != str(stable_id(question.uuid, "body")):
        own["body"] = question.body[0]["id"]
    own["items"] = _filled({name: _own(question.uuid, name, value) for name, value in _lists(question)})
    return _filled(own)


def _lists(question: QuestionDraft) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(name, value) for name, value in question.body[0]["value"].items() if isinstance(value, list)]


def _own(owner: UUID, name: str, items_now: list[dict[str, Any]]) -> list[str | None]:
    """The ids of a list of items, null where one follows from its words or place; empty when all do."""
    values = [item["value"] for item in items_now]
    field = _BY_TEXT.get(name, "text" if values and isinstance(values[0], dict) and "text" in values[0] else None)
    if field is None:
        derived = items(owner, name, values)
    else:
        derived = items_by_text(owner, name, values, [value[field] if field else value for value in values])
    ids = [None if now["id"] == then["id"] else str(now["id"]) for now, then in zip(items_now, derived, strict=True)]
    return ids if any(ids) else []
