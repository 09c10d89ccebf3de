"""What a person's calendar shows beside what comes due: moments that somebody planned. Each room tells here how it finds its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from people.models import User


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something at a time. `words` names it without anybody's own words: calendars are read by other programs, and over shoulders."""

    number: str
    starts_at: datetime
    minutes: int
    words: str
    path: str


Find = Callable[[User], Iterable[Moment]]
"""What is still to come for this person."""
_sources: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Tell of a source. Safe to repeat; `name` stays the same for ever, or calendars show things twice."""
    _sources[name] = find


def moments(user: User) -> list[tuple[str, Moment]]:
    """Every moment of this person, each with the key under which calendars know it."""
    return [(f"{name}:{one.number}", one) for name, find in sorted(_sources.items()) for one in find(user)]
