"""Many people at one question: nobody waits for ever, and the counters are exact."""

import pytest

from learning.practice.models import Answer, Tally
from tests.concurrency import at_once
from tests.factories import people
from tests.learning.classroom import answer, asks, blocks, lessons_of, module_of, right, wrong

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sixteen(sign_in, voorbeeldstad):
    return [sign_in(people.member(f"Lerende{number}", voorbeeldstad)) for number in range(16)]


def test_sixteen_people_answering_one_question_at_once_are_counted_exactly(sixteen):
    (lesson,) = lessons_of(module_of(asks("single")))
    block = blocks(lesson)[0]
    forms = [right(block), wrong(block)] * 8
    replies = at_once(
        [
            lambda one=one, form=form: answer(one, lesson, form=form).status_code
            for one, form in zip(sixteen, forms, strict=True)
        ]
    )
    tally = Tally.objects.get(pk=block["edition"])
    assert replies == [200] * 16
    assert (tally.answers, tally.right, tally.first_answers, tally.first_right, Answer.objects.count()) == (
        16,
        8,
        16,
        8,
        16,
    )


def test_sixteen_people_answering_two_questions_in_opposite_order_never_block_each_other(sixteen):
    (lesson,) = lessons_of(module_of(asks("single", "single")))

    def both(one, order):
        return [answer(one, lesson, number).status_code for number in order]

    replies = at_once(
        [
            lambda one=one, order=order: both(one, order)
            for one, order in zip(sixteen, [(0, 1), (1, 0)] * 8, strict=True)
        ]
    )
    assert replies == [[200, 200]] * 16
    assert list(Tally.objects.values_list("answers", "first_answers")) == [(16, 16)] * 2


def test_one_person_answering_one_question_from_sixteen_tabs_has_one_first_answer(asha, sign_in):
    (lesson,) = lessons_of(module_of(asks("single")))
    tabs = [sign_in(asha) for _ in range(16)]
    replies = at_once([lambda tab=tab: answer(tab, lesson).status_code for tab in tabs])
    tally = Tally.objects.get()
    assert replies == [200] * 16
    assert (tally.answers, tally.first_answers, Answer.objects.count()) == (16, 1, 16)
