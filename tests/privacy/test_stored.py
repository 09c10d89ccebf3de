"""What somebody writes, rightly, wrongly, twice or just as something breaks, is readable nowhere: no row, file, mail, log, error page."""

import contextlib
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from learning.practice import actions
from learning.practice.models import Answer, Step
from learning.reflection.models import Entry
from people.exports.models import Export
from people.models import User
from tests.architecture.world import World
from tests.privacy import writing
from tests.privacy.oracle import Oracle, told

ANSWER, REFLECTION, REFUSED, BROKEN, CONFLICT = "zqantwoord7", "zqspiegel7", "zqgeweigerd7", "zqgebroken7", "zqdubbel7"
REASON = "zqreden7"
TOKENS = [ANSWER, REFLECTION, REFUSED, BROKEN, CONFLICT, REASON, *writing.TOKENS]


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.getLogger(), *(one for one in known if isinstance(one, logging.Logger))]


class Heard(logging.Handler):
    """Every log line of every logger, at every level, with its traceback; but for a logger that the settings hold to a level for good."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self._line = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s %(args)s")

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self._line.format(record))

    def __enter__(self) -> Self:
        held = {name for name, said in settings.LOGGING["loggers"].items() if "level" in said}
        loggers = [one for one in _loggers() if one.name not in held]
        self._levels = {one: (one.level, one.propagate) for one in loggers}
        for one in loggers:
            one.setLevel(logging.DEBUG)
            one.propagate = True
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *fault: object) -> None:
        logging.getLogger().removeHandler(self)
        for one, (level, propagate) in self._levels.items():
            one.setLevel(level)
            one.propagate = propagate


@contextlib.contextmanager
def mailing_faults() -> Iterator[None]:
    """As an operator might have it, and this site has not: each fault is mailed to ADMINS, with all that Django would tell of it."""
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    handler.setLevel(logging.ERROR)
    logger.addHandler(handler)
    try:
        with override_settings(ADMINS=[("Petra", "petra@voorbeeld.test")]):
            yield
    finally:
        logger.removeHandler(handler)


class Written:
    """A world in which Asha wrote all kinds of things through her browser, with everything that was logged meanwhile."""

    def __init__(self) -> None:
        self.world = World()
        self.asha: User = self.world.cast["asha"]
        self.browser = self.world.browser("asha")
        self.mirror = writing.Mirror(self.world)
        with Heard() as heard, mailing_faults():
            for alias in ("default", "keys"):
                connections[alias].force_debug_cursor = True  # statements with their values are logged too
            self._write()
            self.mirror.write()
            for alias in ("default", "keys"):
                connections[alias].force_debug_cursor = False
        self.lines = heard.lines

    def _write(self) -> None:
        blocks = self.world.shelves["core"].blocks
        place = ["core-module", "les"]
        answer, reflect = (
            reverse("journey:answer", args=[*place, blocks["open"]]),
            reverse("journey:reflect", args=[*place, blocks["prompt"]]),
        )
        key = str(uuid.uuid4())
        by_script = {"headers": {"X-Requested-With": "save-form"}}
        self.replies = [
            self.browser.post(answer, {"answer": f"{ANSWER} dacht ik.", "key": key}),
            self.browser.post(answer, {"answer": f"{CONFLICT} dacht ik.", "key": key}),
            self.browser.post(answer, {"answer": f"{ANSWER} dacht ik nog eens.", "key": uuid.uuid4()}, **by_script),
            self.browser.post(reflect, {"text": f"{REFLECTION} schreef ik.", "key": uuid.uuid4()}),
            self.browser.post(reflect, {"text": f"{REFLECTION} schreef ik.", "key": uuid.uuid4()}, **by_script),
            self.browser.post(reflect, {"text": REFUSED * 3000, "key": uuid.uuid4()}),
            self.browser.post(reflect, {"text": f"{REFUSED} zonder sleutel."}),
            self.browser.post(answer, {"answer": REFUSED * 3000, "key": uuid.uuid4()}),
        ]
        self._play()
        with mock.patch.object(Entry.objects, "create", side_effect=RuntimeError("stuk")):
            self.broken = self.browser.post(reflect, {"text": f"{BROKEN} schreef ik.", "key": uuid.uuid4()})
        with mock.patch.object(actions._INSERT, "run", side_effect=RuntimeError("stuk")):
            self.browser.post(answer, {"answer": f"{BROKEN} dacht ik.", "key": uuid.uuid4()})
        strict = Client(enforce_csrf_checks=True)
        strict.cookies["sessionid"] = self.browser.cookies["sessionid"].value
        self.unsigned = strict.post(reflect, {"text": f"{BROKEN} zonder bewijs.", "key": uuid.uuid4()})
        Client().post(reverse("account_reset_password"), {"email": self.asha.email})

    def _play(self) -> None:
        """Reasons and a reflection in a case: kept, sent again with other words, too long, too late, and just as something breaks."""
        begun = self.browser.post(reverse("practice:begin", args=["core-casus"]), {"key": uuid.uuid4(), "anew": "1"})
        run, key = begun.headers["Location"], str(uuid.uuid4())
        why = {"choice": "bel-aan", "number": 1}
        with mock.patch.object(Step.objects, "create", side_effect=RuntimeError("stuk")):
            self.browser.post(f"{run}stap/", why | {"reason": f"{BROKEN} dacht ik.", "key": uuid.uuid4()})
        self.steps = [
            self.browser.post(f"{run}stap/", why | {"reason": REFUSED * 3000, "key": uuid.uuid4()}),
            self.browser.post(
                f"{run}stap/", why | {"choice": "", "aside": "collega", "reason": REFUSED, "key": uuid.uuid4()}
            ),
            self.browser.post(f"{run}stap/", why | {"number": 2, "reason": f"{REASON} dacht ik.", "key": key}),
            self.browser.post(f"{run}stap/", why | {"number": 2, "choice": "terug", "reason": CONFLICT, "key": key}),
            self.browser.post(f"{run}stap/", why | {"reason": CONFLICT, "key": uuid.uuid4()}),
            self.browser.post(f"{run}spiegel/spiegel/", {"text": f"{REFLECTION} in de casus.", "key": uuid.uuid4()}),
            self.browser.post(f"{run}stap/", {"choice": "verder", "number": 3, "key": uuid.uuid4()}),
        ]
        self.debrief = self.browser.get(f"{run}nabespreking/")


@pytest.fixture
def written(transactional_db: None, tmp_path: Path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield Written()


@pytest.mark.slow
def test_words_are_readable_nowhere(written: Written, tmp_path: Path):
    """One test, because planting takes seconds: first that all was really written, then every place in turn, then her own pages."""
    world = written.world
    oracle = Oracle([*TOKENS, *world.private.values(), *world.shared.values(), *world.said.values()])
    assert [reply.status_code for reply in written.replies] == [302, 409, 200, 302, 200, 422, 422, 422]
    assert [reply.status_code for reply in written.steps] == [422, 200, 302, 409, 409, 302, 302]
    assert Step.objects.filter(run__user=written.asha, sealed__isnull=False).count() == 3
    assert (written.broken.status_code, written.unsigned.status_code) == (500, 403)
    assert Answer.objects.filter(user=written.asha, sealed__isnull=False).count() == 3
    assert Entry.objects.filter(user=written.asha).count() == 9
    mirror = written.mirror
    assert [reply.status_code for _status, reply in mirror.replies] == [status for status, _reply in mirror.replies]
    assert [reply.status_code for _status, reply in mirror.faults] == [status for status, _reply in mirror.faults]
    own = [writing.KEPT, writing.DRAFT, writing.WHEN, writing.SAID, writing.ONES, writing.OTHERS]
    assert set(own) <= set(Oracle(writing.TOKENS).finds(mirror.files[0].content))
    assert Export.objects.filter(user=written.asha, state="ready").count() == len(mirror.files) + 1

    assert oracle.in_tables() == []
    assert oracle.in_database_files() == []
    assert oracle.in_files(tmp_path) == []
    assert oracle.in_files(Path(settings.DATA_DIR)) == []
    assert oracle.in_files(Path(settings.BASE_DIR, "static")) == []
    assert len(written.lines) > 100
    assert [line for line in written.lines if oracle.finds(line)] == []
    assert len(mail.outbox) > len(mirror.faults)
    assert [oracle.finds(one.message().as_bytes()) for one in mail.outbox] == [[]] * len(mail.outbox)
    assert oracle.finds(written.broken.content, written.unsigned.content) == []
    assert [oracle.finds(reply.content, *told(reply)) for _status, reply in mirror.faults] == [[]] * len(mirror.faults)
    only_the_writer_reads_and_no_cache_keeps_it(written)


def only_the_writer_reads_and_no_cache_keeps_it(written: Written) -> None:
    """Her own pages show her words, say `no-store`, and carry no words in their addresses or cookies."""
    oracle = Oracle(TOKENS)
    entry = Entry.objects.filter(user=written.asha, lesson__isnull=False).first()
    page = written.browser.get(reverse("reflection:entry", args=[entry.pk]))
    assert oracle.finds(page.content) == [REFLECTION]
    assert oracle.finds(written.debrief.content) == [REASON]
    shown = [page, written.debrief, *(one for one in [*written.replies, *written.steps] if one.status_code != 302)]
    shown += [*written.mirror.files, *(one for _status, one in written.mirror.replies if oracle.finds(one.content))]
    assert all("no-store" in reply.headers["Cache-Control"] for reply in shown)
    replies = [
        *written.replies,
        *written.steps,
        *(one for _status, one in written.mirror.replies),
        *written.mirror.files,
    ]
    assert len(replies) > 60
    assert [oracle.finds(*told(reply)) for reply in replies] == [[]] * len(replies)
    for who in ("ben", "lotte", "edith", "omar", "sam", "petra"):
        assert written.world.browser(who).get(reverse("reflection:entry", args=[entry.pk])).status_code == 404


def test_no_log_mails_what_was_posted():
    """Django's own set-up mails the whole form of a request that failed to ADMINS, once there are any."""
    assert [one.name for one in _loggers() for handler in one.handlers if isinstance(handler, AdminEmailHandler)] == []
