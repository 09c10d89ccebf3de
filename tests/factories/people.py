"""People, their organisations and teams."""

import itertools
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from people.models import Membership, Organisation, Role, Team, User

PASSWORD = "een-lang-wachtwoord-voor-de-tests"
_number = itertools.count(1)


def organisation(name: str = "") -> Organisation:
    """An organisation; without a name always another one."""
    name = name or f"Gemeente Nummer {next(_number)}"
    return Organisation.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def team(of: Organisation, name: str = "Wijkteam Noord") -> Team:
    """A team of an organisation."""
    return Team.objects.get_or_create(organisation=of, name=name)[0]


def user(first_name: str = "", **fields: Any) -> User:
    """An account with the tests' password, without any membership."""
    first_name = first_name or f"Persoon{next(_number)}"
    fields = {"email": f"{first_name.lower()}@voorbeeld.test", "last_name": "de Vries", **fields}
    return User.objects.create(
        password=_hashed(PASSWORD, tuple(settings.PASSWORD_HASHERS)), first_name=first_name, **fields
    )


@lru_cache
def _hashed(password: str, hashers: tuple[str, ...]) -> str:
    """Hashing is slow on purpose; once will do."""
    return make_password(password)


def membership(
    of: User, organisation: Organisation, role: str = Role.PROFESSIONAL, team: Team | None = None, **fields: Any
) -> Membership:
    """A role that runs since the first of 2020 unless told otherwise."""
    return Membership.objects.create(
        user=of, organisation=organisation, role=role, team=team, **({"started_on": date(2020, 1, 1)} | fields)
    )


def member(
    first_name: str, organisation: Organisation, role: str = Role.PROFESSIONAL, team: Team | None = None, **fields: Any
) -> User:
    """An account with one running role."""
    made = user(first_name, **fields)
    membership(made, organisation, role, team)
    return made
