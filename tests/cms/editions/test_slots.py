"""What a change of a slot, or the withdrawal of the last lesson, means for readers."""

import pytest

from cms.models import Kind, LessonPage, Taught
from tests.cms.editions.history import history, live
from tests.factories import cms

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot():
    return cms.slot("overleg", title="Met wie overleg je")


@pytest.fixture
def module(slot):
    return cms.module(publish=True, lessons=[{"title": "Overleggen", "body": [("local", {"slot": slot})]}])


@pytest.fixture
def lesson(module):
    return LessonPage.objects.child_of(module).get()


def test_a_slot_with_another_title_reaches_the_lessons_that_place_it(slot, lesson):
    slot.title = "Bij wie je terechtkunt"
    slot.save()
    assert live(lesson).content["blocks"][0]["title"] == "Bij wie je terechtkunt"


def test_a_slot_saved_without_change_makes_no_edition(slot, lesson):
    slot.save()
    assert history(lesson) == [(1, 1)]


def test_a_module_without_lessons_is_offered_to_nobody(module, lesson):
    lesson.unpublish()
    assert list(Taught.objects.filter(kind=Kind.MODULE).values_list("live_line", flat=True)) == [None]


def test_a_lesson_published_again_brings_its_module_back(module, lesson):
    lesson.unpublish()
    cms.publish_now(LessonPage.objects.get(pk=lesson.pk))
    assert live(module).content["lessons"][0]["title"] == "Overleggen"
