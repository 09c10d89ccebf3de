"""Telling people beforehand that their organisation will keep something shorter: when it is chosen, and a week before it counts."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.reminders import sources
from people.reminders.sources import Due
from people.retention.actions import NOTICE
from people.retention.periods import coming_for

_AGAIN = timedelta(days=7)


def register() -> None:
    """Tell of it."""
    sources.register("retention", shorter_terms)


def shorter_terms(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """Who loses something by a shorter term that is to come. What it is about, its page says."""
    for one in coming_for(people, today):
        words = _(
            "Je organisatie gaat iets korter bewaren. Kijk wat er na %(day)s weggaat, en neem het zo nodig mee"
        ) % {"day": date_format(one.on, "j F")}
        for told_on in (one.on - NOTICE, one.on - _AGAIN):
            if told_on <= until:
                yield Due(
                    user=one.user,
                    number=f"{one.number}.{one.amount}.{one.on:%Y%m%d}",
                    due_on=told_on,
                    words=words,
                    path=reverse("people:kept"),
                )
