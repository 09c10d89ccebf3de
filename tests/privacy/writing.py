"""Everything that somebody can write in the mirror, through the doors that browsers take: rightly, wrongly, twice, and as it breaks."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from learning.reflection.models import Comment, Draft, Entry, Intention, Share
from learning.reflection.taking import as_pdf
from people.exports import kinds
from tests.architecture.world import World

KEPT, DRAFT, WHEN, SAID, ONES, OTHERS = (
    "zqspiegeltekst7", "zqconcept7", "zqvoornemen7", "zqterugkijken7", "zqreactie7", "zqweerwoord7",
)  # fmt: skip
SOUGHT, REFUSED, BROKEN, CONFLICT = "zqgezocht7", "zqspiegelfout7", "zqspiegelstuk7", "zqspiegeldubbel7"
TOKENS = [KEPT, DRAFT, WHEN, SAID, ONES, OTHERS, SOUGHT, REFUSED, BROKEN, CONFLICT]
TAKEN = ["mirror-markdown", "mirror-json", *(["mirror-pdf"] if as_pdf.is_available() else [])]
BY_SCRIPT = {"X-Requested-With": "save-form"}
_PLACE = "/spiegel/vraag/3/schrijven/"
_IN_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@dataclass
class Mirror:
    """What Asha and Ben wrote, and what was answered: `replies` with the status that each should have, `faults` of what broke."""

    world: World
    replies: list[tuple[int, HttpResponse]] = field(default_factory=list)
    faults: list[tuple[int, HttpResponse]] = field(default_factory=list)
    files: list[HttpResponse] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.asha, self.ben = self.world.browser("asha"), self.world.browser("ben")
        self.person = str(self.world.cast["asha"].uuid)

    def write(self) -> None:
        """Write everything, once each of these."""
        self._entries()
        self._drafts()
        self._intentions()
        self._comments()
        self._searches()
        self._break()
        self._take()

    def _send(self, status: int, address: str, by: Client | None = None, *, script: bool = False, **form: Any) -> None:
        """Post a form, with a key of its own unless it has one."""
        headers = BY_SCRIPT if script else {}
        reply = (by or self.asha).post(address, {"key": uuid.uuid4()} | form, headers=headers)
        self.replies.append((status, reply))

    def _entries(self) -> None:
        key = uuid.uuid4()
        words = {"text": f"{KEPT} schreef ik.", "normative": f"{KEPT} vond ik.", "rating": "2", "minutes": "5"}
        self._send(302, _PLACE, **words, key=key)
        self._send(302, _PLACE, **words, key=key)
        self._send(409, _PLACE, text=CONFLICT, key=key)
        self._send(409, _PLACE, text=f"{KEPT} schreef ik.", personal=CONFLICT, key=key, script=True)
        self._send(422, _PLACE, text=REFUSED * 2000)
        self._send(422, _PLACE, text=REFUSED, technical=REFUSED * 2000, script=True)
        self._send(422, _PLACE, text=REFUSED, minutes=REFUSED, rating=REFUSED)
        self._send(422, _PLACE, text=REFUSED, key=REFUSED)
        self._send(422, reverse("reflection:write-free"), technical=REFUSED)

    def _draft(self, status: int, number: uuid.UUID, text: str, **changes: Any) -> None:
        form = {
            "person": self.person,
            "place": _PLACE,
            "path": "/spiegel/",
            "seen": "0",
            "text": text,
            "personal": text,
        }
        self._send(status, reverse("reflection:draft", args=[number]), **form | changes)

    def _drafts(self) -> None:
        number, saved = uuid.uuid4(), uuid.uuid4()
        self._draft(200, number, f"{DRAFT} nog niet")
        self._draft(200, number, f"{DRAFT} nog niet af", seen="1")
        self._draft(409, number, CONFLICT)
        self._draft(403, number, REFUSED, person=str(uuid.uuid4()))
        self._draft(422, number, REFUSED, place="https://elders.test/")
        self._draft(422, uuid.uuid4(), REFUSED * 2000)
        self._send(302, _PLACE, text=f"{DRAFT} zonder script", key=saved, keep="1")
        self._send(302, _PLACE, text=CONFLICT, key=saved, keep="1")  # overtaken: kept beside the other
        self._send(302, _PLACE, text=f"{DRAFT} zonder script", key=saved, version="1")
        self._draft(409, saved, CONFLICT)  # it became an entry
        self._send(422, _PLACE, text=REFUSED * 2000, keep="1")

    def _intentions(self) -> None:
        day = (timezone.localdate() + timedelta(days=20)).isoformat()
        entry = Entry.objects.filter(user__uuid=self.person, rating=2).get()
        intend = reverse("reflection:intend", args=[entry.pk])
        self._send(422, intend, when=REFUSED, then=REFUSED, follow_up_on=REFUSED)
        self._send(422, intend, when=REFUSED, then=REFUSED * 100, follow_up_on=day)
        self._send(302, intend, when=f"{WHEN} gebeurt", then=f"{WHEN} doe ik", follow_up_on=day)
        self._send(409, intend, when=CONFLICT, then=CONFLICT, follow_up_on=day)
        made = Intention.objects.get(entry=entry)
        close = reverse("reflection:intention-close", args=[made.pk])
        self._send(422, close, outcome="", said=REFUSED)
        self._send(422, close, outcome="done", said=REFUSED * 100)
        self._send(422, reverse("reflection:intention-postpone", args=[made.pk]), follow_up_on=REFUSED)
        self._send(302, close, outcome="done", said=f"{SAID} zei ik.")
        self._send(409, close, outcome="done", said=CONFLICT)

    def _comments(self) -> None:
        shared = self.world.records["asha"].sharing
        running, ended = (reverse("reflection:comment", args=[one.pk]) for one in (shared.running, shared.ended))
        key = uuid.uuid4()
        self._send(302, running, self.ben, text=f"{OTHERS} zei Ben.", key=key)
        self._send(409, running, self.ben, text=CONFLICT, key=key)
        self._send(200, running, text=f"{ONES} zei ik.", script=True)
        self._send(422, running, self.ben, text=REFUSED * 500, script=True)
        self._send(422, running, self.ben, text=REFUSED, key="")
        self._send(422, ended, text=REFUSED)
        self._send(404, ended, self.world.browser("farah"), text=REFUSED)
        give = reverse("reflection:share", args=[shared.entry.pk])
        self._send(422, give, person=REFUSED, until=REFUSED)
        self._send(200, give, name=SOUGHT, search="1")

    def _searches(self) -> None:
        search = reverse("reflection:search")
        self._send(200, search, woorden=SOUGHT)
        self._send(200, search, woorden=f"{KEPT} vond")
        self._send(422, search, woorden=f"{SOUGHT} " * 40)
        self._send(200, search, self.ben, woorden=KEPT)

    def _break(self) -> None:
        """Each kind of writing, with a fault that stays and with one that passes."""
        for fault, status in ((RuntimeError("stuk"), 500), (OperationalError("weg"), 503)):
            for breaking, address, form in self._breakable():
                with breaking(fault):
                    sent = {"key": uuid.uuid4()} | form
                    self.faults.append((status, self.asha.post(address, sent)))

    def _breakable(self) -> Iterator[tuple[Callable[[Exception], AbstractContextManager[Any]], str, dict[str, Any]]]:
        shared, free = self.world.records["asha"].sharing, reverse("reflection:write-free")
        day = (timezone.localdate() + timedelta(days=20)).isoformat()
        draft = {"person": self.person, "place": free, "path": free, "seen": "0", "text": BROKEN}
        close = reverse("reflection:intention-close", args=[self.world.records["asha"].intention.pk])
        give = reverse("reflection:share", args=[self.world.records["asha"].entry.pk])
        person = {"person": str(self.world.cast["ben"].uuid), "until": day, "name": BROKEN}
        yield _creating(Entry), free, {"text": BROKEN, "technical": BROKEN}
        yield _creating(Draft), reverse("reflection:draft", args=[uuid.uuid4()]), draft
        yield _creating(Draft), free, {"text": BROKEN, "keep": "1"}
        intend = reverse("reflection:intend", args=[shared.entry.pk])
        yield _creating(Intention), intend, {"when": BROKEN, "then": BROKEN, "follow_up_on": day}
        yield _calling("learning.reflection.actions.intentions.of_outcome"), close, {"outcome": "done", "said": BROKEN}
        yield _creating(Share), give, person
        yield _creating(Comment), reverse("reflection:comment", args=[shared.running.pk]), {"text": BROKEN}
        yield _calling("learning.reflection.search.excerpt"), reverse("reflection:search"), {"woorden": KEPT}
        yield _calling("learning.reflection.search.holds"), reverse("reflection:search"), {"woorden": BROKEN}

    def _take(self) -> None:
        """Every file, made by the worker from its queue; first one whose making breaks over a word."""
        with override_settings(TASKS=_IN_QUEUE):
            first = kinds.kind(TAKEN[0])
            broken = mock.Mock(side_effect=ValueError(f"{BROKEN} kan niet"))
            with mock.patch.dict(kinds._kinds, {first.key: replace(first, make=broken)}):
                address = self._asked("/spiegel/meenemen/", form=first.key)
                _work()
            self.replies.append((200, self.asha.get(address)))
            self.replies.append((404, self.asha.get(f"{address}bestand/")))
            self.asha.post(f"{address}verwijderen/")
            for page, form in [
                *(("/spiegel/meenemen/", {"form": one}) for one in TAKEN[:2]),
                ("/profiel/gegevens/", {}),
            ]:
                address = self._asked(page, **form)
                _work()
                self.files.append(self.asha.get(f"{address}bestand/"))

    def _asked(self, page: str, **form: str) -> str:
        reply = self.asha.post(page, {"key": uuid.uuid4()} | form)
        self.replies.append((302, reply))
        return reply.headers["Location"]


def _work() -> None:
    """What the worker does with all that waits."""
    here = {
        "backend_name": "default",
        "startup_delay": False,
        "max_tasks": None,
        "worker_id": "hier",
        "excluded_queue_names": [],
    }
    Worker(queue_names=["*"], interval=0, batch=True, **here).run()


def _creating(model: Any) -> Callable[[Exception], AbstractContextManager[Any]]:
    return lambda fault: mock.patch.object(model.objects, "create", side_effect=fault)


def _calling(name: str) -> Callable[[Exception], AbstractContextManager[Any]]:
    return lambda fault: mock.patch(name, side_effect=fault)
