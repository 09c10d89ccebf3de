"""A drawing of self-ratings over time, as places in an SVG: a pure core, from moments and ratings to numbers.

Across, everything is a share of the width, so that one drawing fits a phone and a wide screen and its words keep their size;
down, everything is in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from learning.reflection.models import RATINGS

HEIGHT = 232
_TOP, _STEP = 20, 42
_LEFT, _RIGHT = 11.0, 97.0
_MOST_TICKS = 5
_MONTHS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
"""How many months apart ticks may stand."""
_FEW_DAYS = 62
_SIZES = ((30, 6.0), (120, 4.5), (100_000, 3.0))
"""How large a dot is, up to how many dots."""


@dataclass(frozen=True)
class Dot:
    """One rating: where it stands."""

    x: str
    y: str


@dataclass(frozen=True)
class Level:
    """The line of one rating on the scale."""

    y: str
    rating: int


@dataclass(frozen=True)
class Tick:
    """A day below the drawing. `anchor`: which side of its words stands at x."""

    x: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """A drawing of HEIGHT pixels high and as wide as there is room."""

    dots: tuple[Dot, ...]
    radius: str
    levels: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    height: int = HEIGHT


def chart(points: Sequence[tuple[date, int]]) -> Chart:
    """The drawing of these days with their ratings (1-5), oldest first; at least one."""
    first, last = points[0][0], points[-1][0]
    return Chart(
        dots=tuple(Dot(_x(day, first, last), _y(rating)) for day, rating in points),
        radius=next(f"{size:g}" for most, size in _SIZES if len(points) <= most),
        levels=tuple(Level(_y(rating), rating) for rating in reversed(RATINGS)),
        ticks=_ticks(first, last),
    )


def _x(day: date, first: date, last: date) -> str:
    days = (last - first).days
    share = (day - first).days / days if days else 0.5
    return f"{_LEFT + share * (_RIGHT - _LEFT):.2f}%"


def _y(rating: int) -> str:
    return str(_TOP + (RATINGS[-1] - rating) * _STEP)


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    if (last - first).days <= _FEW_DAYS:
        return _ends(first, last)
    begun, ended = _month_number(first), _month_number(last)
    step = next((months for months in _MONTHS if (ended - begun) / months <= _MOST_TICKS), _MONTHS[-1])
    days = [_month(number) for number in range(begun + 1, ended + 1) if number % step == 0]
    style = "Y" if step >= 12 else "b Y"
    return tuple(Tick(_x(day, first, last), date_format(day, style)) for day in days)


def _ends(first: date, last: date) -> tuple[Tick, ...]:
    """Only the days at both ends: in a few weeks there is nothing to count."""
    if first == last:
        return (Tick(_x(first, first, last), date_format(first, "j b Y")),)
    return (
        Tick(_x(first, first, last), date_format(first, "j b Y"), "start"),
        Tick(_x(last, first, last), date_format(last, "j b Y"), "end"),
    )


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
