"""The ten questions as the mirror uses them: as they are asked today, as they were asked then, and which one waits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cms.reflection_questions import QUESTIONS, AskedQuestion, asked_in, current
from learning.reflection.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NUMBERS = range(1, len(QUESTIONS) + 1)
FIRST = 2
"""Where somebody who never wrote may begin: it asks what goes well, too."""
ANCHORS: tuple["StrOrPromise", ...] = (
    _("Dit is nog nieuw voor mij"),
    _("Ik ben hiermee op weg"),
    _("Soms lukt het, soms niet"),
    _("Meestal lukt het"),
    _("Hier help ik anderen bij"),
)
"""What the five ratings say at a question that has no words of its own for them."""


def the_ten() -> Mapping[int, AskedQuestion]:
    """All ten as they are asked today, by number. One statement: ask once for a page."""
    return {number: question if question.edition_id else _plain(question) for number, question in current().items()}


def _plain(question: AskedQuestion) -> AskedQuestion:
    """The constant in today's language."""
    return replace(question, name=str(question.name), asks=str(question.asks))


def asked(number: int | None) -> AskedQuestion | None:
    """A question as it is asked today; None when it is not one of the ten."""
    return the_ten().get(number) if number else None


def anchors(question: AskedQuestion | None) -> tuple["StrOrPromise", ...]:
    """The words for a self-rating from 1 to 5."""
    return (question.anchors if question else ()) or ANCHORS


def rated(question: AskedQuestion | None, rating: int) -> str:
    """A self-rating (1-5) in words."""
    return str(anchors(question)[rating - 1])


def rated_then(entry: Entry) -> str:
    """An entry's self-rating in the words of the day on which it was written; empty without one."""
    if entry.rating is None:
        return ""
    return rated(asked_in(entry.asked_id) if entry.asked_id else None, entry.rating)


def never_written(written: Iterable[int]) -> list[int]:
    """The questions without any entry, in NJi's order."""
    known = set(written)
    return [number for number in NUMBERS if number not in known]


def waits_longest(written: Mapping[int, date], *, busy: Collection[int] = ()) -> int:
    """The question that waits longest: the first never written at, else the one of longest ago. FIRST for a new mirror.

    `busy`: questions with a draft, which come last: somebody is there already.
    """
    if not written and not busy:
        return FIRST
    idle = [number for number in NUMBERS if number not in busy] or NUMBERS
    never = never_written(written)
    return min(idle, key=lambda number: (number not in never, written.get(number, date.min), number))
