"""Every form in which somebody writes freely, as tests use it: where it is sent, what with, and what was kept of it."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client

from cases_library.models import PanelReply
from cases_library.panel import actions as panel
from learning.practice.actions import open_answer
from learning.practice.models import Answer, Step
from learning.practice.runs.actions import open_reason
from learning.reflection import sharing_queries
from learning.reflection.actions import intentions
from learning.reflection.models import Entry, Intention
from learning.reflection.words import Reader
from learning.team_sessions.words import Reader as SessionReader
from people.models import User
from tests.factories.cases import case, document
from tests.learning import sessions
from tests.learning.cases import DOCUMENT, LONG, begin, case_edition, play
from tests.learning.classroom import PROMPT, asks, blocks, lessons_of, module_of, path
from tests.learning.mirror import entry_of, in_days, shared
from tests.learning.phones import Phone

FIGURE = "Yara"
"""Who may be named in the forms of a case: she is in it."""
_PEOPLE = [{"key": "kind", "name": FIGURE, "role": "zit op de trap"}]


@dataclass(frozen=True)
class Door:
    """One form. `field` holds the text that a test sends; `kept` gives the texts that were saved."""

    client: Client
    address: str
    field: str
    form: dict[str, str]
    kept: Callable[[], list[str]]
    has_figures: bool = False

    def send(self, text: str, *, script: bool = False, **more: Any) -> Any:
        """Post as our script does, or as a browser without it."""
        sent = {"key": str(uuid.uuid4())} | self.form | {self.field: text} | more
        return self.client.post(self.address, sent, headers={"X-Requested-With": "save-form"} if script else {})

    def source(self, html: str) -> str:
        """This form in a page that may hold others, or the page."""
        found = re.search(rf'<form\b[^>]*action="{self.address}".*?</form>', html, re.DOTALL)
        return found[0] if found else html

    def text(self, html: str) -> str:
        """What the field holds in a page, as a browser would send it."""
        found = re.search(rf'<textarea[^>]*\bname="{self.field}"[^>]*>(.*?)</textarea>', html, re.DOTALL)
        assert found, html
        return unescape(found[1].removeprefix("\n"))


def _entries() -> list[str]:
    return [Reader(one.user.uuid).entry(one).text for one in Entry.objects.select_related("user").order_by("pk")]


def _mirror(asha: User, client: Client, field: str = "text") -> Door:
    def kept() -> list[str]:
        words = [Reader(asha.uuid).entry(one) for one in Entry.objects.all()]
        return [one.text if field == "text" else one.dimensions.get(field, "") for one in words]

    form = {"text": "Ik schoof het op.", "version": "0"}
    return Door(client, "/spiegel/vraag/3/schrijven/", field, form, kept)


def mirror(asha: User, ben: User, client: Client) -> Door:
    return _mirror(asha, client)


def dimension(asha: User, ben: User, client: Client) -> Door:
    return _mirror(asha, client, "normative")


def prompt(asha: User, ben: User, client: Client) -> Door:
    module = module_of([PROMPT])
    lesson = lessons_of(module)[0]
    address = path(module, lesson, "spiegel", blocks(lesson, "prompt")[0])
    return Door(client, address, "text", {"version": "0"}, _entries)


def answer(asha: User, ben: User, client: Client) -> Door:
    module = module_of(asks("open"))
    lesson = lessons_of(module)[0]
    address = path(module, lesson, "antwoord", blocks(lesson)[0])
    return Door(client, address, "answer", {}, lambda: [open_answer(one, by=asha) for one in Answer.objects.all()])


def case_prompt(asha: User, ben: User, client: Client) -> Door:
    run = play(client, begin(client, case_edition(people=[*DOCUMENT["people"], *_PEOPLE])), LONG[:5])
    return Door(client, f"{run}spiegel/spiegel/", "text", {"version": "0"}, _entries, has_figures=True)


def reason(asha: User, ben: User, client: Client) -> Door:
    run = begin(client, case_edition(people=[*DOCUMENT["people"], *_PEOPLE]))

    def kept() -> list[str]:
        return [open_reason(one, by=asha) for one in Step.objects.exclude(sealed=None)]

    return Door(client, f"{run}stap/", "reason", {"choice": "wacht", "number": "1"}, kept, has_figures=True)


def intention(asha: User, ben: User, client: Client) -> Door:
    entry = entry_of(asha)
    form = {"when": "Als ik twijfel", "follow_up_on": in_days(14).isoformat()}

    def kept() -> list[str]:
        return [Reader(asha.uuid).intention(one).then for one in Intention.objects.all()]

    return Door(client, f"/spiegel/{entry.pk}/voornemen/", "then", form, kept)


def looking_back(asha: User, ben: User, client: Client) -> Door:
    made = intentions.make(entry_of(asha), by=asha, when="Als ik twijfel", then="zeg ik het", follow_up_on=in_days(14))

    def kept() -> list[str]:
        said = [Reader(asha.uuid).intention(one).outcome for one in Intention.objects.exclude(outcome="")]
        return [one for one in said if one]

    address = f"/spiegel/voornemens/{made.pk}/terugkijken/"
    return Door(client, address, "said", {"outcome": "done"}, kept)


def comment(asha: User, ben: User, client: Client) -> Door:
    share = shared(entry_of(asha), ben)

    def kept() -> list[str]:
        return [one.text or "" for one in sharing_queries.comments_at(share.pk, reader=asha.pk)]

    return Door(client, f"/spiegel/gedeeld/{share.pk}/reactie/", "text", {}, kept)


def panellist(asha: User, ben: User, client: Client) -> Door:
    made = document(people=[*document().get("people", []), *_PEOPLE])
    page = case(publish=True, document=made)
    _one, token = panel.invite(page, name="Robin", role="jeugdarts", by=asha)

    def kept() -> list[str]:
        return list(PanelReply.objects.values_list("reason", flat=True))

    form = {"choice-0": "ga-weg", "name": "Fatima de Vries", "consent": "on"}
    return Door(Client(), f"/panel/{token}/", "reason-0", form, kept, has_figures=True)


def session_note(asha: User, ben: User, client: Client) -> Door:
    phone = Phone(sessions.at("write", ben), client)
    return Door(client, f"{phone.table}eigen/", "text", {"version": "0"}, _entries)


def session_card(asha: User, ben: User, client: Client) -> Door:
    phone = Phone(sessions.at("choose", ben), client)

    def kept() -> list[str]:
        return [SessionReader(phone.session).slip(one) for one in phone.session.slips.all()]

    return Door(client, f"{phone.table}kaart/", "text", {}, kept)


DOORS = [
    mirror, dimension, prompt, answer, case_prompt, reason, intention, looking_back, comment, session_note, session_card, panellist,
]  # fmt: skip
PAGES = {intention, looking_back, panellist}
"""Forms that a script leaves alone: what comes back is a page."""
