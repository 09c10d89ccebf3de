"""Ways in which somebody's private text comes into the database. A new kind of private text adds its planter to PLANTERS.

A planter writes through the door that its person takes, and reads the rows themselves, as whoever holds database and keys could.
"""

import json
import uuid
from datetime import timedelta
from typing import Any, Protocol

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.dossier.models import OwnActivity
from learning.practice.actions import open_answer
from learning.practice.models import Answer, Remark, Step, TrialGroup, TrialReader
from learning.practice.runs.actions import open_reason
from learning.practice.trials.queries import place_of
from learning.reflection.models import Comment, Draft, Entry, Intention, Share
from learning.reflection.words import Reader
from learning.team_sessions.models import Participation, Session
from people.keys import vault
from people.models import Membership, User
from tests.factories import cases, cms, people
from tests.learning.classroom import PROMPT, asks, blocks, lessons_of, module_of


class Planter(Protocol):
    """One kind of private text, in a site that it may add content to when it is made."""

    def __init__(self) -> None: ...

    def plant(self, person: User, words: str) -> int:
        """Write the words as this person; the status of the reply."""

    def read(self, person: User) -> list[str]:
        """All texts of this kind that are this person's. Raises vault.Unreadable."""


class Reflections:
    """What one writes at a prompt of a lesson."""

    def __init__(self) -> None:
        self._module = module_of([PROMPT], title=f"Spiegel {uuid.uuid4().hex[:6]}")
        (self._lesson,) = lessons_of(self._module)

    def plant(self, person: User, words: str) -> int:
        (prompt,) = blocks(self._lesson, "prompt")
        address = reverse("journey:reflect", args=[self._module.slug, self._lesson.slug, prompt["id"]])
        return _post(person, address, {"text": words})

    def read(self, person: User) -> list[str]:
        found = Entry.objects.filter(user=person, lesson__isnull=False)
        return [Reader(person.uuid).entry(entry).text for entry in found]


class OpenAnswers:
    """What one answers to an open question."""

    def __init__(self) -> None:
        self._module = module_of(asks("open"), title=f"Open {uuid.uuid4().hex[:6]}")
        (self._lesson,) = lessons_of(self._module)

    def plant(self, person: User, words: str) -> int:
        (question,) = blocks(self._lesson)
        address = reverse("journey:answer", args=[self._module.slug, self._lesson.slug, question["id"]])
        return _post(person, address, {"answer": words})

    def read(self, person: User) -> list[str]:
        return [open_answer(answer, by=person) for answer in Answer.objects.filter(user=person, sealed__isnull=False)]


class Dimensions:
    """What one writes at a dimension, in the mirror itself."""

    def __init__(self) -> None:
        self._address = reverse("reflection:write-free")

    def plant(self, person: User, words: str) -> int:
        return _post(person, self._address, {"text": _PLAIN, "normative": words})

    def read(self, person: User) -> list[str]:
        found = Entry.objects.filter(user=person, sealed_dimensions__isnull=False)
        return [Reader(person.uuid).entry(entry).dimensions["normative"] for entry in found]


class Drafts:
    """What one is writing, as the page keeps it meanwhile."""

    def __init__(self) -> None:
        self._place = reverse("reflection:write-free")

    def plant(self, person: User, words: str) -> int:
        kept = {"person": str(person.uuid), "place": self._place, "path": self._place, "seen": "0", "text": words}
        return _post(person, reverse("reflection:draft", args=[uuid.uuid4()]), kept)

    def read(self, person: User) -> list[str]:
        return [Reader(person.uuid).draft(draft)["text"] for draft in Draft.objects.filter(user=person)]


class Intentions:
    """What one means to do."""

    def plant(self, person: User, words: str) -> int:
        return _intend(person, words)[0]

    def read(self, person: User) -> list[str]:
        found = [Reader(person.uuid).intention(one) for one in Intention.objects.filter(user=person)]
        return [resolve.when for resolve in found if resolve.when != _PLAIN]


class Outcomes:
    """How what one meant to do went. One intention is always kept ready, so that looking back is tried where nothing can be meant."""

    def __init__(self) -> None:
        self._ready: dict[uuid.UUID, Intention] = {}

    def plant(self, person: User, words: str) -> int:
        status, following = _intend(person, _PLAIN)
        now = self._ready.get(person.uuid) or following
        if now is None:
            return status
        if following is not None:
            self._ready[person.uuid] = _intend(person, _PLAIN)[1] or following
        address = reverse("reflection:intention-close", args=[now.pk])
        return _post(person, address, {"outcome": "partly", "said": words})

    def read(self, person: User) -> list[str]:
        found = Intention.objects.filter(user=person, sealed_outcome__isnull=False)
        return [Reader(person.uuid).intention(intention).outcome for intention in found]


class CommentsAtAnothers:
    """What one says at a text that a colleague shared. That colleague is of this planter's making, and shares with whoever speaks."""

    def __init__(self) -> None:
        self._shares: dict[uuid.UUID, Share] = {}

    def plant(self, person: User, words: str) -> int:
        share = self._shares.get(person.uuid) or self._shares.setdefault(person.uuid, _shared_with(person))
        return _post(person, reverse("reflection:comment", args=[share.pk]), {"text": words})

    def read(self, person: User) -> list[str]:
        found = Comment.objects.filter(user=person).exclude(share__entry__user=person)
        return [Reader(person.uuid).comment(comment) for comment in found]


class CommentsAtOnesOwn:
    """What one says back at a text of one's own."""

    def plant(self, person: User, words: str) -> int:
        status, entry = _entry(person)
        if entry is None:
            return status
        share = _share(entry, _colleague(person))
        return _post(person, reverse("reflection:comment", args=[share.pk]), {"text": words})

    def read(self, person: User) -> list[str]:
        found = Comment.objects.filter(user=person, share__entry__user=person)
        return [Reader(person.uuid).comment(comment) for comment in found]


class Reasons:
    """Why one chose something in a case."""

    def __init__(self) -> None:
        key = uuid.uuid4().hex[:6]
        panel = [{"scene": "deur", "choice": "bel-aan", "role": "jeugdarts", "reason": "Om te zien."}]
        self._case = cases.case(publish=True, slug=f"casus-{key}", document=cases.document(panel=panel))

    def plant(self, person: User, words: str) -> int:
        browser = _browser(person)
        begun = browser.post(reverse("practice:begin", args=[self._case.slug]), {"key": str(uuid.uuid4()), "anew": "1"})
        taken = {"choice": "bel-aan", "number": 1, "reason": words, "key": str(uuid.uuid4())}
        return browser.post(f"{begun.headers['Location']}stap/", taken).status_code

    def read(self, person: User) -> list[str]:
        found = Step.objects.filter(run__user=person, sealed__isnull=False).select_related("run")
        return [open_reason(step, by=person) for step in found]


class Remarks:
    """What one remarks at a draft that one was asked to read."""

    def __init__(self) -> None:
        self._sheets: dict[uuid.UUID, tuple[str, str]] = {}

    def plant(self, person: User, words: str) -> int:
        address, block = self._sheets.get(person.uuid) or self._sheets.setdefault(person.uuid, _draft_for(person))
        return _post(person, address, {"block": block, "text": words})

    def read(self, person: User) -> list[str]:
        return [
            vault.unseal(person.uuid, one.sealed, place=place_of(one.pk)) for one in Remark.objects.filter(user=person)
        ]


class NotesInSessions:
    """What one writes for oneself during a session."""

    def __init__(self) -> None:
        self._tables: dict[uuid.UUID, str] = {}

    def plant(self, person: User, words: str) -> int:
        table = self._tables.get(person.uuid) or self._tables.setdefault(person.uuid, _table_for(person))
        return _post(person, f"{table}eigen/", {"text": words})

    def read(self, person: User) -> list[str]:
        found = Entry.objects.filter(user=person, question=_ASKED)
        return [Reader(person.uuid).entry(entry).text for entry in found]


class NotesTakenAlong:
    """What one wrote as a guest, on the device, and takes into one's own mirror after signing in."""

    def plant(self, person: User, words: str) -> int:
        return _post(person, reverse("team_sessions:carry"), {"text": words, "question": _TAKEN_ALONG})

    def read(self, person: User) -> list[str]:
        found = Entry.objects.filter(user=person, question=_TAKEN_ALONG)
        return [Reader(person.uuid).entry(entry).text for entry in found]


class LinesByHand:
    """What one writes down in the dossier of what one did elsewhere."""

    def plant(self, person: User, words: str) -> int:
        line = {"kind": "training", "on": "2026-01-15", "minutes": "60", "method": "Een cursus", "evidence": words}
        return _post(person, reverse("dossier:add"), line | {"facilitator": words})

    def read(self, person: User) -> list[str]:
        rows = OwnActivity.objects.filter(user=person)
        sealed = [vault.unseal(person.uuid, row.sealed, place=f"dossier.own:{row.pk}") for row in rows]
        return [json.loads(one)["evidence"] for one in sealed]


PLANTERS: tuple[type[Planter], ...] = (
    Reflections, OpenAnswers, Dimensions, Drafts, Intentions, Outcomes, CommentsAtAnothers, CommentsAtOnesOwn, Reasons,
    Remarks, NotesInSessions, NotesTakenAlong, LinesByHand,
)  # fmt: skip
_PLAIN = "Iets gewoons."
_ASKED, _TAKEN_ALONG = 7, 8
"""Questions at which nothing else is planted."""


def _intend(person: User, when: str) -> tuple[int, Intention | None]:
    """Write something, and mean something at it: the status of the last reply, and what was made."""
    status, entry = _entry(person)
    if entry is None:
        return status, None
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    address = reverse("reflection:intend", args=[entry.pk])
    status = _post(person, address, {"when": when, "then": _PLAIN, "follow_up_on": day})
    return status, Intention.objects.filter(entry=entry).first()


def _entry(person: User) -> tuple[int, Entry | None]:
    """Write something in the mirror: the status of the reply, and a text to go on with, the last one when this one was refused."""
    status = _post(person, reverse("reflection:write-free"), {"text": _PLAIN})
    return status, Entry.objects.filter(user=person, lesson__isnull=True, intention__isnull=True).first()


def _draft_for(person: User) -> tuple[str, str]:
    """A draft of their organisation (a new one, for who has none) that this person is asked to read: where to remark, and a block."""
    membership = Membership.objects.filter(user=person).first()
    organisation = membership.organisation if membership else people.organisation()
    lesson = cms.lesson(cms.module(organisation), body=[("text", "<p>Een alinea.</p>")])
    until = timezone.localdate() + timedelta(days=14)
    group = TrialGroup.objects.create(
        module=lesson.get_parent().specific, organisation=organisation, until=until, asks="Hm?"
    )
    TrialReader.objects.create(group=group, user=person)
    return reverse("trials:remark", args=[group.pk, lesson.uuid]), str(lesson.body[0].id)


def _table_for(person: User) -> str:
    """An open session of a new team, at whose table this person sits: where it is."""
    team = people.team(people.organisation(), f"Team {uuid.uuid4().hex[:6]}")
    session = Session.objects.create(
        key=uuid.uuid4(), team=team, question=_ASKED, asks="Hm?", minutes=20, state="open", opened_at=timezone.now()
    )
    Participation.objects.create(session=session, user=person)
    return reverse("team_sessions:phone", args=[session.pk])


def _colleague(person: User) -> User:
    """Somebody new beside them; a first organisation, for who has none."""
    membership = Membership.objects.filter(user=person).first()
    organisation = membership.organisation if membership else people.organisation()
    return people.member(f"Maat{uuid.uuid4().hex[:6]}", organisation)


def _shared_with(person: User) -> Share:
    """A share of a text that nobody opens: it can be made under any master key."""
    entry = Entry.objects.create(user=_colleague(person), key=uuid.uuid4(), prompt="Vrije tekst", sealed=b"-")
    return _share(entry, person)


def _share(entry: Entry, person: User) -> Share:
    return Share.objects.create(entry=entry, person=person, until=timezone.localdate() + timedelta(days=14))


def _browser(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def _post(person: User, address: str, form: dict[str, Any]) -> int:
    return _browser(person).post(address, {**form, "key": str(uuid.uuid4())}).status_code
