"""What a local slot shows: the organisation's own words, the national text of a safety slot always, and what is out of date."""

from datetime import date

import pytest

from cms.editions import memory
from cms.local import NATIONAL_TEXT, notes
from tests.factories import cms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    memory.forget()


@pytest.fixture
def slot():
    return cms.slot("acute-route", safety=True, title="De acute route")


def lesson_page(client, slot) -> str:
    module = cms.module(publish=True, lessons=[{"body": [("local", {"slot": slot})], "slug": "de-les"}])
    return client.get(f"/leren/{module.slug}/de-les/").content.decode()


def test_an_organisation_finds_its_own_text(voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot, text="<p>Bel het <b>Kernteam</b>.</p>", owner="Team Jeugd")
    note = notes(voorbeeldstad.pk, ["acute-route"])["acute-route"]
    assert (note.owner, note.reviewed_on, note.review_by) == ("Team Jeugd", date(2026, 1, 1), date(2030, 1, 1))
    assert "Kernteam" in note.html


def test_another_organisation_finds_nothing(voorbeeldstad, anderstad, slot):
    cms.local_text(voorbeeldstad, slot)
    assert (notes(anderstad.pk, ["acute-route"]), notes(None, ["acute-route"])) == ({}, {})


def test_a_draft_is_not_found(voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot, publish=False)
    assert notes(voorbeeldstad.pk, ["acute-route"]) == {}


def test_a_text_taken_offline_is_not_found(voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot).unpublish()
    assert notes(voorbeeldstad.pk, ["acute-route"]) == {}


def test_a_text_that_changed_is_found_as_it_is_now(voorbeeldstad, slot):
    text = cms.local_text(voorbeeldstad, slot)
    notes(voorbeeldstad.pk, ["acute-route"])
    text.text = "<p>Nieuw nummer.</p>"
    cms.publish_now(text)
    assert notes(voorbeeldstad.pk, ["acute-route"])["acute-route"].html == "<p>Nieuw nummer.</p>"


def test_nothing_active_survives_in_a_local_text(voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot, text='<p onclick="x()">Bel<script>alert(1)</script></p>')
    assert notes(voorbeeldstad.pk, ["acute-route"])["acute-route"].html == "<p>Bel</p>"


@pytest.mark.parametrize(("today", "outdated"), [("2029-12-31", False), ("2030-01-01", True), ("2031-01-01", True)])
def test_a_text_is_out_of_date_from_its_review_day(voorbeeldstad, slot, time_machine, today, outdated):
    cms.local_text(voorbeeldstad, slot)
    time_machine.move_to(f"{today}T12:00:00+00:00")
    assert notes(voorbeeldstad.pk, ["acute-route"])["acute-route"].is_outdated is outdated


@pytest.mark.parametrize("slots", [[], ["acute-route"], ["acute-route", "crisis", "onbekend"]])
def test_finding_texts_costs_one_statement_at_most(voorbeeldstad, slot, django_assert_num_queries, slots):
    cms.local_text(voorbeeldstad, slot)
    notes(voorbeeldstad.pk, slots)
    with django_assert_num_queries(1 if slots else 0):
        notes(voorbeeldstad.pk, slots)


# --- In a lesson ----------------------------------------------------------------------------------


def test_a_lesson_shows_the_own_text_beside_the_national_one(as_asha, voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot, text="<p>Bel het Kernteam.</p>")
    page = lesson_page(as_asha, slot)
    assert ("Bel het Kernteam." in page, "0800-2000" in page, "112" in page) == (True, True, True)


def test_a_safety_slot_nobody_filled_shows_the_national_text(as_asha, slot):
    page = lesson_page(as_asha, slot)
    assert ("0800-2000" in page, "112" in page) == (True, True)


def test_another_slot_nobody_filled_shows_nothing_to_a_learner(as_asha):
    assert "Wie is wie" not in lesson_page(as_asha, cms.slot("wie-is-wie", title="Wie is wie hier"))


def test_another_slot_nobody_filled_tells_its_author(as_edith):
    assert "Wie is wie hier" in lesson_page(as_edith, cms.slot("wie-is-wie", title="Wie is wie hier"))


def test_the_national_text_names_the_numbers_that_matter():
    assert [number in str(NATIONAL_TEXT) for number in ("112", "0800-2000")] == [True, True]


def test_a_text_that_is_out_of_date_is_shown_and_says_so(sign_in, asha, voorbeeldstad, slot, time_machine):
    cms.local_text(voorbeeldstad, slot, text="<p>Bel het Kernteam.</p>")
    time_machine.move_to("2030-06-01T12:00:00+00:00")
    page = lesson_page(sign_in(asha), slot)
    assert ("Bel het Kernteam." in page, "Mogelijk verouderd." in page) == (True, True)
