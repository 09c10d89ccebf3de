"""What someone wrote, for themselves alone. Every query begins with whose it is."""

import uuid
from datetime import date

from django.db.models import Max, QuerySet
from django.utils import timezone

from learning.reflection.models import Entry


def own_entries(user_id: int) -> QuerySet[Entry]:
    """One's own entries, newest first."""
    return Entry.objects.filter(user_id=user_id).select_related("lesson__taught").order_by("-created_at")


def own_entry(user_id: int, entry_id: uuid.UUID) -> Entry | None:
    """One's own entry; None for anybody else's, as if it did not exist."""
    return own_entries(user_id).filter(pk=entry_id).first()


def last_written(user_id: int) -> dict[int, date]:
    """The day of the last entry for each of the ten questions that has one. One statement."""
    rows = (
        Entry.objects.filter(user_id=user_id, question__isnull=False)
        .order_by()
        .values_list("question")
        .annotate(last=Max("created_at"))
    )
    return {question: timezone.localdate(last) for question, last in rows}
