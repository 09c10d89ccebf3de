"""Every screen and every file of a session, as everybody: nothing on them tells who gave what, before the showing, after it, after the end.

The addresses come from the resolver: a new page of sessions is looked at without being named here.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from learning.team_sessions.actions import course
from learning.team_sessions.models import Ballot, Card, Participation, Session, Slip, Ticket
from people import everything
from people.models import User
from tests.architecture.routes import Route, routes
from tests.learning.phones import Phone
from tests.learning.sessions import at, clicked, moved
from tests.privacy.oracle import Oracle

pytestmark = pytest.mark.django_db
CARD, NOTE = "zqkaartje", "zqaantekening"
_WAYS = {"form": ("pdf", "md", "json"), "extension": ("pdf", "md", "json")}
"""What an address may ask for besides the session."""
_STREAMS = ("/stream",)
"""They say a number, and are looked at where they are tested."""


class Sat:
    """Who sat at a table: asha, who gave two cards and a place on the scale; ben, who gave nothing; a guest; and farah, who led it."""

    def __init__(self, farah: User, clients: dict[str, Client]) -> None:
        self.farah, self.session = farah, at("write", farah)
        self.clients = clients
        self.phones = {name: Phone(self.session, clients[name]) for name in ("asha", "ben")}
        self.phones["guest"] = Phone(self.session)
        self.clients["guest"] = self.phones["guest"].client
        for name in ("asha", "ben"):
            self.phones[name].write(f"{NOTE}{name} is van mij.")
        self.go("scale")
        self.keys = [uuid.uuid4() for _gift in range(4)]
        self.phones["asha"].card(f"{CARD}een", key=self.keys[0])
        self.phones["asha"].card(f"{CARD}twee", key=self.keys[1])
        self.phones["asha"].choose(5, key=self.keys[2])
        self.phones["guest"].card(f"{CARD}drie", key=self.keys[3])
        for phone in self.phones.values():
            phone.page()  # what it said of one's own card was said
        self.secrets = [str(key) for key in self.keys] + list(Ticket.objects.values_list("digest", flat=True))
        self.secrets += list(Participation.objects.exclude(guest="").values_list("guest", flat=True))
        for model in (Ticket, Slip, Ballot):
            self.secrets += [str(pk) for pk in model.objects.values_list("pk", flat=True)]

    def go(self, phase: str) -> None:
        self.session = moved(Session.objects.get(pk=self.session.pk), phase, self.farah)

    def close(self) -> None:
        clicked(course.close, self.session, self.farah)

    def screens(self, name: str) -> Iterator[tuple[str, HttpResponse]]:
        """Every address of a session that answers this one of them."""
        for address in addresses(self.session):
            reply = self.clients[name].get(address)
            if reply.status_code == 200:
                yield address, reply

    def told(self, name: str, words: list[str]) -> list[tuple[str, list[str]]]:
        oracle = Oracle(words)
        return [
            (place, found) for place, reply in self.screens(name) if (found := oracle.finds(body(reply), reply.headers))
        ]


def addresses(session: Session) -> list[str]:
    found = []
    for route in routes():
        if route.pattern.endswith(_STREAMS) or "session" not in route.parameters:
            continue
        found += [route.address(values) for values in _values(route, session)]
    return found


def _values(route: Route, session: Session) -> list[dict[str, object]]:
    others = [name for name in route.parameters if name != "session"]
    if not others:
        return [{"session": session.pk}]
    if others[0] not in _WAYS:
        return [{"session": session.pk} | dict.fromkeys(others, uuid.uuid4())]
    return [{"session": session.pk, others[0]: way} for way in _WAYS[others[0]]]


def body(reply: HttpResponse) -> bytes:
    return b"".join(reply.streaming_content) if reply.streaming else reply.content


def alike(reply: HttpResponse) -> str:
    """A screen without what differs at every request and in every account anyway."""
    text = re.sub(
        r'(name="(?:csrfmiddlewaretoken|key)" value=|data-person=|data-draft=)"[^"]*"', r"\1", body(reply).decode()
    )
    return re.sub(r"Asha|Ben", "Naam", text)


@pytest.fixture
def sat(farah, as_asha, as_ben, as_farah, as_lotte, visitor):
    clients = {"asha": as_asha, "ben": as_ben, "farah": as_farah, "lotte": as_lotte, "visitor": visitor}
    return Sat(farah, clients)


EVERYBODY = ("asha", "ben", "guest", "farah", "lotte", "visitor")


def test_before_it_is_shown_a_card_is_on_the_phone_that_gave_it_alone(sat):
    seen = {name: [place for place, _found in sat.told(name, [CARD])] for name in EVERYBODY}
    phone = f"/sessies/{sat.session.pk}/meedoen/"
    assert seen == {"asha": [phone, f"{phone}stand/"], "guest": [phone, f"{phone}stand/"]} | {
        name: [] for name in ("ben", "farah", "lotte", "visitor")
    }
    assert sat.told("asha", [f"{CARD}drie"]) == sat.told("guest", [f"{CARD}een"]) == []


@pytest.mark.parametrize("phase", ["reveal", "talk", "agree", "close"])
def test_once_shown_the_screen_of_who_gave_is_that_of_who_gave_nothing(sat, phase):
    sat.go(phase)
    asha, ben = ({place: alike(reply) for place, reply in sat.screens(name)} for name in ("asha", "ben"))
    assert CARD in "".join(asha.values())
    assert asha == ben


@pytest.mark.parametrize(
    "name",
    ["asha", "guest", "farah", *(pytest.param(one, marks=pytest.mark.whole) for one in ("ben", "lotte", "visitor"))],
)
def test_no_screen_or_file_tells_who_gave_what(sat, name):
    """In the phases that follow, and after the end: no key, token, digest or number of before, and nobody's note."""
    cards = []
    for step in ("reveal", "talk", "again", "agree", "close", "end"):
        sat.close() if step == "end" else sat.go(step)
        assert sat.told(name, sat.secrets) == []
        assert sat.told(name, [NOTE]) == []
        cards += sat.told(name, [CARD])
    assert (name in {"asha", "ben", "guest"}) <= bool(cards) <= (name in {"asha", "ben", "guest", "farah"})


def test_after_the_end_who_gave_reads_what_who_gave_nothing_reads(sat):
    sat.go("reveal")
    sat.close()
    asha, ben = (
        {place: alike(reply) for place, reply in sat.screens(name) if "pdf" not in place} for name in ("asha", "ben")
    )
    assert asha == ben
    assert len(asha) >= 2
    for name in ("guest", "visitor"):
        assert sat.told(name, [CARD, sat.session.asks, "Wijkteam Noord"]) == []


def test_nothing_of_it_is_in_what_a_person_takes_along(sat, asha, ben):
    """Neither a card nor a place on the scale is in anybody's own data; their notes are, in their own alone."""
    sat.go("reveal")
    sat.close()
    for user in (asha, ben):
        data = repr(everything.data(user))
        assert (CARD in data, f"{NOTE}{user.first_name.lower()}" in data) == (False, True)
        assert Oracle(sat.secrets).finds(data) == []


def test_what_shows_is_found(sat):
    """These tests can fail: a number that does stand on the screen is noticed."""
    sat.go("reveal")
    number = str(Card.objects.first().pk)
    assert sat.told("asha", [number]) != []
