"""What someone wrote and means to do, seen from above and never with a word of it. Every query begins with whose it is."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags

from cms.models import Kind
from learning.reflection.draft_queries import own_drafts
from learning.reflection.models import DIMENSIONS, Draft, Entry, Intention
from people.prepared import Prepared, Row

YEAR = timedelta(days=365)
LATEST = 10
"""Entries on the overview."""
SOON = 5
"""Intentions on the overview."""
_USER = -71717171
"""A number that is nobody's, for preparing statements."""
MOST_CLOSED = 100
"""Closed intentions in their list; the timeline has them all."""


@dataclass(frozen=True)
class Glimpse:
    """One entry without its words."""

    pk: uuid.UUID
    at: datetime
    question: int | None
    prompt: str
    dimensions: tuple[str, ...] = ()
    is_case: bool = False
    title: str = ""
    edition: int | None = None


@dataclass(frozen=True)
class Resolution:
    """One intention without its words. `outcome` is empty while it is open."""

    pk: uuid.UUID
    question: int | None
    follow_up_on: date
    outcome: str
    made_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class UnderWay:
    """One draft without its words."""

    pk: uuid.UUID
    place: str
    path: str
    saved_at: datetime


@dataclass(frozen=True)
class Standing:
    """How often and how lately each question was written at, and what the last twelve months touched."""

    written: Mapping[int, date]
    entries: int
    lately: int
    dimensions: Mapping[str, int]


@dataclass(frozen=True)
class Rated:
    """One self-rating at a question."""

    at: datetime
    rating: int


def standing(user_id: int, *, now: datetime | None = None) -> Standing:
    """All that the overview counts. One statement."""
    rows = _STANDING.rows(user=user_id, since=(now or timezone.now()) - YEAR)
    return Standing(
        written={question: timezone.localdate(last) for question, last, *_counts in rows if question},
        entries=sum(row[2] for row in rows),
        lately=sum(row[3] for row in rows),
        dimensions={name: sum(row[place] for row in rows) for place, name in enumerate(DIMENSIONS, 4)},
    )


def _standing_query(user: int, since: datetime) -> QuerySet[Entry, Any]:
    lately = Q(created_at__gte=since)
    touched = {name: Count("pk", filter=lately & Q(**{f"has_{name}": True})) for name in DIMENSIONS}
    counts = {"last": Max("created_at"), "entries": Count("pk"), "lately": Count("pk", filter=lately), **touched}
    own = Entry.objects.filter(user_id=user).order_by()
    return own.values("question").annotate(**counts).values_list("question", *counts)


_STANDING = Prepared(_standing_query, user=_USER, since=datetime(1971, 7, 17, tzinfo=UTC))
_HAS = tuple(f"has_{name}" for name in DIMENSIONS)
_OF_LESSON = ("lesson__number", "lesson__taught__kind", "lesson__taught__title")


def glimpsed(entries: QuerySet[Entry]) -> QuerySet[Entry, Any]:
    """What a list shows of entries, in the order they come; no sealed words are fetched."""
    return entries.values_list("pk", "created_at", "question", "prompt", *_HAS, *_OF_LESSON)


def glimpses(rows: Iterable[Row]) -> list[Glimpse]:
    """What `glimpsed` fetched."""
    return [
        Glimpse(
            pk=pk,
            at=at,
            question=question,
            prompt=strip_tags(prompt).strip(),
            dimensions=tuple(name for name, has in zip(DIMENSIONS, rest, strict=False) if has),
            is_case=rest[-2] == Kind.CASE,
            title=rest[-1] or "",
            edition=rest[-3],
        )
        for pk, at, question, prompt, *rest in rows
    ]


def whole_entries(user_id: int) -> QuerySet[Entry]:
    """One's own entries with their sealed words, and as much of their lesson as a list shows."""
    own = Entry.objects.filter(user_id=user_id).select_related("lesson__taught")
    return own.only("question", "prompt", "created_at", "sealed", "sealed_dimensions", *_HAS, *_OF_LESSON)


def glimpse_of(entry: Entry) -> Glimpse:
    """What a list shows of an entry that is at hand."""
    taught = entry.lesson.taught if entry.lesson else None
    return Glimpse(
        pk=entry.pk,
        at=entry.created_at,
        question=entry.question,
        prompt=strip_tags(entry.prompt).strip(),
        dimensions=tuple(entry.dimensions),
        is_case=taught is not None and taught.kind == Kind.CASE,
        title=taught.title if taught else "",
        edition=entry.lesson.number if entry.lesson else None,
    )


_LATEST = Prepared(
    lambda user: glimpsed(Entry.objects.filter(user_id=user).order_by("-created_at", "-pk"))[:LATEST], user=_USER
)


def latest(user_id: int) -> list[Glimpse]:
    """One's own newest entries."""
    return glimpses(_LATEST.rows(user=user_id))


def latest_at(user_id: int, question: int, *, most: int) -> list[Glimpse]:
    """One's own newest entries at a question."""
    found = Entry.objects.filter(user_id=user_id, question=question).order_by("-created_at", "-pk")
    return glimpses(glimpsed(found)[:most])


def ratings(user_id: int, question: int) -> list[Rated]:
    """Every self-rating at a question, oldest first."""
    rows = Entry.objects.filter(user_id=user_id, question=question, rating__isnull=False).order_by("created_at", "pk")
    return [Rated(at, rating or 0) for at, rating in rows.values_list("created_at", "rating")]


def first_year(user_id: int) -> int | None:
    """The year of one's oldest entry."""
    found = _FIRST.rows(user=user_id)
    return timezone.localtime(found[0][0]).year if found else None


_FIRST = Prepared(
    lambda user: Entry.objects.filter(user_id=user).order_by("created_at").values_list("created_at")[:1], user=_USER
)


def resolved(intentions: QuerySet[Intention]) -> QuerySet[Intention, Any]:
    """What a list shows of intentions, in the order they come; no sealed words are fetched."""
    return intentions.values_list("pk", "entry__question", "follow_up_on", "outcome", "created_at", "closed_at")


def resolutions(rows: Iterable[Row]) -> list[Resolution]:
    """What `resolved` fetched."""
    return [Resolution(*row) for row in rows]


def whole_intentions(user_id: int) -> QuerySet[Intention]:
    """One's own intentions with their sealed words, and the question they were made at."""
    own = Intention.objects.filter(user_id=user_id).select_related("entry")
    return own.only("sealed", "sealed_outcome", "follow_up_on", "outcome", "created_at", "closed_at", "entry__question")


def resolution_of(one: Intention) -> Resolution:
    """What a list shows of an intention that is at hand."""
    return Resolution(one.pk, one.entry.question, one.follow_up_on, one.outcome, one.created_at, one.closed_at)


def _open(user: int) -> QuerySet[Intention]:
    return Intention.objects.filter(user_id=user, outcome="").order_by("follow_up_on", "created_at", "pk")


_SOON = Prepared(lambda user: resolved(_open(user))[: SOON + 1], user=_USER)


def soon(user_id: int) -> list[Resolution]:
    """The first of one's own open intentions, and one more than SOON when there are more."""
    return resolutions(_SOON.rows(user=user_id))


def open_intentions(user_id: int) -> list[Resolution]:
    """One's own open intentions; those whose day has been stand first."""
    return resolutions(resolved(_open(user_id)))


def closed_intentions(user_id: int, *, most: int = MOST_CLOSED) -> list[Resolution]:
    """One's own intentions that were looked back on, the latest first."""
    found = Intention.objects.filter(user_id=user_id).exclude(outcome="").order_by("-closed_at", "-pk")
    return resolutions(resolved(found)[:most])


def intentions_at(user_id: int, question: int, *, most: int) -> list[Resolution]:
    """One's own intentions at a question: open ones by day, then closed ones, the latest first."""
    found = Intention.objects.filter(user_id=user_id, entry__question=question)
    ordered = found.order_by(F("closed_at").desc(nulls_first=True), "follow_up_on", "pk")
    return resolutions(resolved(ordered)[:most])


def _drafts(user: int) -> QuerySet[Draft, Any]:
    found = own_drafts(user).order_by("-saved_at", "-pk")
    return found.values_list("pk", "place", "path", "saved_at")


_DRAFTS = Prepared(_drafts, user=_USER)


def drafts(user_id: int) -> list[UnderWay]:
    """One's own drafts, the latest first."""
    return [UnderWay(*row) for row in _DRAFTS.rows(user=user_id)]


def drafts_at(user_id: int, place: str) -> list[UnderWay]:
    """One's own drafts about one thing, the latest first."""
    return [UnderWay(*row) for row in _drafts(user_id).filter(place=place)]
