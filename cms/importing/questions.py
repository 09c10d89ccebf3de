"""Questions from JSON: one reader for each of the eight kinds."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.blocks.questions import QUESTION_KINDS, block_type_of, kind_of
from cms.importing.blocks import messages
from cms.importing.fields import Fields
from cms.importing.identities import OwnIds
from cms.importing.ids import items, items_by_text, stable_id
from cms.models import Change

_BLOCKS = dict(QUESTION_KINDS)
_LONG = 4000
NO_IDS: Mapping[str, OwnIds] = {}
_SHORT = 600


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """A question to be."""

    key: str
    uuid: uuid.UUID
    file: str
    place: str
    kind: str
    title: str
    stem: str
    explanation: str
    source: str
    tags: str
    reviewed_on: date | None
    body: list[dict[str, Any]]
    change: str
    change_note: str
    own_ids: frozenset[str] = frozenset()
    """Ids of its items that the package names; they are kept whatever the words."""
    line: int = 1
    line_note: str = ""

    def says(self) -> dict[str, Any]:
        """What of it makes it what it is; how big an author calls a change is no part of that."""
        return {
            name: getattr(self, name)
            for name in ("key", "title", "stem", "explanation", "source", "tags", "reviewed_on", "body")
        }


def read_question(fields: Fields, identity: tuple[str, ...], own: Mapping[str, OwnIds] = NO_IDS) -> QuestionDraft:
    """One question; what is wrong with it is noted."""
    key = fields.slug("key", longest=120)
    fields.place = _("vraag %(key)s") % {"key": key} if key else fields.place
    mine = own.get(key, OwnIds())
    question_id = mine.uuid or stable_id(*identity, "question", key)
    kind = fields.choice("kind", [kind_of(name) for name in _BLOCKS])
    tags = fields.texts("tags", longest=60)
    if any("," in tag for tag in tags):
        fields.note("tags", _("In een trefwoord staat een komma."), _("Maak er twee trefwoorden van."))
    draft = QuestionDraft(
        key=key,
        uuid=question_id,
        file=fields.file,
        place=fields.place,
        kind=kind,
        title=fields.text("title", longest=200),
        stem=fields.text("stem", longest=_LONG, plain=True),
        explanation=fields.text("explanation", longest=_LONG, plain=True, may_lack=True),
        source=fields.text("source", longest=500, plain=True, may_lack=True),
        tags=", ".join(tags),
        reviewed_on=fields.day("reviewed_on", may_lack=True),
        body=mine.on(_body(kind, fields, question_id)) if kind else [],
        line=mine.line,
        line_note=mine.note,
        own_ids=frozenset(str(one) for ids in mine.items.values() for one in ids if one),
        change=fields.choice("change", [Change.MINOR.value, Change.MATERIAL.value], Change.MINOR.value),
        change_note=fields.text("change_note", longest=250, required=False),
    )
    if len(draft.tags) > 250:
        fields.note("tags", _("Er zijn te veel trefwoorden."), _("Laat er een paar weg."))
    if kind:
        fields.done()
    return draft


def _body(kind: str, fields: Fields, question_id: uuid.UUID) -> list[dict[str, Any]]:
    before = len(fields.problems.found)
    value = _READERS[kind](fields, question_id)
    block = _BLOCKS[block_type_of(kind)]
    if len(fields.problems.found) == before:
        try:
            block.clean(block.to_python(value))
        except ValidationError as fault:
            fields.note("", "; ".join(messages(fault)), _("Verbeter de vraag."))
    return [{"type": block_type_of(kind), "id": str(stable_id(question_id, "body")), "value": value}]


def _line(fields: Fields, key: str) -> str:
    return fields.text(key, longest=_SHORT, plain=True)


def _options(fields: Fields, owner: uuid.UUID, least: int, most: int) -> dict[str, Any]:
    values: list[dict[str, Any]] = []
    for option in fields.groups("options", least=least, most=most):
        values.append(
            {"text": _line(option, "text"), "correct": option.flag("correct"), "feedback": _line(option, "feedback")}
        )
        option.done()
    _refuse_twins(fields, "options", [value["text"] for value in values])
    return {"options": items_by_text(owner, "options", values, [value["text"] for value in values])}


def _single(fields: Fields, owner: uuid.UUID) -> dict[str, Any]:
    return _options(fields, owner, 2, 8)


def _multiple(fields: Fields, owner: uuid.UUID) -> dict[str, Any]:
    return _options(fields, owner, 3, 8)


def _true_false(fields: Fields, _owner: uuid.UUID) -> dict[str, Any]:
    return {
        "statement": _line(fields, "statement"),
        "answer": "true" if fields.flag("answer") else "false",
        "feedback_true": _line(fields, "feedback_true"),
        "feedback_false": _line(fields, "feedback_false"),
    }


def _order(fields: Fields, owner: uuid.UUID) -> dict[str, Any]:
    values: list[dict[str, str]] = []
    for item in fields.groups("items", least=2, most=10):
        values.append({"text": _line(item, "text"), "feedback": _line(item, "feedback")})
        item.done()
    texts = [value["text"] for value in values]
    _refuse_twins(fields, "items", texts)
    return {"items": items_by_text(owner, "items", values, texts)}


def _match(fields: Fields, owner: uuid.UUID) -> dict[str, Any]:
    values: list[dict[str, str]] = []
    for pair in fields.groups("pairs", least=2, most=10):
        values.append({name: _line(pair, name) for name in ("left", "right", "feedback")})
        pair.done()
    lefts = [value["left"] for value in values]
    _refuse_twins(fields, "pairs", lefts)
    extra = fields.texts("extra", longest=_SHORT, most=6, plain=True)
    return {"pairs": items_by_text(owner, "pairs", values, lefts), "extra": items_by_text(owner, "extra", extra, extra)}


def _refuse_twins(fields: Fields, key: str, texts: list[str]) -> None:
    for text in sorted({text for text in texts if text and texts.count(text) > 1}):
        fields.note(
            key,
            _("‘%(text)s’ staat er twee keer.") % {"text": text[:60]},
            _("Maak ze verschillend of laat er één weg."),
        )


def _fill_in(fields: Fields, owner: uuid.UUID) -> dict[str, Any]:
    text, values = fields.text("text", longest=_LONG, plain=True), []
    for place, gap in enumerate(fields.groups("gaps", least=1, most=10), 1):
        accepted = gap.texts("accept", longest=100, least=1, most=30)
        values.append(
            {"accept": items(stable_id(owner, "gap", place), "accept", accepted), "feedback": _line(gap, "feedback")}
        )
        gap.done()
    return {"text": text, "gaps": items(owner, "gaps", values)}


def _number(fields: Fields, _owner: uuid.UUID) -> dict[str, Any]:
    return {
        "answer": fields.number("answer"),
        "tolerance": fields.number("tolerance", "0"),
        "unit": fields.text("unit", longest=40, required=False, plain=True),
        "feedback_low": _line(fields, "feedback_low"),
        "feedback_high": _line(fields, "feedback_high"),
    }


def _open(fields: Fields, owner: uuid.UUID) -> dict[str, Any]:
    answer = fields.text("model_answer", longest=_LONG, plain=True)
    return {"model_answer": answer, "points": items(owner, "points", fields.texts("points", longest=250, plain=True))}


_READERS: dict[str, Callable[[Fields, uuid.UUID], dict[str, Any]]] = {
    "single": _single,
    "multiple": _multiple,
    "true-false": _true_false,
    "order": _order,
    "match": _match,
    "fill-in": _fill_in,
    "number": _number,
    "open": _open,
}
