"""Before the oracle says that nothing leaks: make something that does, in every spelling and every place, and see it found."""

import base64
import gzip
import logging

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.mail import mail_admins, send_mail
from django.db import connections
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.database import ALIASES
from tests.privacy.oracle import ENCODINGS, Oracle, spelled
from tests.privacy.test_stored import Heard

TOKEN = "zqproefwoord7"


@pytest.fixture
def oracle() -> Oracle:
    return Oracle([TOKEN, "zqietsanders"])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_spelling_is_found(oracle: Oracle, encoding: str):
    assert oracle.finds(b"voor " + spelled(TOKEN, encoding) + b" na") == [TOKEN]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_base64_is_found_wherever_the_word_begins(oracle: Oracle, before: str):
    assert oracle.finds(base64.b64encode(f"{before}{TOKEN} en verder".encode())) == [TOKEN]


def test_capitals_are_found(oracle: Oracle):
    assert oracle.finds(TOKEN.upper()) == [TOKEN]


def test_what_is_not_there_is_not_found(oracle: Oracle):
    assert oracle.finds(b"Een les over de meldcode.", "zqproefwoord", gzip.compress(b"niets")) == []


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.django_db
def test_a_leak_into_a_table_is_found(oracle: Oracle, alias: str):
    with connections[alias].cursor() as cursor:
        cursor.execute("CREATE TABLE probe (value text)")
        cursor.execute("INSERT INTO probe VALUES (%s)", [f"en toen schreef {TOKEN} dit"])
    assert oracle.in_tables() == [f"{alias}.probe.value: {TOKEN}"]


@pytest.mark.django_db
def test_a_leak_into_a_session_is_found(oracle: Oracle):
    session = SessionStore()
    session["tekst"] = TOKEN * 40  # long enough to be stored compressed
    session.save()
    assert f"a session: {TOKEN}" in oracle.in_tables()


@pytest.mark.django_db
def test_a_leak_into_the_cache_is_found(oracle: Oracle):
    cache.set("les", {"antwoord": TOKEN})
    assert oracle.in_tables() == [f"default.cache_entries.value: {TOKEN}"]


@pytest.mark.django_db
def test_a_leak_into_a_task_is_found(oracle: Oracle):
    DBTaskResult.objects.create(
        args_kwargs={"args": [TOKEN], "kwargs": {}}, run_after=timezone.now(), task_path="x", backend_name="default"
    )
    assert oracle.in_tables() == [f"default.django_tasks_database_dbtaskresult.args_kwargs: {TOKEN}"]


def test_a_leak_into_a_log_is_found(oracle: Oracle):
    with Heard() as heard:
        logging.getLogger("learning.proef").info("Bewaard: %s", TOKEN)
        try:
            raise ValueError(TOKEN)
        except ValueError:
            logging.getLogger("django.request").exception("Het ging mis")
    assert oracle.finds(heard.lines[0]) == [TOKEN]
    assert oracle.finds(heard.lines[1]) == [TOKEN]


def test_a_leak_into_a_mail_is_found(oracle: Oracle, mailoutbox: list):
    send_mail("Je schreef", TOKEN, None, ["iemand@voorbeeld.test"])
    with override_settings(ADMINS=[("Petra", "petra@voorbeeld.test")]):
        mail_admins("Fout", TOKEN)
    assert [oracle.finds(mail.message().as_bytes()) for mail in mailoutbox] == [[TOKEN], [TOKEN]]


def test_a_leak_into_a_reply_is_found(oracle: Oracle):
    assert oracle.finds(HttpResponse(f"<p>{TOKEN}</p>").content) == [TOKEN]


@pytest.mark.django_db(transaction=True)
def test_a_leak_into_a_database_file_is_found(oracle: Oracle):
    if connections["default"].vendor != "sqlite":
        pytest.skip("the server keeps its own files")
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE probe (value text)")
        cursor.execute("INSERT INTO probe VALUES (%s)", [TOKEN])
        assert [line.rsplit(": ", 1)[1] for line in oracle.in_database_files()] == [TOKEN]
        cursor.execute("DELETE FROM probe")
        assert oracle.in_database_files() == []  # what is deleted is wiped, not merely forgotten
        cursor.execute("DROP TABLE probe")
