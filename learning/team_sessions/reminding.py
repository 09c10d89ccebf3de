"""Reminding who sees to an agreement of their team. The agreement itself stays in the session."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.team_sessions.models import Agreement, Standing
from people.models import Membership
from people.reminders import sources
from people.reminders.sources import Due
from people.viewer import running


def register() -> None:
    """Tell of it."""
    sources.register("agreement", agreements_due)


def agreements_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """What is open, of people who belong to the organisation of that team today."""
    still_there = Membership.objects.filter(
        running(today), user=OuterRef("owner"), organisation=OuterRef("session__team__organisation")
    )
    rows = Agreement.objects.filter(
        Exists(still_there), owner__in=people, standing=Standing.OPEN, due_on__lte=until, session__rehearsal=False
    )
    path = reverse("team_sessions:overview")
    for user, number, day, team in rows.values_list("owner", "uuid", "due_on", "session__team__name"):
        words = _("Waar jij voor zorgt na een sessie van %(team)s") % {"team": team}
        yield Due(user=user, number=str(number), due_on=day, words=words, path=path)
