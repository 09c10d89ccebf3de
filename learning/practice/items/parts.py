"""The parts of a question that can be counted apart: its options, or what had to be put right. Pure, over a compiled question."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from learning.practice.grading import RIGHT, Question, Response, grade

CHOOSING = frozenset({"single", "multiple", "true-false"})
"""Kinds in which a part is chosen; in the others it is right or not."""
RIGHT_PART = "@goed"
"""The place of the whole: everything right."""


@dataclass(frozen=True)
class Part:
    """One option, or one place, pair or gap. `correct` says of an option whether it should be chosen; None of the others."""

    key: str
    text: str
    correct: bool | None = None


def parts_of(question: Question) -> tuple[Part, ...]:
    """What is counted apart, in the order of the question. Nothing of an open question: words are never counted."""
    match question["kind"]:
        case "single" | "multiple":
            return tuple(Part(one["id"], one["text"], one["correct"]) for one in question["options"])
        case "true-false":
            texts = (("true", _("Waar")), ("false", _("Niet waar")))
            return tuple(Part(key, text, key == question["answer"]) for key, text in texts)
        case "order":
            return tuple(Part(one["id"], one["text"]) for one in question["items"])
        case "match":
            return tuple(Part(one["id"], f"{one['left']} – {one['right']}") for one in question["pairs"])
        case "fill-in":
            gaps = enumerate(question["gaps"], 1)
            shown = _("Gat %(number)s: %(word)s")
            return tuple(
                Part(str(number), shown % {"number": number, "word": gap["accept"][0]}) for number, gap in gaps
            )
        case "number":
            return (Part("low", _("Te laag"), correct=False), Part("high", _("Te hoog"), correct=False))
    return ()


def taken(question: Question, response: Response) -> frozenset[str]:
    """The keys of the parts that this response chose, or had right."""
    kind = question["kind"]
    if kind == "number":
        return _missed(question, response)
    if kind in {"single", "true-false"}:
        return frozenset({response["answer"]})
    if kind == "multiple":
        return frozenset(response["answer"])
    return frozenset(key for key, part in grade(question, response).parts.items() if part.verdict == RIGHT)


def _missed(question: Question, response: Response) -> frozenset[str]:
    if grade(question, response).correct:
        return frozenset()
    return frozenset({"low" if Decimal(response["value"]) < Decimal(question["answer"]) else "high"})
