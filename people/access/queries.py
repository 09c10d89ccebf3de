"""What somebody may read of who looked."""

from django.utils import timezone

from people.access.actions import oldest
from people.access.models import Access
from people.access.sources import Look, looks

MOST = 500


def log_of(user_id: int) -> list[Look]:
    """Who looked at something of this person in the last year, the latest first. One statement, and one for each room that adds its own."""
    since = oldest(timezone.localdate())
    rows = Access.objects.filter(user=user_id, day__gte=since).select_related("by")[:MOST]
    own = [Look(day=row.day, what=row.get_what_display(), name=str(row.by or "")) for row in rows]
    return sorted([*own, *looks(user_id, since)], key=lambda one: one.day, reverse=True)[:MOST]
