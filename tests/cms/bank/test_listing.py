"""Finding questions back in the studio, and what that costs."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Question
from tests.factories import cms

pytestmark = pytest.mark.django_db

LIST = "/studio/snippets/cms/question/"


def titles(browser: Any, **asked: Any) -> list[str]:
    text = browser.get(LIST, asked).content.decode()
    return re.findall(r'id="snippet_\d+_title">([^<]+)<', text)


@pytest.fixture
def bank(voorbeeldstad: Any, anderstad: Any) -> dict[str, Question]:
    used = cms.question(title="Gebruikt", organisation=voorbeeldstad, tags="meldcode, stap 1", stem="Over vuurtorens?")
    cms.module(voorbeeldstad, lessons=[{"body": [("question", {"question": used})]}], publish=True)
    return {
        "used": used,
        "draft": cms.question(
            "number", title="Concept", organisation=voorbeeldstad, tags="stap 10", publish=False, reviewed_on=date(2026, 1, 2)
        ),
        "core": cms.question("open", title="Van de kern", tags="meldcode"),
        "foreign": cms.question(title="Van een ander", organisation=anderstad, tags="geheim trefwoord"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Concept", "Gebruikt", "Van de kern"]),
        ({"q": "vuurtoren"}, ["Gebruikt"]),
        ({"q": "CONCEPT"}, ["Concept"]),
        ({"kind": ["number", "open"]}, ["Concept", "Van de kern"]),
        ({"tag": "meldcode"}, ["Gebruikt", "Van de kern"]),
        ({"tag": ["meldcode", "stap 1"]}, ["Gebruikt"]),
        ({"owner": "kern"}, ["Van de kern"]),
        ({"live": "false"}, ["Concept"]),
        ({"live": "true"}, ["Gebruikt", "Van de kern"]),
        ({"used": "yes"}, ["Gebruikt"]),
        ({"used": "no"}, ["Concept", "Van de kern"]),
        ({"reviewed_on_from": "2026-01-01", "reviewed_on_to": "2026-01-31"}, ["Concept"]),
        ({"q": "vuurtoren", "kind": "open"}, []),
    ],
)
def test_the_list_is_searched_and_filtered(as_edith: Any, bank: Any, asked: dict[str, Any], found: list[str]):
    assert titles(as_edith, **asked) == found


def test_another_organisations_tags_are_not_offered(as_edith: Any, bank: Any):
    text = as_edith.get(LIST).content.decode()
    assert "stap 10" in text
    assert "geheim trefwoord" not in text


def test_an_owner_that_is_not_ones_own_finds_nothing(as_edith: Any, bank: Any, anderstad: Any):
    assert "Van een ander" not in titles(as_edith, owner=str(anderstad.pk))


def _many(numbers: range, organisation: Any) -> None:
    body = json.dumps([{"type": "single", "value": cms.BODIES["single"], "id": "a"}])
    rows = [
        Question(
            title=f"Vraag {number:05}", stem=f"Waarom {number}?", body=body, kept_kind="single", organisation=organisation,
            tags=f"groep {number % 7}, meldcode", live=number % 2 == 0,
        )
        for number in numbers
    ]  # fmt: skip
    Question.objects.bulk_create(rows, batch_size=1000)


_ASKED: tuple[dict[str, str], ...] = ({}, {"q": "Waarom", "tag": "meldcode", "used": "no", "kind": "single"})


def test_ten_thousand_questions_cost_no_more_statements_than_thirty(as_edith: Any, voorbeeldstad: Any):
    _many(range(30), voorbeeldstad)
    as_edith.get(LIST)
    few = [_statements(as_edith, asked) for asked in _ASKED]
    _many(range(30, 10_000), voorbeeldstad)
    assert [_statements(as_edith, asked) for asked in _ASKED] == few
    assert max(few) <= 20


def _statements(browser: Any, asked: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert len(titles(browser, **asked)) == 30
    return len(statements)


# --- A question's own page --------------------------------------------------------------------------


def test_a_question_tells_where_it_is_used(as_edith: Any, bank: Any):
    text = as_edith.get(f"{LIST}edit/{bank['used'].pk}/").content.decode()
    assert "lezers krijgen haar" in text
    assert "Nog nergens" in as_edith.get(f"{LIST}edit/{bank['draft'].pk}/").content.decode()


@pytest.mark.indexed
def test_a_closing_test_and_a_draft_are_told_too(as_edith: Any, voorbeeldstad: Any):
    question = cms.question(organisation=voorbeeldstad, title="Toetsvraag")
    cms.module(voorbeeldstad, publish=True, title="Met toets", test_questions=[("question", question)], test_draw=1)
    draft = cms.module(voorbeeldstad, title="In de maak")
    cms.lesson(draft, title="Nog een concept", body=[("question", {"question": question})])
    text = as_edith.get(f"{LIST}edit/{question.pk}/").content.decode()
    rows = re.findall(
        r'<tr>\s*<th scope="row">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th>\s*<td>([^<]+)</td>\s*<td>([^<]+)</td>', text
    )
    assert ("Met toets", "afsluitende toets", "lezers krijgen haar") in rows
    assert ("Nog een concept", "les", "alleen in een concept") in rows


def test_a_core_question_does_not_tell_of_another_organisation(as_kees: Any, anderstad: Any):
    question = cms.question(title="Van ons allemaal")
    cms.module(
        anderstad,
        lessons=[{"title": "Les van Anderstad", "body": [("question", {"question": question})]}],
        publish=True,
    )
    assert "Les van Anderstad" not in as_kees.get(f"{LIST}edit/{question.pk}/").content.decode()


def test_who_may_only_look_at_a_core_question_sees_where_the_core_and_their_own_organisation_use_it(
    as_edith: Any, as_tess: Any, voorbeeldstad: Any, anderstad: Any
):
    question = cms.question(title="Van ons allemaal")
    block = [("question", {"question": question})]
    for owner, name in ((None, "kern"), (voorbeeldstad, "Voorbeeldstad"), (anderstad, "Anderstad")):
        cms.module(owner, lessons=[{"title": f"Les van {name}", "body": block}], publish=True)
    cms.lesson(cms.module(None, title="In de maak"), title="Concept van de kern", body=block)
    everything = {"Les van kern", "Les van Voorbeeldstad", "Les van Anderstad", "Concept van de kern"}
    for browser, own in ((as_edith, "Les van Voorbeeldstad"), (as_tess, "Les van Anderstad")):
        text = browser.get(f"{LIST}inspect/{question.pk}/").content.decode()
        assert {name for name in everything if name in text} == {"Les van kern", own}
        assert re.search(r"<a [^>]*>Les van kern", text) is None
        assert "Veilig Thuis (goed)" in text, "the answers are there to read too"
        assert re.search(rf'<a href="/studio/pages/\d+/edit/">{own}', text)


def test_what_is_ones_own_can_be_changed_and_the_rest_looked_at(as_edith: Any, as_kees: Any, bank: Any):
    cms.term("Kindcheck")
    for place in (LIST, "/studio/snippets/cms/glossaryterm/"):
        rows = as_edith.get(place).content.decode()
        ways = set(re.findall(r'href="(/studio/snippets/cms/\w+/(?:edit|inspect|delete|copy)/\d+/)', rows))
        assert [way for way in ways if as_edith.get(way).status_code == 404] == []
    shown = as_edith.get(LIST).content.decode()
    assert f"/edit/{bank['used'].pk}/" in shown
    assert f"/edit/{bank['core'].pk}/" not in shown
    assert re.search(rf'<a href="[^"]*/inspect/{bank["core"].pk}/"[^>]*>\s*(?:<span[^>]*>)?Van de kern', shown)
    assert f"/edit/{bank['core'].pk}/" in as_kees.get(LIST).content.decode()


def test_an_empty_search_says_so_in_plain_dutch(as_edith: Any, bank: Any):
    shown = as_edith.get(LIST, {"q": "waterstof"}).content.decode()
    assert "Je zoekopdracht vindt geen vragen." in shown
    assert "Vragenbank" in re.search(r"<title>(.*?)</title>", shown, re.DOTALL)[1]
