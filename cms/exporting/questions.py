"""A question as the JSON that cms/importing reads."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cms.importing.questions import QuestionDraft
from cms.models import Question


def question_json(question: QuestionDraft) -> dict[str, Any]:
    """One question. What an author left empty is null, so that reading it back is no mistake."""
    return {
        "key": question.key,
        "kind": question.kind,
        "title": question.title,
        "stem": question.stem,
        **_WRITERS[question.kind](question.body[0]["value"]),
        "explanation": question.explanation or None,
        "source": question.source or None,
        "tags": [tag.strip() for tag in question.tags.split(",") if tag.strip()],
        "reviewed_on": question.reviewed_on and str(question.reviewed_on),
    }


def question_body(question: Question) -> list[dict[str, Any]]:
    """The body of a question as reading it from a file gives it: words without spaces at their ends, numbers as exact text."""
    return [_plain(block) for block in question.body.get_prep_value()]


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: one if name == "id" else _plain(one) for name, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case str():
            return value.strip()
        case Decimal():
            return format(value.normalize(), "f")
    return value


def _values(items: list[dict[str, Any]]) -> list[Any]:
    return [item["value"] for item in items]


def _number(text: str) -> int | str:
    """As people write it; what is no whole number stays text, so that no digit is lost."""
    return int(text) if "." not in text else text


_WRITERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "single": lambda value: {"options": _values(value["options"])},
    "multiple": lambda value: {"options": _values(value["options"])},
    "true-false": lambda value: {
        "statement": value["statement"],
        "answer": value["answer"] == "true",
        "feedback_true": value["feedback_true"],
        "feedback_false": value["feedback_false"],
    },
    "order": lambda value: {"items": _values(value["items"])},
    "match": lambda value: {"pairs": _values(value["pairs"]), "extra": _values(value["extra"])},
    "fill-in": lambda value: {
        "text": value["text"],
        "gaps": [{"accept": _values(gap["accept"]), "feedback": gap["feedback"]} for gap in _values(value["gaps"])],
    },
    "number": lambda value: value | {name: _number(value[name]) for name in ("answer", "tolerance")},
    "open": lambda value: {"model_answer": value["model_answer"], "points": _values(value["points"])},
}
