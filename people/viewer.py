"""The person who is looking: organisation, team, roles, profession, in one statement per request and never remembered between two."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import router
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from people.models import Membership, Role, User
from people.prepared import Prepared


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks, as rules need it. Without a running membership `organisation_id` is None and there are no roles."""

    user_id: int
    user_uuid: uuid.UUID
    first_name: str
    profession: str
    is_platform_admin: bool
    organisation_id: int | None = None
    organisation_name: str = ""
    team_id: int | None = None
    team_name: str = ""
    roles: frozenset[str] = frozenset()

    @property
    def is_member(self) -> bool:
        """Whether the person belongs to an organisation now."""
        return self.organisation_id is not None

    @property
    def is_author(self) -> bool:
        """Whether the person writes content: a trainer, or a platform administrator."""
        return self.is_platform_admin or Role.TRAINER in self.roles

    @property
    def enters_studio(self) -> bool:
        """Whether the studio has something for them: who writes, and administrators, who keep their organisation's local texts."""
        return self.is_author or Role.ADMIN in self.roles

    @property
    def leads(self) -> bool:
        """Whether they lead a team today."""
        return Role.LEAD in self.roles

    @property
    def administers_people(self) -> bool:
        """Whether they keep who belongs where: of their own organisation, or of all."""
        return self.is_platform_admin or Role.ADMIN in self.roles


_COLUMNS = ("organisation_id", "organisation__name", "team_id", "team__name", "role")


def running(on: date, *, of: str = "") -> Q:
    """Memberships that run on a day: begun, and not ended before it. `of` leads to them from another model, as in `memberships__`."""
    ended = Q((f"{of}ended_on__isnull", True)) | Q((f"{of}ended_on__gt", on))
    return Q((f"{of}started_on__lte", on)) & ended


def person_of(user_id: int) -> tuple[User, Viewer] | None:
    """The account and who that is today, in one statement; None when there is no such account."""
    rows = _PERSON.rows(user=user_id, today=timezone.localdate())
    if not rows:
        return None
    user = User.from_db(router.db_for_read(User), _ACCOUNT, rows[0][: len(_ACCOUNT)])
    held = [row[len(_ACCOUNT) :] for row in rows]
    return user, _viewer(user, [one for one in held if one[0] is not None])


_ACCOUNT = [field.attname for field in User._meta.concrete_fields]
_PERSON = Prepared(
    lambda user, today: (
        User.objects.annotate(held=FilteredRelation("memberships", condition=running(today, of="memberships__")))
        .filter(pk=user)
        .order_by("held__started_on", "held__pk")
        .values_list(*_ACCOUNT, *(f"held__{name}" for name in _COLUMNS))
    ),
    user=-71717171,
    today=date(1871, 7, 17),
)


def viewer_of(user: User) -> Viewer:
    """Who `user` is today. One statement. A person in several organisations acts in the one joined first."""
    return _viewer(user, _MEMBERSHIPS.rows(user=user.pk, today=timezone.localdate()))


_MEMBERSHIPS = Prepared(
    lambda user, today: (
        Membership.objects.filter(running(today), user_id=user).order_by("started_on", "pk").values_list(*_COLUMNS)
    ),
    user=-71717171,
    today=date(1871, 7, 17),
)


def _viewer(user: User, rows: Iterable[tuple[Any, ...]]) -> Viewer:
    held = list(rows)
    common: dict[str, Any] = {
        "user_id": user.pk,
        "user_uuid": user.uuid,
        "first_name": user.first_name,
        "profession": user.profession,
        "is_platform_admin": user.is_superuser,
    }
    if not held:
        return Viewer(**common)
    organisation_id, organisation_name = held[0][0], held[0][1]
    own = [row for row in held if row[0] == organisation_id]
    team = next(((row[2], row[3]) for row in own if row[2]), (None, ""))
    return Viewer(
        **common,
        organisation_id=organisation_id,
        organisation_name=organisation_name,
        team_id=team[0],
        team_name=team[1] or "",
        roles=frozenset(row[4] for row in own),
    )
