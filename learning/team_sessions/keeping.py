"""How long sessions stay, for who reads of the terms. Each team chooses its own."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from learning.team_sessions.actions import ending
from people.models import Organisation, Team
from people.retention.kinds import Fixed, register


def told() -> None:
    """Tell of them."""
    register(
        Fixed(
            name="sessions",
            title=_("Sessies met het team, en hun verslag"),
            long=lambda: _("zo lang als het team koos, gewoonlijk 12 maanden; 90 dagen als een sessie nooit begon"),
            tables=frozenset({"team_sessions.Session", "team_sessions.Participation", "team_sessions.Minutes"}),
            count=ending.due,
            end=lambda: ending.sweep()[1],
            of=_by_team,
        )
    )


def _by_team(organisation: Organisation) -> list[tuple[str, str]]:
    months = ending.months_of_each(Team.objects.filter(organisation=organisation))
    return [(team.name, ngettext("%d maand", "%d maanden", count) % count) for team, count in months.items()]
