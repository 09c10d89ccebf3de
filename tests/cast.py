"""The cast: who they are, and a browser for each. A pytest plugin.

In Gemeente Voorbeeldstad, Wijkteam Noord: `asha` and `ben` learn, `farah` facilitates (a matter of a session: here she learns too),
`lotte` leads the team, `edith` writes, `omar` administers the organisation. In Gemeente Anderstad: `sam` learns and `tess` writes.
`petra` administers the platform and `kees` sits in the core's editors; neither belongs to an organisation. `visitor` is nobody.

`as_<name>` is a client signed in as that person; `visitor` is one signed in as nobody.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cms.permissions import ensure_content_root
from people.models import Organisation, Role, Team, User
from tests.factories import people


@pytest.fixture
def voorbeeldstad(db: None) -> Organisation:
    return people.organisation("Gemeente Voorbeeldstad")


@pytest.fixture
def anderstad(db: None) -> Organisation:
    return people.organisation("Gemeente Anderstad")


@pytest.fixture
def noord(voorbeeldstad: Organisation) -> Team:
    return people.team(voorbeeldstad, "Wijkteam Noord")


@pytest.fixture
def asha(voorbeeldstad: Organisation, noord: Team) -> User:
    return people.member("Asha", voorbeeldstad, team=noord, profession="jeugd-en-gezinsprofessional")


@pytest.fixture
def ben(voorbeeldstad: Organisation, noord: Team) -> User:
    return people.member("Ben", voorbeeldstad, team=noord)


@pytest.fixture
def farah(voorbeeldstad: Organisation, noord: Team) -> User:
    return people.member("Farah", voorbeeldstad, team=noord)


@pytest.fixture
def lotte(voorbeeldstad: Organisation, noord: Team) -> User:
    return people.member("Lotte", voorbeeldstad, Role.LEAD, noord)


@pytest.fixture
def edith(voorbeeldstad: Organisation, noord: Team) -> User:
    return people.member("Edith", voorbeeldstad, Role.TRAINER, noord)


@pytest.fixture
def omar(voorbeeldstad: Organisation) -> User:
    return people.member("Omar", voorbeeldstad, Role.ADMIN)


@pytest.fixture
def sam(anderstad: Organisation) -> User:
    return people.member("Sam", anderstad)


@pytest.fixture
def tess(anderstad: Organisation) -> User:
    return people.member("Tess", anderstad, Role.TRAINER)


@pytest.fixture
def petra(db: None) -> User:
    return people.user("Petra", is_superuser=True)


@pytest.fixture
def kees(db: None) -> User:
    made = people.user("Kees")
    group: Group = ensure_content_root().authors
    made.groups.add(group)
    return made


@pytest.fixture
def sign_in(db: None) -> Callable[[User], Client]:
    """A new browser, signed in as somebody."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


def _browser_of(name: str) -> Callable[..., Client]:
    @pytest.fixture(name=f"as_{name}")
    def signed_in(request: pytest.FixtureRequest, sign_in: Callable[[User], Client]) -> Client:
        return sign_in(request.getfixturevalue(name))

    return signed_in  # type: ignore[no-any-return]  pytest's decorator gives a fixture, found by its name


as_asha, as_ben, as_farah, as_lotte = (_browser_of(name) for name in ("asha", "ben", "farah", "lotte"))
as_edith, as_omar, as_sam, as_tess = (_browser_of(name) for name in ("edith", "omar", "sam", "tess"))
as_petra, as_kees = (_browser_of(name) for name in ("petra", "kees"))
