"""On Vandaag: the session of one's team that goes on now, or comes next."""

from typing import Any

from django import template
from django.urls import reverse

from learning.team_sessions.models import Session, State
from people.prepared import Prepared
from people.viewer import Viewer

register = template.Library()
_COMING = Prepared(
    lambda team: (
        Session.objects.filter(team=team, rehearsal=False, state__in=[State.OPEN, State.PREPARED])
        .order_by("state", "planned_at", "pk")  # "open" before "prepared"
        .values_list("pk", "state", "asks", "planned_at", "gathers_early")[:1]
    ),
    team=-71717172,
)


@register.inclusion_tag("learning/team_sessions/today.html")
def session_today(viewer: Viewer | None) -> dict[str, Any]:
    """One session of the viewer's team; nothing for who has no team. One statement."""
    rows = _COMING.rows(team=viewer.team_id) if viewer is not None and viewer.team_id else []
    for number, state, asks, planned_at, early in rows:
        place = "team_sessions:phone" if state == State.OPEN or early else "team_sessions:session"
        return {
            "asks": asks,
            "is_open": state == State.OPEN,
            "planned_at": planned_at,
            "url": reverse(place, args=[number]),
        }
    return {}
