"""What someone wrote and means to do, seen from above and never with a word of it. Every query begins with whose it is."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags

from cms.models import Kind
from learning.reflection.models import DIMENSIONS, Draft, Entry, Intention

YEAR = timedelta(days=365)
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
    since = (now or timezone.now()) - YEAR
    lately = Q(created_at__gte=since)
    touched = {name: Count("pk", filter=lately & Q(**{f"has_{name}": True})) for name in DIMENSIONS}
    rows: list[Any] = list(
        Entry.objects.filter(user_id=user_id)
        .order_by()
        .values("question")
        .annotate(last=Max("created_at"), entries=Count("pk"), lately=Count("pk", filter=lately), **touched)
    )
    return Standing(
        written={row["question"]: timezone.localdate(row["last"]) for row in rows if row["question"]},
        entries=sum(row["entries"] for row in rows),
        lately=sum(row["lately"] for row in rows),
        dimensions={name: sum(row[name] for row in rows) for name in DIMENSIONS},
    )


_HAS = tuple(f"has_{name}" for name in DIMENSIONS)
_OF_LESSON = ("lesson__number", "lesson__taught__kind", "lesson__taught__title")


def glimpses(entries: QuerySet[Entry]) -> list[Glimpse]:
    """Entries as they show in a list, in the order they came. One statement; it fetches no sealed words."""
    return [_glimpse(row) for row in entries.values("pk", "created_at", "question", "prompt", *_HAS, *_OF_LESSON)]


def _glimpse(row: Mapping[str, Any]) -> Glimpse:
    return Glimpse(
        pk=row["pk"],
        at=row["created_at"],
        question=row["question"],
        prompt=strip_tags(row["prompt"]).strip(),
        dimensions=tuple(name for name in DIMENSIONS if row[f"has_{name}"]),
        is_case=row["lesson__taught__kind"] == Kind.CASE,
        title=row["lesson__taught__title"] or "",
        edition=row["lesson__number"],
    )


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


def latest(user_id: int, *, most: int, question: int | None = None) -> list[Glimpse]:
    """One's own newest entries, of one question when it is given."""
    entries = Entry.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    return glimpses((entries.filter(question=question) if question else entries)[:most])


def ratings(user_id: int, question: int) -> list[Rated]:
    """Every self-rating at a question, oldest first."""
    rows = Entry.objects.filter(user_id=user_id, question=question, rating__isnull=False).order_by("created_at", "pk")
    return [Rated(at, rating or 0) for at, rating in rows.values_list("created_at", "rating")]


def first_year(user_id: int) -> int | None:
    """The year of one's oldest entry."""
    found = Entry.objects.filter(user_id=user_id).aggregate(first=Min("created_at"))["first"]
    return timezone.localtime(found).year if found else None


def resolutions(intentions: QuerySet[Intention]) -> list[Resolution]:
    """Intentions as they show in a list, in the order they came. One statement; it fetches no sealed words."""
    rows = intentions.values_list("pk", "entry__question", "follow_up_on", "outcome", "created_at", "closed_at")
    return [Resolution(*row) for row in rows]


def whole_intentions(user_id: int) -> QuerySet[Intention]:
    """One's own intentions with their sealed words, and the question they were made at."""
    own = Intention.objects.filter(user_id=user_id).select_related("entry")
    return own.only("sealed", "sealed_outcome", "follow_up_on", "outcome", "created_at", "closed_at", "entry__question")


def resolution_of(one: Intention) -> Resolution:
    """What a list shows of an intention that is at hand."""
    return Resolution(one.pk, one.entry.question, one.follow_up_on, one.outcome, one.created_at, one.closed_at)


def open_intentions(user_id: int, *, most: int | None = None) -> list[Resolution]:
    """One's own open intentions; those whose day has been stand first."""
    found = Intention.objects.filter(user_id=user_id, outcome="").order_by("follow_up_on", "created_at", "pk")
    return resolutions(found[:most])


def closed_intentions(user_id: int, *, most: int = MOST_CLOSED) -> list[Resolution]:
    """One's own intentions that were looked back on, the latest first."""
    found = Intention.objects.filter(user_id=user_id).exclude(outcome="").order_by("-closed_at", "-pk")
    return resolutions(found[:most])


def intentions_at(user_id: int, question: int, *, most: int) -> list[Resolution]:
    """One's own intentions at a question: open ones by day, then closed ones, the latest first."""
    found = Intention.objects.filter(user_id=user_id, entry__question=question)
    return resolutions(found.order_by(F("closed_at").desc(nulls_first=True), "follow_up_on", "pk")[:most])


def drafts(user_id: int, *, place: str = "") -> list[UnderWay]:
    """One's own drafts, the latest first; of one place when it is given."""
    found = Draft.objects.filter(user_id=user_id).order_by("-saved_at", "-pk")
    rows = (found.filter(place=place) if place else found).values_list("pk", "place", "path", "saved_at")
    return [UnderWay(*row) for row in rows]
