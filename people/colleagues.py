"""Colleagues: who belongs today to an organisation that one belongs to oneself."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from people.models import Membership, User
from people.viewer import running


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody to choose: one's own team mates are `is_near`. `team` is the name of theirs, empty without one."""

    uuid: uuid.UUID
    name: str
    team: str = ""
    is_near: bool = False


def together(one: str, other: str, *, on: date) -> Exists:
    """Whether two people, named by the paths to them in the outer query, have an organisation in common on a day."""
    theirs = Membership.objects.filter(running(on), user=OuterRef(OuterRef(other))).values("organisation")
    return Exists(Membership.objects.filter(running(on), user=OuterRef(one), organisation__in=theirs))


def colleagues(user_id: int) -> tuple[Colleague, ...]:
    """Everybody one has an organisation in common with today, oneself left out: team mates first, then by team and name. One statement."""
    today = timezone.localdate()
    own = Membership.objects.filter(running(today), user=user_id).values("organisation")
    rows = (
        Membership.objects.filter(running(today), organisation__in=own, user__is_active=True)
        .order_by("started_on", "pk")
        .values_list("user_id", "user__uuid", "user__first_name", "user__last_name", "team_id", "team__name")
    )
    found: dict[uuid.UUID, Colleague] = {}
    teams = {row[4] for row in rows if row[0] == user_id and row[4]}
    for person, number, first, last, team_id, team in rows:
        known, is_near = found.get(number), team_id in teams
        if person != user_id and (known is None or (is_near and not known.is_near) or not known.team):
            found[number] = Colleague(uuid=number, name=f"{first} {last}".strip(), team=team or "", is_near=is_near)
    return tuple(sorted(found.values(), key=_place))


def colleague(user_id: int, person: uuid.UUID) -> User | None:
    """The account of one colleague; None for oneself and for whoever is none."""
    today = timezone.localdate()
    own = Membership.objects.filter(running(today), user=user_id).values("organisation")
    shared = Membership.objects.filter(running(today), user=OuterRef("pk"), organisation__in=own)
    return User.objects.filter(Exists(shared), uuid=person, is_active=True).exclude(pk=user_id).first()


def _place(one: Colleague) -> tuple[bool, bool, str, str]:
    return (not one.is_near, not one.team, one.team.casefold(), one.name.casefold())
