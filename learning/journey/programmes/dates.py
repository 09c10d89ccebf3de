"""When a step is due: pure arithmetic over days. All days are days in the Netherlands, so clocks that change have no part in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from holidays import country_holidays

_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a step's time is counted in."""

    WEEKS = "weeks"
    WORKING_DAYS = "working days"


@dataclass(frozen=True)
class After:
    """So many weeks or working days after the first day."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Away:
    """Leave: from a first day up to and including a last."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday of the Netherlands (5 May is one every fifth year)."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def due(first_day: date, after: After, leaves: Iterable[Away] = ()) -> date:
    """The day by which a step is to be done: a working day on which nobody is on leave, at least `after` from the first day.

    Weeks stand still during leave, day for day. Working days do not count while one is away. What was due before a leave keeps its day.
    """
    away = tuple(leaves)
    day = _weeks(first_day, after.count, away) if after.unit is Unit.WEEKS else first_day
    if after.unit is Unit.WORKING_DAYS:
        left = after.count
        while left > 0:
            day += _DAY
            left -= _works(day, away)
    while not _works(day, away):
        day += _DAY
    return day


def _weeks(first_day: date, count: int, away: tuple[Away, ...]) -> date:
    day, left = first_day, 7 * count
    while left > 0:
        day += _DAY
        left -= not _is_away(day, away)
    return day


def _works(day: date, away: tuple[Away, ...]) -> bool:
    return is_working_day(day) and not _is_away(day, away)


def _is_away(day: date, away: tuple[Away, ...]) -> bool:
    return any(one.has(day) for one in away)
