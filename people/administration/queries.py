"""Who belongs to an organisation now, a page at a time: as many statements for five people as for fifty thousand, and no count over all."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from people.models import Membership, Organisation, Role, Team, User
from people.viewer import running

PAGE = 50
MOST_WORDS = 5
"""Of a search, from the left; a name and an address have fewer."""
SORTS: dict[str, tuple[str, ...]] = {
    "achternaam": ("last_name", "first_name"),
    "voornaam": ("first_name", "last_name"),
    "e-mail": ("email",),
}


@dataclass(frozen=True)
class Asked:
    """What to show. An empty filter lets everybody through; `team` is the uuid of a team of the organisation."""

    words: str = ""
    team: UUID | None = None
    role: str = ""
    sort: str = "achternaam"
    page: int = 1


@dataclass(frozen=True)
class Held:
    """One role that somebody has now. `team` is empty where the role is for the whole organisation."""

    role: str
    team: str
    since: date


@dataclass(frozen=True)
class Person:
    """One line of the list."""

    uuid: UUID
    name: str
    email: str
    may_sign_in: bool
    roles: tuple[Held, ...] = field(default=())


@dataclass(frozen=True)
class Page:
    """A page of the list, and whether there is one after it."""

    people: tuple[Person, ...]
    number: int
    has_next: bool


def people(organisation: Organisation, asked: Asked) -> Page:
    """Who has a role there today and meets what was asked. Two statements. Everybody stands there once, with all their roles there."""
    first = (asked.page - 1) * PAGE
    order = [Lower(name) for name in SORTS[asked.sort]]
    found = list(_found(organisation, asked).order_by(*order, "pk")[first : first + PAGE + 1])
    roles = _roles(organisation, [user.pk for user in found[:PAGE]])
    return Page(
        people=tuple(
            Person(
                uuid=user.uuid,
                name=str(user),
                email=user.email,
                may_sign_in=user.is_active,
                roles=tuple(roles[user.pk]),
            )
            for user in found[:PAGE]
        ),
        number=asked.page,
        has_next=len(found) > PAGE,
    )


def _found(organisation: Organisation, asked: Asked) -> QuerySet[User]:
    filters: dict[str, Any] = {"organisation": organisation}
    if asked.team:
        filters["team__uuid"] = asked.team
    if asked.role:
        filters["role"] = asked.role
    members = Membership.objects.filter(running(timezone.localdate()), **filters)
    found = User.objects.filter(pk__in=members.values("user_id"))
    for word in asked.words.split()[:MOST_WORDS]:
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return found.only("uuid", "first_name", "last_name", "email", "is_active")


def _roles(organisation: Organisation, people: list[int]) -> dict[int, list[Held]]:
    rows = (
        Membership.objects.filter(running(timezone.localdate()), organisation=organisation, user_id__in=people)
        .order_by("started_on", "pk")
        .values_list("user_id", "role", "team__name", "started_on")
    )
    held = defaultdict(list)
    for user, role, team, since in rows:
        held[user].append(Held(role=str(Role(role).label), team=team or "", since=since))
    return held


@dataclass(frozen=True)
class Term:
    """One role of a person, as an administrator sees it. `until` is its last day; `runs` says whether it runs today.

    `is_last`: there is no other in this organisation. Whether there is one elsewhere is not told here.
    """

    number: int
    role: str
    team: str
    since: date
    until: date | None
    runs: bool
    is_open: bool
    is_last: bool = False


def terms(organisation: Organisation, person: User) -> list[Term]:
    """All that somebody is, was and will be in the organisation, the latest first. One statement."""
    today = timezone.localdate()
    rows = Membership.objects.filter(organisation=organisation, user=person).select_related("team")
    found = [
        Term(
            number=one.pk,
            role=one.get_role_display(),
            team=one.team.name if one.team else "",
            since=one.started_on,
            until=one.ended_on - timedelta(days=1) if one.ended_on else None,
            runs=one.started_on <= today and (one.ended_on is None or one.ended_on > today),
            is_open=one.ended_on is None or one.ended_on > max(today, one.started_on),
        )
        for one in rows.order_by("-started_on", "-pk")
    ]
    only = [one.number for one in found if one.is_open]
    return [replace(one, is_last=only == [one.number]) for one in found]


def teams(organisation: Organisation) -> list[tuple[UUID, str]]:
    """The teams of an organisation, by name. One statement."""
    return list(Team.objects.filter(organisation=organisation).order_by("name").values_list("uuid", "name"))
