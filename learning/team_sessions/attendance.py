"""On which days somebody took part in a session, for programmes that ask for one. That they were there is all that is told."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models.functions import TruncDate

from learning.journey.programmes import evidence
from learning.journey.programmes.steps import Kind
from learning.team_sessions.models import Participation, State


def register() -> None:
    """Tell of it."""
    evidence.register(Kind.SESSION, attended_on)


def attended_on(people: Collection[int]) -> Iterator[tuple[int, date]]:
    """Who took part, with their account, in a session that is over and was no rehearsal. One statement."""
    rows = Participation.objects.filter(
        user__in=people,
        session__state=State.CLOSED,
        session__opened_at__isnull=False,
        session__written__isnull=False,
        session__rehearsal=False,
    )
    yield from rows.order_by().values_list("user", TruncDate("session__opened_at"))
