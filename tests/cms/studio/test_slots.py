"""The local layer: slots with the core's text beside them, and what the core changed; local text is the keeper's alone."""

import pytest
from django.test import Client

from cms.models import LessonPage, LocalText, SlotSeen
from cms.slots.core import CoreText, Spot, changes
from cms.slots.queries import CHANGED, DRAFT, EMPTY, FINE, LATE, kept
from tests.factories import cms

pytestmark = pytest.mark.django_db
SCREEN = "/studio/lokaal/"
NAMED = {"title": "Titel", "help": "Hulp", "ask": "Vraag", "came": "Nieuw hier.", "went": "Weg hier."}


@pytest.fixture
def slot():
    return cms.slot("crisisdienst", help="Noem de crisisdienst.")


def body(slot, before="Bel bij gevaar altijd 112.", after="Leg daarna vast wat je deed."):
    return [("text", f"<p>{before}</p>"), ("local", {"slot": slot}), ("text", f"<p>{after}</p>")]


@pytest.fixture
def lesson(slot) -> LessonPage:
    module = cms.module(publish=True, lessons=[{"title": "De route", "body": body(slot)}])
    return LessonPage.objects.child_of(module).get()


def change(lesson: LessonPage, slot, **words: str) -> None:
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = body(slot, **words)
    cms.publish_now(lesson)


def state(organisation) -> str:
    (one,) = kept(organisation.pk)
    return one.state


def shown(client: Client, address: str = SCREEN) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return " ".join(reply.content.decode().split())


def test_a_slot_is_empty_then_a_draft_then_fine(as_edith, voorbeeldstad, slot, lesson):
    assert (state(voorbeeldstad), "Nog leeg" in shown(as_edith)) == (EMPTY, True)
    text = cms.local_text(voorbeeldstad, slot, publish=False)
    assert state(voorbeeldstad) == DRAFT
    cms.publish_now(text)
    assert (state(voorbeeldstad), "Alles is op orde." in shown(as_edith)) == (FINE, True)


def test_a_newer_draft_of_a_published_text_is_told(as_edith, voorbeeldstad, slot, lesson):
    text = cms.local_text(voorbeeldstad, slot)
    assert "nieuwer concept" not in shown(as_edith)
    text.text = "<p>Bel de nieuwe balie.</p>"
    text.save_revision()
    assert "er ligt een nieuwer concept, dat deelnemers nog niet zien" in shown(as_edith)


def test_a_day_that_is_past_is_no_day_to_look_again(as_edith, slot):
    said = {
        "slot": slot.pk,
        "text": "null",
        "owner": "Team Jeugd",
        "reviewed_on": "2020-01-01",
        "review_by": "2021-01-01",
    }
    reply = as_edith.post("/studio/snippets/cms/localtext/add/", said)
    assert "Kies een dag die nog komt" in reply.content.decode()


def test_past_its_date_it_asks_to_be_looked_at(as_edith, voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot, reviewed_on="2020-01-01", review_by="2021-01-01")
    assert state(voorbeeldstad) == LATE
    assert "bijgehouden door Team Jeugd, nakijken vóór 1 januari 2021" in shown(as_edith)


def test_an_empty_slot_about_safety_says_what_learners_see(as_omar):
    cms.slot("acute-route", safety=True)
    assert "Deelnemers zien nu alleen de landelijke tekst: Direct gevaar? Bel 112." in shown(as_omar)


def test_the_form_has_the_text_of_the_core_beside_it(as_edith, voorbeeldstad, slot, lesson):
    text = cms.local_text(voorbeeldstad, slot)
    for address in (
        f"/studio/snippets/cms/localtext/edit/{text.pk}/",
        "/studio/snippets/cms/localtext/add/?slot=crisisdienst",
    ):
        html = shown(as_edith, address)
        for words in (
            "Noem de crisisdienst.",
            "De route",
            "Bel bij gevaar altijd 112.",
            "Leg daarna vast wat je deed.",
        ):
            assert words in html


def test_when_the_core_changes_it_shows_what_came_and_what_went(as_edith, voorbeeldstad, slot, lesson):
    cms.local_text(voorbeeldstad, slot)
    change(lesson, slot, before="Bel bij gevaar meteen 112.")
    html = shown(as_edith)
    assert state(voorbeeldstad) == CHANGED
    assert '<del><span class="w-sr-only">weg: </span>altijd</del>' in html
    assert '<ins><span class="w-sr-only">nieuw: </span>meteen</ins>' in html
    assert "De landelijke tekst veranderde" in shown(as_edith, "/studio/")


def test_what_changed_elsewhere_in_the_lesson_is_no_matter(voorbeeldstad, slot, lesson):
    cms.local_text(voorbeeldstad, slot)
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = [("text", "<p>Heel iets anders, ver weg.</p>"), *body(slot)]
    page.summary = "Anders."
    cms.publish_now(page)
    assert state(voorbeeldstad) == FINE


def test_saying_that_it_still_holds_settles_it_and_touches_no_text(as_edith, as_tess, voorbeeldstad, slot, lesson):
    text = cms.local_text(voorbeeldstad, slot)
    change(lesson, slot, after="Leg het vast.")
    before = LocalText.objects.filter(pk=text.pk).values().get()
    assert as_tess.post(f"{SCREEN}crisisdienst/klopt-nog/").status_code == 404
    assert state(voorbeeldstad) == CHANGED
    as_edith.post(f"{SCREEN}crisisdienst/klopt-nog/")
    assert (state(voorbeeldstad), LocalText.objects.filter(pk=text.pk).values().get()) == (FINE, before)


def test_publishing_the_own_text_again_settles_it_too(voorbeeldstad, slot, lesson):
    text = cms.local_text(voorbeeldstad, slot)
    change(lesson, slot, after="Leg het vast.")
    text.text = "<p>Bel 030 - 111 11 11.</p>"
    cms.publish_now(text)
    assert (state(voorbeeldstad), SlotSeen.objects.count()) == (FINE, 1)


def test_a_slot_that_a_lesson_got_or_lost_is_told():
    one, two = Spot("1", "Les een", "a", "b"), Spot("2", "Les twee", "a", "b")
    then = CoreText("T", "h", "a", False, (one,)).as_data()
    found = changes(then, CoreText("T", "anders", "a", False, (two,)), named=NAMED)
    assert [(each.where, each.pieces[-1].text) for each in found] == [
        ("Hulp", "anders"),
        ("Les een", "Weg hier."),
        ("Les twee", "Nieuw hier."),
    ]
    assert changes(then, CoreText("T", "h", "a", False, (one,)), named=NAMED) == []


def test_another_organisation_sees_its_own(as_tess, voorbeeldstad, slot):
    cms.local_text(voorbeeldstad, slot, text="<p>Kanarie-1f2e</p>")
    html = shown(as_tess)
    assert ("Nog leeg" in html, "Kanarie-1f2e" in html, "Team Jeugd" in html) == (True, False, False)
