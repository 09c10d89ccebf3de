"""Before the oracle says that nothing leaks: make something that does, in every spelling and every place, and see it found."""

import base64
import gzip
import io
import logging
import tarfile
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.mail import mail_admins, send_mail
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.utils import timezone
from django.utils.log import AdminEmailHandler
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from openpyxl import Workbook
from wagtail.models import Page, Revision
from wagtail.search.models import IndexEntry

from tests.database import ALIASES
from tests.privacy.oracle import ENCODINGS, Oracle, spelled, told
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


@pytest.mark.parametrize("column", ["exception_class_path", "traceback", "return_value"])
@pytest.mark.django_db
def test_a_leak_into_what_a_task_left_is_found(oracle: Oracle, column: str):
    held = {"args_kwargs": {}, "run_after": timezone.now(), "task_path": "x", "backend_name": "default"}
    DBTaskResult.objects.create(**held, **{column: f"mis: {TOKEN}"})
    assert oracle.in_tables() == [f"default.django_tasks_database_dbtaskresult.{column}: {TOKEN}"]


@pytest.mark.django_db
def test_a_leak_into_a_revision_is_found(oracle: Oracle):
    page = Page.objects.get(depth=2)
    Revision.objects.create(content_object=page, content={"body": TOKEN}, object_str="")
    assert oracle.in_tables() == [f"default.wagtailcore_revision.content: {TOKEN}"]


@pytest.mark.indexed
@pytest.mark.django_db
def test_a_leak_into_the_search_index_is_found(oracle: Oracle):
    page = Page.objects.get(depth=2)
    page.title = f"{TOKEN} pagina"
    page.save()
    Page.objects.filter(pk=page.pk).update(title="Weer gewoon", draft_title="Weer gewoon")
    assert IndexEntry.objects.filter(object_id=str(page.pk)).exists()
    assert any("wagtailsearch_indexentry" in line for line in oracle.in_tables())


def _packed(kind: str) -> bytes:
    """The word in a file of a kind that packs what it holds."""
    words, out = f"Toen schreef {TOKEN} dit. ".encode() * 40, io.BytesIO()
    if kind == "gzip":
        return gzip.compress(words)
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("map/tekst.txt", words)
    elif kind == "tar":
        with tarfile.open(fileobj=out, mode="w") as file:
            member = tarfile.TarInfo("tekst.gz")
            member.size = len(gzip.compress(words))
            file.addfile(member, io.BytesIO(gzip.compress(words)))
    else:
        book = Workbook()
        book.active.append([f"Toen schreef {TOKEN} dit."] * 40)
        book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["gzip", "zip", "tar", "xlsx"])
def test_a_leak_into_what_is_packed_is_found(oracle: Oracle, kind: str, tmp_path: Path):
    assert TOKEN.encode() not in _packed(kind)
    assert oracle.finds(_packed(kind)) == [TOKEN]
    (tmp_path / "bestand").write_bytes(_packed(kind))
    assert oracle.in_files(tmp_path) == [f"bestand: {TOKEN}"]


@pytest.mark.parametrize("header", ["ETag", "Location", "Content-Disposition"])
def test_a_leak_into_a_header_is_found(oracle: Oracle, header: str):
    reply = HttpResponse(headers={header: f'"{TOKEN}"'})
    assert oracle.finds(*told(reply)) == [TOKEN]


def test_a_leak_into_a_cookie_is_found(oracle: Oracle):
    reply = HttpResponse()
    reply.set_cookie("berichten", TOKEN)
    assert oracle.finds(*told(reply)) == [TOKEN]


@pytest.mark.parametrize("filter_", ["django.views.debug.SafeExceptionReporterFilter", "config.errors.Silent"])
@pytest.mark.parametrize("include_html", [False, True])
def test_a_report_of_a_fault_would_be_found_and_ours_says_nothing(
    oracle: Oracle, mailoutbox: list, filter_: str, include_html: bool
):
    """What Django would mail holds the form, and with HTML every variable; with our filter it holds neither."""
    request = HttpRequest()
    request.method, request.META = "POST", {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.POST = {"text": TOKEN}  # type: ignore[assignment]
    with (
        override_settings(ADMINS=[("Petra", "petra@voorbeeld.test")]),
        mock.patch("django.views.debug.get_default_exception_reporter_filter", return_value=import_string(filter_)()),
    ):
        handler = AdminEmailHandler(include_html=include_html)
        handler.emit(_fault_while_holding(request.POST["text"], request))
    found = oracle.finds(mailoutbox[0].message().as_bytes())
    assert found == ([] if filter_ == "config.errors.Silent" else [TOKEN])
    assert b"_fault_while_holding" in mailoutbox[0].message().as_bytes()  # where it went wrong is told


def _fault_while_holding(text: str, request: HttpRequest) -> logging.LogRecord:
    try:
        held = {"en": text}
        raise RuntimeError(f"stuk: {len(held)}")
    except RuntimeError as fault:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "x", 1, "Fout", (), (type(fault), fault, fault.__traceback__)
        )
    record.request = request
    return record


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
