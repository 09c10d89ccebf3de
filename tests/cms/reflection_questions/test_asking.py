"""What readers are asked: the editions in force, the constants where there is none, and what was asked then for good."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Edition, LessonPage
from cms.reflection_questions import BY_NUMBER, AskedQuestion, Group, asked_in, current
from cms.whereabouts import places
from tests.factories import cases, cms

pytestmark = pytest.mark.django_db


def _head(question):
    return Edition.objects.filter(taught_id=question.uuid).latest("number")


def test_without_editions_the_constants_are_asked():
    assert current() == BY_NUMBER


def test_an_edition_takes_the_place_of_its_constant():
    edition = _head(cms.reflection_question(3, asks="Hoe zie ik elk kind?"))
    asked = current()
    assert list(asked) == list(range(1, 11))
    assert (asked[3].asks, asked[3].group, asked[3].edition_id, asked[3].edition_number) == (
        "Hoe zie ik elk kind?", Group.FAMILY, edition.pk, 1
    )  # fmt: skip
    assert (asked[3].anchors[0], asked[3].dimensions.personal) == ("Hier sta ik op 1.", "Wat raakt je?")
    assert asked[4] == BY_NUMBER[4]


def test_a_withdrawn_question_falls_back_to_its_constant():
    question = cms.reflection_question(3, asks="Hoe zie ik elk kind?")
    question.unpublish()
    assert current()[3] == BY_NUMBER[3]


def test_a_draft_changes_nothing():
    question = cms.reflection_question(3)
    question.asks = "Nog niet zo."
    question.save_revision()
    assert current()[3].asks == BY_NUMBER[3].asks


@pytest.mark.parametrize("published", [1, 10])
def test_asking_costs_one_statement_however_many_there_are(published):
    for number in range(1, published + 1):
        cms.reflection_question(number)
    current()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        asked = current()
    assert len(statements) == 1
    assert sum(one.edition_id is not None for one in asked.values()) == published


def test_what_was_asked_then_is_shown_again_without_a_statement():
    question = cms.reflection_question(3, asks="Hoe zie ik elk kind?")
    then = _head(question)
    question.asks = "Hoe spreek ik elk kind?"
    cms.publish_now(question)
    assert current()[3].asks == "Hoe spreek ik elk kind?"
    assert asked_in(then.pk).asks == "Hoe zie ik elk kind?"
    with CaptureQueriesContext(connection) as statements:
        found = asked_in(then.pk)
    assert (len(statements), found.edition_number) == (0, 1)
    assert isinstance(found, AskedQuestion)


def test_an_edition_that_is_not_there_is_said():
    with pytest.raises(Edition.DoesNotExist):
        asked_in(0)


# --- Where links lead -------------------------------------------------------------------------------


@pytest.fixture
def module():
    return cms.module(publish=True, slug="kijken", lessons=[{"title": "Les", "slug": "de-les"}])


@pytest.fixture
def linked(module):
    lesson = LessonPage.objects.child_of(module).get()
    played = cases.case(publish=True, slug="aan-de-deur")
    cms.reflection_question(3, links=[lesson, played])
    return lesson, played


def _places(organisation_id=None):
    links = current()[3].links
    found = places([link.taught for link in links], organisation_id=organisation_id)
    return [(found[link.taught].module_slug, found[link.taught].slug) for link in links if link.taught in found]


def test_links_lead_to_what_is_offered_in_one_statement(linked):
    current()
    asked = [link.taught for link in current()[3].links]
    with CaptureQueriesContext(connection) as statements:
        places(asked, organisation_id=None)
    assert len(statements) == 1
    assert _places() == [("kijken", "de-les"), ("", "aan-de-deur")]


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_withdrawn_is_left_out_and_may_come_back(linked, which):
    page = linked[which]
    page.unpublish()
    assert len(_places()) == 1
    cms.publish_now(page)
    if which == 0:
        cms.publish_now(type(page.get_parent().specific).objects.get(slug="kijken"))
    assert len(_places()) == 2


def test_a_lesson_of_a_module_that_is_withdrawn_is_left_out(linked, module):
    module.unpublish()
    assert _places() == [("", "aan-de-deur")]


def test_another_organisations_lesson_is_not_found(voorbeeldstad, anderstad):
    theirs = LessonPage.objects.child_of(cms.module(voorbeeldstad, publish=True)).get()
    found = {org.pk: set(places([theirs.uuid], organisation_id=org.pk)) for org in (voorbeeldstad, anderstad)}
    assert found == {voorbeeldstad.pk: {theirs.uuid}, anderstad.pk: set()}
