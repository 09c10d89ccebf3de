"""Taking one's mirror along, through the door: asked for, made by the worker, fetched, and gone."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from learning.reflection.taking import as_pdf
from people.exports.models import Export, State
from tests.learning.reflection import kept

pytestmark = pytest.mark.django_db
TAKE = "/spiegel/meenemen/"


@pytest.fixture(autouse=True)
def worker(settings):
    """A worker that does at once what it is asked."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def mirror(asha, ben):
    return kept.keep(asha, ben)


def ask(client, form="mirror-json", key=None, **chosen):
    return client.post(TAKE, {"form": form, "key": key or uuid.uuid4(), **chosen})


def fetch(client, **chosen):
    return client.get(f"{ask(client, **chosen).headers['Location']}bestand/")


def test_a_file_is_asked_for_made_and_fetched(as_asha, mirror):
    asked = ask(as_asha)
    page = as_asha.get(asked.headers["Location"])
    assert ("Download" in page.content.decode(), page.headers["Cache-Control"].split(", ")[0]) == (True, "no-store")
    reply = as_asha.get(f"{asked.headers['Location']}bestand/")
    assert len(json.loads(reply.content)["entries"]) == 2
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in reply.headers["Cache-Control"]


def test_its_name_says_what_it_is_and_of_which_day(sign_in, asha, mirror):
    with time_machine.travel(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), tick=False):
        reply = fetch(sign_in(asha))
    assert reply.headers["Content-Disposition"] == 'attachment; filename="spiegel-2026-11-23.json"'


def test_markdown_is_a_file_of_text(as_asha, mirror):
    reply = fetch(as_asha, form="mirror-markdown")
    assert reply.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert reply.content.decode().startswith("# Mijn spiegel")


@pytest.mark.skipif(not as_pdf.is_available(), reason="this machine has no Pango")
def test_a_pdf_is_offered_first_and_made(as_asha, mirror):
    assert 'value="mirror-pdf"' in as_asha.get(TAKE).content.decode()
    reply = fetch(as_asha, form="mirror-pdf")
    assert (reply.headers["Content-Type"], reply.content[:5]) == ("application/pdf", b"%PDF-")


def test_without_pdf_the_page_says_so_and_offers_the_others(as_asha, mirror, monkeypatch):
    monkeypatch.setattr(as_pdf, "is_available", lambda: False)
    page = as_asha.get(TAKE).content.decode()
    assert ("mirror-pdf" in page, "Een PDF maken kan niet op deze server" in page) == (False, True)
    assert "/spiegel/meenemen/papier/" in page
    assert (ask(as_asha, "mirror-pdf").status_code, Export.objects.count()) == (422, 0)


def test_a_pdf_that_the_worker_cannot_make_fails_in_words(as_asha, mirror, monkeypatch):
    from people.exports.kinds import Unavailable

    def missing(mirror):
        raise Unavailable

    monkeypatch.setattr("learning.reflection.taking.kinds.to_pdf", missing)
    monkeypatch.setattr(as_pdf, "is_available", lambda: True)
    page = as_asha.get(ask(as_asha, "mirror-pdf").headers["Location"]).content.decode()
    assert "Deze server kan geen PDF maken" in page


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"question": "3"}, 1),
        ({"since": "2026-01-01", "until": "2026-12-31"}, 1),
        ({"until": "2025-12-31"}, 1),
        ({"question": "9"}, 0),
    ],
)
def test_one_question_or_some_days(as_asha, mirror, chosen, count):
    assert len(json.loads(fetch(as_asha, **chosen).content)["entries"]) == count


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "mirror-docx"},
        {"form": ""},
        {"question": "11"},
        {"since": "onzin"},
        {"since": "2026-02-02", "until": "2026-02-01"},
        {"key": "geen"},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(as_asha, mirror, wrong):
    reply = as_asha.post(TAKE, {"form": "mirror-json", "key": uuid.uuid4(), **wrong})
    assert (reply.status_code, Export.objects.count()) == (422, 0)
    assert 'role="alert"' in reply.content.decode()


def test_the_same_key_twice_is_one_file(as_asha, mirror):
    key = uuid.uuid4()
    assert ask(as_asha, key=key).headers["Location"] == ask(as_asha, key=key).headers["Location"]
    assert Export.objects.count() == 1
    assert ask(as_asha, key=key, question="3").status_code == 409


@pytest.mark.parametrize("part", ["", "bestand/"])
@pytest.mark.parametrize("who", ["ben", "lotte", "omar", "petra", "sam"])
def test_for_anybody_else_it_does_not_exist(request, as_asha, mirror, who, part):
    address = ask(as_asha).headers["Location"]
    assert request.getfixturevalue(f"as_{who}").get(f"{address}{part}").status_code == 404


def test_nobody_else_throws_it_away(as_asha, as_ben, mirror):
    address = ask(as_asha).headers["Location"]
    for part in ("verwijderen/", "opnieuw/"):
        assert as_ben.post(f"{address}{part}").status_code == 404
    assert Export.objects.count() == 1


def test_after_a_day_it_is_gone_and_a_kind_page_says_so(as_asha, sign_in, asha, mirror):
    address = ask(as_asha).headers["Location"]
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, minutes=1)):
        later = sign_in(asha)
        replies = [later.get(f"{address}{part}") for part in ("", "bestand/")]
        assert [reply.status_code for reply in replies] == [404, 404]
        assert "24 uur" in replies[0].content.decode()
        ask(later)  # asking clears away what is past its day
        assert Export.objects.count() == 1


def test_it_is_thrown_away_at_once(as_asha, mirror):
    address = ask(as_asha).headers["Location"]
    reply = as_asha.post(f"{address}verwijderen/")
    assert (reply.headers["Location"], Export.objects.count()) == (TAKE, 0)
    assert as_asha.get(address).status_code == 404


def test_a_file_that_fails_says_what_to_do_and_can_be_asked_again(as_asha, mirror, monkeypatch, caplog):
    caplog.set_level(0)

    def broken(mirror):
        raise RuntimeError("Kanarie " + kept.TEXT)

    with monkeypatch.context() as patched:
        patched.setattr("learning.reflection.taking.kinds.to_json", broken)
        address = ask(as_asha).headers["Location"]
    page = as_asha.get(address).content.decode()
    assert ("Probeer opnieuw" in page, "Kanarie" in page, "Kanarie" in caplog.text) == (True, False, False)
    assert Export.objects.get().state == State.FAILED
    as_asha.post(f"{address}opnieuw/")
    assert "Download" in as_asha.get(address).content.decode()


def test_a_file_under_way_can_be_left_and_looked_at(as_asha, mirror, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    address = ask(as_asha).headers["Location"]
    page = as_asha.get(address).content.decode()
    assert ("We maken je bestand" in page, "data-waiting" in page) == (True, True)
    assert as_asha.get(f"{address}bestand/").status_code == 404
    assert address in as_asha.get(TAKE).content.decode()
    assert address in as_asha.get("/profiel/gegevens/").content.decode()


def test_another_file_waits_for_the_one_under_way(as_asha, mirror, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    address = ask(as_asha).headers["Location"]
    reply = as_asha.post(TAKE, {"form": "mirror-markdown", "key": uuid.uuid4()}, follow=True)
    assert reply.redirect_chain == [(address, 302)]
    assert "Er wordt al een bestand voor je gemaakt" in reply.content.decode()


def test_there_are_not_too_many(as_asha, mirror):
    for _ in range(5):
        ask(as_asha)
    reply = ask(as_asha)
    assert (reply.status_code, Export.objects.count()) == (422, 5)
    assert "Verwijder er eerst een" in reply.content.decode()


def test_paper_shows_all_of_it_to_its_owner(as_asha, as_ben, mirror):
    page = as_asha.get("/spiegel/meenemen/papier/")
    for word in (kept.DIMENSION, kept.THEN, kept.OTHERS, kept.DRAFT):
        assert word in page.content.decode()
    assert (kept.FOREIGN in page.content.decode(), "&lt;b&gt;geen vet" in page.content.decode()) == (False, True)
    assert "no-store" in page.headers["Cache-Control"]
    assert kept.DIMENSION not in as_ben.get("/spiegel/meenemen/papier/").content.decode()
