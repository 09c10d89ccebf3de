"""Writing down who looked. One statement, whatever number of people a page is about."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from people.access.models import Access, What
from people.models import User

KEPT = timedelta(days=365)


def looked(by: User, what: What, people: Iterable[int]) -> None:
    """Somebody looked at a page about these people, or decided there. Looking at oneself is no line. Safe to repeat."""
    today = timezone.localdate()
    rows = [Access(user_id=one, by=by, what=what, day=today) for one in sorted(set(people) - {by.pk})]
    if rows:
        Access.objects.bulk_create(rows, ignore_conflicts=True)


def oldest(today: date) -> date:
    """The first day of which something is still shown."""
    return today - KEPT


def sweep() -> int:
    """Delete what is older than a year. Gives how many lines went."""
    count, _rows = Access.objects.filter(day__lt=oldest(timezone.localdate())).delete()
    return count
