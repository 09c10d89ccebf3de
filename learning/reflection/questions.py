"""The ten questions as the mirror shows them: what each asks, the group it stands in, and what helps to answer it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cms.reflection_questions import QUESTIONS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GROUPS: tuple[tuple["StrOrPromise", tuple[int, ...]], ...] = (
    (_("Toerusting"), (1, 2, 10)),
    (_("Kind en gezin"), (3, 4, 5, 7, 8)),
    (_("Zicht op veiligheid"), (6,)),
    (_("Samenwerking"), (9,)),
)
NUMBERS = range(1, len(QUESTIONS) + 1)
FIRST = 2
"""Where somebody who never wrote may begin: it asks what goes well, too."""
ANCHORS: tuple["StrOrPromise", ...] = (
    _("lukt me nog niet"),
    _("lukt me soms"),
    _("lukt me geregeld"),
    _("lukt me meestal"),
    _("lukt me goed"),
)
"""What the five ratings say at a question that has no words of its own for them."""


@dataclass(frozen=True)
class Asked:
    """One of the ten: its number in NJi's order, a short name, what it asks, its group, and what helps."""

    number: int
    name: str
    asks: str
    group: str
    explanation_html: str = ""
    prompts: tuple[str, ...] = ()
    anchors: tuple["StrOrPromise", ...] = ()

    def rated(self, rating: int) -> str:
        """A self-rating (1-5) in words."""
        return str((self.anchors or ANCHORS)[rating - 1])


def asked(number: int) -> Asked:
    """One of the ten, as it is asked now. Raises KeyError for any other number."""
    return the_ten()[number]


def the_ten() -> Mapping[int, Asked]:
    """All ten as they are asked now, by number, in NJi's order. Ask once for a page."""
    return _constant()


@lru_cache(maxsize=1)
def _constant() -> Mapping[int, Asked]:
    groups = {number: str(name) for name, numbers in GROUPS for number in numbers}
    return {one.number: Asked(one.number, str(one.name), str(one.asks), groups[one.number]) for one in QUESTIONS}


def never_written(written: Iterable[int]) -> list[int]:
    """The questions without any entry, in NJi's order."""
    known = set(written)
    return [number for number in NUMBERS if number not in known]


def waits_longest(written: Mapping[int, date]) -> int:
    """The question that waits longest: the first never written at, else the one of longest ago. FIRST for a new mirror."""
    if not written:
        return FIRST
    never = never_written(written)
    return never[0] if never else min(written, key=lambda number: (written[number], number))
