"""Phones that take part in a session through its pages, with or without scripts."""

import re
import uuid
from html import unescape
from typing import Any

from django.test import Client

from learning.team_sessions import queries
from learning.team_sessions.models import Session

IN_PLACE = {"X-Requested-With": "save-form"}


def code_of(session: Session) -> str:
    door = queries.door(session)
    assert door is not None
    return door.code


class Phone:
    """A browser at the table of one session. Without an account it comes in as a guest."""

    def __init__(self, session: Session, client: Client | None = None) -> None:
        self.session, self.client = session, client or Client()
        self.table = f"/sessies/{session.pk}/meedoen/"
        self.came_in = self.enter() if client is not None else self.enter_as_guest()

    def enter(self) -> Any:
        return self.client.post(f"{self.table}binnen/")

    def enter_as_guest(self, name: str = "") -> Any:
        return self.client.post(f"/meedoen/{code_of(self.session)}/", {"as": "gast", "name": name})

    def page(self, **query: Any) -> str:
        return self.client.get(self.table, query).content.decode()

    def send(self, what: str, form: dict[str, Any], *, in_place: bool = False) -> Any:
        return self.client.post(f"{self.table}{what}/", form, headers=IN_PLACE if in_place else None)

    def card(self, text: str, *, key: uuid.UUID | None = None, **more: Any) -> Any:
        in_place = more.pop("in_place", False)
        return self.send("kaart", {"text": text, "key": key or uuid.uuid4(), **more}, in_place=in_place)

    def choose(self, value: int, *, key: uuid.UUID | None = None, **more: Any) -> Any:
        return self.send("schaal", {"value": value, "key": key or uuid.uuid4(), **more})

    def write(self, text: str, *, key: uuid.UUID | None = None, **more: Any) -> Any:
        in_place = more.pop("in_place", False)
        return self.send("eigen", {"text": text, "key": key or uuid.uuid4(), **more}, in_place=in_place)


def part(page: str, name: str) -> str:
    """The source of one part of the screen."""
    found = re.search(
        rf'<section\b[^>]*data-part="{name}".*?(?=<section\b[^>]*data-part=|<p class="phone-fresh"|</main>|\Z)',
        page,
        re.DOTALL,
    )
    return unescape(found[0]) if found else ""


def field(source: str, name: str) -> str:
    """What a form on the screen sends under a name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', source)
    return found[1] if found else ""
