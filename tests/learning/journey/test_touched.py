"""Whom a change touches: figures for its author, under way and finished, rounded, and never of fewer than five."""

import pytest

from cms.models import LessonPage, Taught
from cms.touched import Touched, touched_by
from learning.journey.models import Completion, Enrolment, Progress
from tests.factories import cms, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(voorbeeldstad):
    return cms.module(voorbeeldstad, publish=True, lessons=[{}])


def _learners(organisation, module, lesson, count, *, done):
    module_taught, lesson_taught = Taught.objects.get(pk=module.uuid), Taught.objects.get(pk=lesson.uuid)
    for number in range(count):
        user = people.member(f"Lid{done}{number}", organisation)
        enrolment = Enrolment.objects.create(user=user, module=module_taught, line=module_taught.live_line)
        row = Progress(enrolment=enrolment, line=lesson_taught.live_line)
        if done:
            row.finished_edition, row.finished_at = lesson_taught.live_line.head, enrolment.started_at
            Completion.objects.create(enrolment=enrolment, edition=module_taught.live_line.head, line=enrolment.line)
        row.save()


def test_people_are_counted_roughly_and_few_are_not(module, voorbeeldstad):
    lesson = LessonPage.objects.child_of(module).get()
    assert touched_by(lesson) == touched_by(module) == Touched(0, 0)
    _learners(voorbeeldstad, module, lesson, 4, done=True)
    _learners(voorbeeldstad, module, lesson, 8, done=False)
    assert touched_by(lesson) == touched_by(module) == Touched(under_way=10, finished=0)


def test_the_author_sees_it_beside_the_kind_of_change(as_edith, module, voorbeeldstad):
    lesson = LessonPage.objects.child_of(module).get()
    _learners(voorbeeldstad, module, lesson, 6, done=False)
    html = " ".join(as_edith.get(f"/studio/pages/{lesson.pk}/edit/").content.decode().split())
    assert "Onderweg: <strong>ongeveer 5 mensen</strong>. Klaar: <strong>minder dan vijf mensen</strong>" in html
    draft = cms.lesson(module)
    assert "Onderweg:" not in as_edith.get(f"/studio/pages/{draft.pk}/edit/").content.decode()
