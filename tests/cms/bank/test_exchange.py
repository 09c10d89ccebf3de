"""Questions in and out by the pages of the studio."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.bank import views
from cms.interchange.formats import READERS
from cms.models import Question
from tests.factories import cms

pytestmark = pytest.mark.django_db

IN, OUT = "/studio/vragenbank/binnenhalen/", "/studio/vragenbank/meenemen/"
_GIFT = b"::Een::Wie bel je? {=VT#Ja ~Oma#Nee}\n\n::Twee::Deels {~%70%a ~%30%b ~c}\n\n::Drie::Zonder uitleg {T}\n"


def upload(browser: Any, owner: str, data: bytes = _GIFT, name: str = "gift") -> Any:
    file = SimpleUploadedFile("vragen.txt", data)
    return browser.post(IN, {"file": file, "format": name, "owner": owner})


def sealed(reply: Any) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', reply.content.decode())
    assert found
    return unescape(found[1])


def test_nothing_is_kept_before_it_is_confirmed(as_edith: Any, edith: Any, voorbeeldstad: Any):
    reply = upload(as_edith, str(voorbeeldstad.pk))
    text = reply.content.decode()
    assert "komen 2 vragen" in text
    assert "regel 3" in text
    assert "wegen niet even zwaar" in text
    assert text.count("vul uitleg of voorbeeldantwoord aan") == 1
    assert "Wie bel je? _____" not in text
    assert text.count("Wie bel je?") == 1  # the question itself, under its title
    assert not Question.objects.exists()
    done = as_edith.post(IN, {"sealed": sealed(reply)}, follow=True)
    assert "2 vragen staan nu als concept in de vragenbank." in done.content.decode()
    rows = Question.objects.values_list("title", "organisation", "live", "latest_revision__user")
    assert set(rows) == {(title, voorbeeldstad.pk, False, edith.pk) for title in ("Een", "Drie")}


def test_what_seems_to_be_there_already_is_said(as_edith: Any, voorbeeldstad: Any):
    as_edith.post(IN, {"sealed": sealed(upload(as_edith, str(voorbeeldstad.pk)))})
    assert "2 vragen lijken al in de vragenbank te staan" in upload(as_edith, str(voorbeeldstad.pk)).content.decode()


@pytest.mark.parametrize("data", [b"", b"geen vraag"])
def test_a_file_without_questions_says_so(as_edith: Any, voorbeeldstad: Any, data: bytes):
    text = upload(as_edith, str(voorbeeldstad.pk), data).content.decode()
    assert "Kies eerst een bestand" in text or "leeg" in text or "geen enkele vraag" in text
    assert 'name="sealed"' not in text


def test_a_hostile_file_is_refused_at_the_field(as_edith: Any, voorbeeldstad: Any):
    bomb = b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>'
    reply = upload(as_edith, str(voorbeeldstad.pk), bomb, "moodlexml")
    assert reply.status_code == 422
    assert "DOCTYPE" in reply.content.decode()


def test_a_seal_is_of_one_person_and_not_to_be_changed(as_edith: Any, as_tess: Any, voorbeeldstad: Any):
    mark = sealed(upload(as_edith, str(voorbeeldstad.pk)))
    for browser, sent in ((as_tess, mark), (as_edith, mark[:-2] + "xx"), (as_edith, "")):
        reply = browser.post(IN, {"sealed": sent})
        assert reply.status_code == 422
        assert "Kies het bestand opnieuw" in reply.content.decode()
    assert not Question.objects.exists()


def test_nobody_brings_in_for_another_owner(as_edith: Any, anderstad: Any):
    for owner in (str(anderstad.pk), "kern"):
        assert upload(as_edith, owner).status_code == 422


def test_too_many_for_one_form_is_said(as_edith: Any, voorbeeldstad: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(views, "MAX_ON_SCREEN", 1)
    assert "Verdeel het bestand" in upload(as_edith, str(voorbeeldstad.pk)).content.decode()


# --- Out ------------------------------------------------------------------------------------------


def test_what_the_list_shows_goes_out_and_nothing_of_others(as_edith: Any, voorbeeldstad: Any, anderstad: Any):
    cms.question(title="Mijn vraag", organisation=voorbeeldstad, tags="a")
    cms.question(title="Andere vraag", organisation=voorbeeldstad)
    cms.question(title="Van Anderstad", organisation=anderstad, tags="a")
    cms.question(title="Concept van de kern", tags="a", publish=False)
    assert "toont 1 vraag" in as_edith.get(OUT, {"tag": "a"}).content.decode()
    reply = as_edith.get(OUT, {"tag": "a", "format": "csv", "download": "1"})
    assert reply["Content-Disposition"] == 'attachment; filename="vragenbank.csv"'
    assert [item.title for item in READERS["csv"](reply.content).items] == ["Mijn vraag"]


def test_what_does_not_go_along_is_said_first(as_edith: Any, voorbeeldstad: Any):
    cms.question("fill-in", title="Twee gaten", organisation=voorbeeldstad)
    cms.question("number", title="Een getal", organisation=voorbeeldstad)
    text = as_edith.get(OUT, {"format": "gift"}).content.decode()
    assert "Gaat niet mee" in text
    assert "Twee gaten" in text
    assert "Leest alleen Leerspiegel terug" in text
    assert "Download 1 vraag" in text


def test_an_empty_list_says_so(as_edith: Any):
    assert "er is niets om mee te nemen" in as_edith.get(OUT, {"q": "bestaatniet"}).content.decode()


# --- Editions -------------------------------------------------------------------------------------


def test_two_editions_stand_side_by_side_with_the_words_marked(as_edith: Any, voorbeeldstad: Any):
    question = cms.publish_now(cms.question(organisation=voorbeeldstad, stem="Wie bel je eerst?", publish=False))
    question.stem = "Wie bel je daarna?"
    cms.publish_now(question)
    address = f"/studio/vragenbank/{question.pk}/edities/"
    text = " ".join(as_edith.get(address).content.decode().split())
    assert '<del><span class="w-sr-only">weg: </span>eerst?</del>' in text
    assert '<ins><span class="w-sr-only">nieuw: </span>daarna?</ins>' in text
    assert text.count("<del>") == 1
    assert "Deze edities zijn gelijk" in as_edith.get(address, {"van": "1", "naar": "1"}).content.decode()
    assert address in as_edith.get(f"/studio/snippets/cms/question/edit/{question.pk}/").content.decode()


def test_the_only_edition_stands_alone(as_edith: Any, voorbeeldstad: Any):
    question = cms.publish_now(cms.question(organisation=voorbeeldstad, stem="Wie bel je eerst?", publish=False))
    text = as_edith.get(f"/studio/vragenbank/{question.pk}/edities/").content.decode()
    assert text.count("Wie bel je eerst?") == 1
    assert "Vergelijk editie" not in text


def test_a_question_that_was_never_published_has_nothing_to_compare(as_edith: Any, voorbeeldstad: Any):
    question = cms.question(organisation=voorbeeldstad, publish=False)
    assert "Nog geen edities" in as_edith.get(f"/studio/vragenbank/{question.pk}/edities/").content.decode()
