"""Between a question of the bank and the plain question of a file."""

from decimal import Decimal
from typing import Any

from cms.blocks.questions import block_type_of, kind_of
from cms.interchange.items import Item, Value
from cms.interchange.parts import plainly
from cms.models import Question
from cms.models.bank import tags_of
from people.models import Organisation

_EMPTY: dict[str, Value] = {
    "single": {"options": []},
    "multiple": {"options": []},
    "true_false": {"statement": "", "answer": "true", "feedback_true": "", "feedback_false": ""},
    "order": {"items": []},
    "match": {"pairs": [], "extra": []},
    "fill_in": {"text": "", "gaps": []},
    "number": {"answer": "0", "tolerance": "0", "unit": "", "feedback_low": "", "feedback_high": ""},
    "open": {"model_answer": "", "points": []},
}
_OF_PARTS: dict[str, Value] = {
    "options": {"text": "", "correct": False, "feedback": ""},
    "items": {"text": "", "feedback": ""},
    "pairs": {"left": "", "right": "", "feedback": ""},
    "gaps": {"accept": [], "feedback": ""},
}


def item_of(question: Question) -> Item | None:
    """What a question says; of one that is not published, what its last draft says. None while it has no answers."""
    if not question.live and question.latest_revision is not None:
        question = question.latest_revision.as_object()
    raw = list(question.body.raw_data)
    if not raw:
        return None
    block_type = raw[0]["type"]
    return Item(
        kind=kind_of(block_type), title=question.title, stem=question.stem, value=_whole(block_type, _plain(raw[0]["value"])),
        explanation=question.explanation, source=question.source, tags=tuple(tags_of(question.tags)), key=question.key,
        reviewed_on=question.reviewed_on, where=question.title,
    ).tidied()  # fmt: skip


def _plain(value: Any) -> Any:
    """A block's value without ids, however it was kept."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(one["value"] if _is_list_item(one) else one) for one in value]
    return value


def _is_list_item(one: Any) -> bool:
    return isinstance(one, dict) and one.get("type") == "item" and "value" in one


def _whole(block_type: str, value: Value) -> Value:
    """The value with every part there, as a draft may miss some."""
    made: Value = {
        name: empty if value.get(name) is None else value[name] for name, empty in _EMPTY[block_type].items()
    }
    for name, empty in _OF_PARTS.items():
        if name in made:
            made[name] = [
                empty | {key: inner for key, inner in part.items() if inner is not None} for part in made[name]
            ]
    if block_type == "number":
        made |= {name: plainly(Decimal(str(made[name]))) for name in ("answer", "tolerance")}
    return made


def question_of(item: Item, organisation: Organisation | None) -> Question:
    """A question that is not in the bank yet, with ids of its own for its answers."""
    question = Question(
        title=item.title, stem=item.stem, explanation=item.explanation, source=item.source, tags=", ".join(item.tags), key=item.key,
        reviewed_on=item.reviewed_on, organisation=organisation, live=False, has_unpublished_changes=True,
    )  # fmt: skip
    field: Any = Question._meta.get_field("body")
    question.body = field.stream_block.to_python([{"type": block_type_of(item.kind), "value": item.value}])
    list(question.body)  # reading it once gives the items of its lists their lasting ids, as a form does
    return question
