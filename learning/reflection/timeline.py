"""Everything of one mirror in the order of time: entries, intentions made, and intentions looked back on."""

import heapq
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Literal, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.reflection.models import DIMENSIONS, Entry, Intention
from learning.reflection.overview_queries import Glimpse, Resolution, glimpsed, glimpses, resolutions, resolved
from people.prepared import Prepared
from people.prepared import Row as Fetched

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
Row = TypeVar("Row", Entry, Intention)
Streams = tuple[Iterable[Fetched], ...]
"""What there is of entries, of intentions made, and of intentions looked back on; each newest first."""


@dataclass(frozen=True)
class Moment:
    """One thing on the timeline, and when. What it is about: an entry, or an intention."""

    kind: Literal["entry", "made", "closed"]
    at: datetime
    about: Glimpse | Resolution

    @property
    def key(self) -> tuple[datetime, int]:
        """Its place in the order; no two moments at one instant share a number."""
        return self.at, self.about.pk.int


@dataclass(frozen=True)
class Mark:
    """A place between two pages of the timeline: everything after it is older."""

    at: datetime
    pk: uuid.UUID

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _TICK}-{self.pk.hex}"


def mark_of(raw: str) -> Mark | None:
    """What `str(mark)` said; None for anything else."""
    ticks, _dash, pk = raw.partition("-")
    if not (ticks.isascii() and ticks.isdigit() and len(ticks) < 18):
        return None
    try:
        return Mark(_EPOCH + int(ticks) * _TICK, uuid.UUID(pk))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Asking:
    """What part of the timeline is asked for. Nothing given is everything."""

    year: int | None = None
    question: int | None = None
    dimension: str = ""
    before: Mark | None = None


@dataclass(frozen=True)
class Page:
    """At most PAGE moments, newest first, and where the next page begins (None on the last)."""

    moments: Sequence[Moment]
    next: Mark | None


def page(user_id: int, asking: Asking) -> Page:
    """One page of one's own timeline. Three statements, however long it is."""
    return _whole(_first_rows(user_id)) if asking == Asking() else _whole(_rows(user_id, asking))


def _rows(
    user_id: int, asking: Asking
) -> tuple[QuerySet[Entry, Any], QuerySet[Intention, Any], QuerySet[Intention, Any]]:
    about = _about(asking)
    entries = Entry.objects.filter(user_id=user_id, **about)
    intentions = Intention.objects.filter(user_id=user_id, **{f"entry__{name}": value for name, value in about.items()})
    return (
        glimpsed(_part(entries, "created_at", asking)),
        resolved(_part(intentions, "created_at", asking)),
        resolved(_part(intentions.exclude(outcome=""), "closed_at", asking)),
    )


_NEWEST = tuple(Prepared(lambda user, place=place: _rows(user, Asking())[place], user=-71717171) for place in range(3))


def _first_rows(user_id: int) -> Streams:
    """The newest of everything, by statements that are built once."""
    return tuple(prepared.rows(user=user_id) for prepared in _NEWEST)


def _whole(found_rows: Streams) -> Page:
    entries, made, closed = found_rows
    streams = (
        [Moment("entry", one.at, one) for one in glimpses(entries)],
        [Moment("made", one.made_at, one) for one in resolutions(made)],
        [Moment("closed", one.closed_at, one) for one in resolutions(closed) if one.closed_at],
    )
    found = list(islice(heapq.merge(*streams, key=lambda moment: moment.key, reverse=True), PAGE + 1))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Mark(last.at, last.about.pk) if last else None)


def _about(asking: Asking) -> dict[str, int | bool]:
    """The conditions on an entry, and on the entry of an intention."""
    question = {"question": asking.question} if asking.question else {}
    dimension = {f"has_{asking.dimension}": True} if asking.dimension in DIMENSIONS else {}
    return {**question, **dimension}


def _part(rows: QuerySet[Row], moment: str, asking: Asking) -> QuerySet[Row]:
    """As much of these rows as one page can hold, newest first."""
    if asking.year:
        rows = rows.filter(**{f"{moment}__gte": _new_year(asking.year), f"{moment}__lt": _new_year(asking.year + 1)})
    if asking.before:
        at, pk = asking.before.at, asking.before.pk
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{f"{moment}": at, "pk__lt": pk}), **{f"{moment}__lte": at})
    return rows.order_by(f"-{moment}", "-pk")[: PAGE + 1]


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001  made aware where people live
