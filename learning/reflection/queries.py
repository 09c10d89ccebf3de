"""What someone wrote, for themselves alone. Every query begins with whose it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, DateTimeField, Max, PositiveSmallIntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from learning.reflection.draft_queries import own_drafts
from learning.reflection.models import Entry, Intention
from learning.reflection.sharing_queries import unopened_shares


def own_entries(user_id: int) -> QuerySet[Entry]:
    """One's own entries, newest first."""
    return Entry.objects.filter(user_id=user_id).select_related("lesson__taught").order_by("-created_at")


def own_entry(user_id: int, entry_id: uuid.UUID) -> Entry | None:
    """One's own entry; None for anybody else's, as if it did not exist."""
    return own_entries(user_id).filter(pk=entry_id).first()


def entries_before(entry: Entry, *, most: int = 3) -> list[Entry]:
    """What the same person wrote at the same question before this entry, newest first; nothing for an entry without a question."""
    if entry.question is None:
        return []
    earlier = own_entries(entry.user_id).filter(question=entry.question, created_at__lt=entry.created_at)
    return list(earlier[:most])


def own_intentions(user_id: int) -> QuerySet[Intention]:
    """One's own intentions, by the day to look back."""
    return Intention.objects.filter(user_id=user_id).select_related("entry").order_by("follow_up_on", "created_at")


@dataclass(frozen=True)
class Waiting:
    """Something in one's own mirror that waits, without its words: an intention whose day has come, or a draft (with its place)."""

    kind: str
    uuid: uuid.UUID
    question: int | None
    place: str


@dataclass(frozen=True)
class Glance:
    """What home shows of one's own mirror: the day of the last entry for each question that has one, what waits,
    how many texts that colleagues share were not opened yet, and what other rooms asked to come along."""

    written: dict[int, date]
    waiting: list[Waiting]
    unread: int = 0
    others: list[Waiting] = field(default_factory=list)


INTENTION, DRAFT, _WRITTEN, _UNREAD = "intention", "draft", "written", "unread"
_MOST = 10 + 1 + 12
MOST_BESIDE = 5
"""How much another room may have waiting."""


def glance(user_id: int, *, on: date, beside: Sequence[QuerySet[Any, Any]] = ()) -> Glance:
    """One's own mirror at a glance: intentions whose day has come before drafts. One statement.

    What another room has waiting may come along in it: rows of kind, uuid, question, words and day, of a kind of its own.
    """
    no_row, no_question = Cast(Value(None), UUIDField()), Cast(Value(None), PositiveSmallIntegerField())
    no_day = Cast(Value(None), DateTimeField())
    written = (
        Entry.objects.filter(user_id=user_id, question__isnull=False)
        .order_by()
        .values("question")
        .annotate(last=Max("created_at"))
        .values_list(Value(_WRITTEN), no_row, "question", Value(""), "last")
    )
    due = Intention.objects.filter(user_id=user_id, outcome="", follow_up_on__lte=on).order_by()
    unread = (
        unopened_shares(user_id, on=on)
        .values("person")
        .annotate(count=Count("pk"))
        .values_list(Value(_UNREAD), no_row, "count", Value(""), no_day)
    )
    rows = written.union(
        unread,
        *beside,
        due.values_list(Value(INTENTION), "pk", "entry__question", Value(""), no_day),
        own_drafts(user_id).order_by().values_list(Value(DRAFT), "pk", no_question, "place", no_day),
        all=True,
    )[: _MOST + MOST_BESIDE * len(beside)]
    found = list(rows)
    waits = [Waiting(*row[:-1]) for row in found if row[0] in {INTENTION, DRAFT}]
    return Glance(
        {question: timezone.localdate(last) for kind, _pk, question, _place, last in found if kind == _WRITTEN},
        sorted(waits, key=lambda one: one.kind, reverse=True),
        sum(count for kind, _pk, count, _place, _last in found if kind == _UNREAD),
        [Waiting(*row[:-1]) for row in found if row[0] not in {INTENTION, DRAFT, _WRITTEN, _UNREAD}],
    )
