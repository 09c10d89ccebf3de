"""Deleting many texts at once: all that was written at one question, or the whole mirror."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from learning.reflection.actions import entries
from learning.reflection.draft_queries import own_drafts
from learning.reflection.models import Draft, Entry, Intention, Share
from people.exports import actions as exports
from people.models import User


@dataclass(frozen=True)
class Doomed:
    """How much would go."""

    entries: int
    intentions: int
    shares: int
    drafts: int

    @property
    def is_nothing(self) -> bool:
        return not (self.entries or self.drafts)


def doomed(user_id: int, question: int | None = None) -> Doomed:
    """What `wipe` would delete of this person."""
    found, drafts = _of(user_id, question)
    return Doomed(
        entries=found.count(),
        intentions=Intention.objects.filter(entry__in=found).count(),
        shares=Share.objects.filter(entry__in=found, withdrawn_at__isnull=True).count(),
        drafts=drafts.count(),
    )


def wipe(*, by: User, question: int | None = None, keep_activity: bool = False) -> int:
    """Delete one's own texts at one question, or all of them, truly; answers how many. Files to take along go too. Safe to repeat.

    Each text goes in a transaction of its own, so that nobody else waits long; what is left after a fault goes the next time.
    """
    found, drafts = _of(by.pk, question)
    count = 0
    for entry in found.order_by("created_at").only("pk", "user_id").iterator():
        entries.delete(entry, by=by, keep_activity=keep_activity)
        count += 1
    count += drafts.order_by().delete()[0]
    exports.clear(by=by)
    return count


def _of(user_id: int, question: int | None) -> tuple[QuerySet[Entry], QuerySet[Draft]]:
    found, drafts = Entry.objects.filter(user_id=user_id), own_drafts(user_id)
    if question is None:
        return found, drafts
    return found.filter(question=question), drafts.filter(place=reverse("reflection:write", args=[question]))
