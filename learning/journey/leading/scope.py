"""Which team a lead's page is about."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from people.models import Role, Team, User
from people.scope import viewer_of
from people.viewer import running


def teams_led(user_id: int, today: date) -> QuerySet[Team]:
    """The teams that somebody leads today, also in another's place for a while."""
    return (
        Team.objects.filter(running(today, of="memberships__"), memberships__user=user_id, memberships__role=Role.LEAD)
        .distinct()
        .order_by("name")
    )


def team_for(request: HttpRequest, number: UUID) -> Team:
    """The team of this address, for who leads it today. To everybody else, whatever else they are, it does not exist."""
    found = teams_led(viewer_of(request).user_id, timezone.localdate()).filter(uuid=number).first()
    if found is None:
        raise Http404
    return found


def members_of(team: Team, today: date) -> QuerySet[User]:
    """Who belongs to the team today and can sign in."""
    return (
        User.objects.filter(running(today, of="memberships__"), memberships__team=team, is_active=True)
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )
