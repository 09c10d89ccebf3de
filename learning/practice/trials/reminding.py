"""Reminding who was asked to read a draft of the day until which they can."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from learning.practice.trials.queries import silent_readers
from people.reminders import sources
from people.reminders.sources import Due


def register() -> None:
    """Tell of it."""
    sources.register("trial", drafts_due)


def drafts_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """Drafts that can be read until a day soon, for who said nothing about them yet."""
    rows = silent_readers(today).filter(user__in=people, group__until__lte=until)
    found = rows.values_list("user", "group", "group__until", "group__module__draft_title")
    for user, group, day, title in found:
        words = _("Meelezen bij ‘%(title)s’") % {"title": title}
        path = reverse("trials:group", args=[group])
        yield Due(user=user, number=str(group), due_on=day, words=words, path=path)
