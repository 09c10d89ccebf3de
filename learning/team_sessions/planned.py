"""The planned sessions of one's team, for one's own calendar. The question is not named: calendars are read over shoulders."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.team_sessions import queries
from learning.team_sessions.models import State
from people.calendars import sources
from people.calendars.sources import Moment
from people.models import User

_STAYS = timedelta(days=1)
"""A session that did not begin at its time is still shown for so long."""


def register() -> None:
    """Tell of it."""
    sources.register("session", sessions_of)


def sessions_of(user: User) -> Iterator[Moment]:
    """What is prepared or goes on, with a time, for the teams that somebody belongs to today."""
    rows = queries.sessions_of(user).filter(
        rehearsal=False, state__in=[State.PREPARED, State.OPEN], planned_at__gte=timezone.now() - _STAYS
    )
    for one in rows:
        if one.planned_at is not None:
            words = _("Reflectiesessie van %(team)s") % {"team": one.team.name}
            path = reverse("team_sessions:session", args=[one.pk])
            yield Moment(number=str(one.pk), starts_at=one.planned_at, minutes=one.minutes, words=words, path=path)
