"""How sure somebody is of an answer in a closing test: asked, never required, theirs, and only counted without a name."""

import uuid

import pytest

from learning.practice.held import tests as held_tests
from learning.practice.items.figures import figures_of_test
from learning.practice.models import Item
from tests.factories import people
from tests.learning.classroom import live, path
from tests.learning.journey.test_closing_test import form_of, hand_in, module_with_test, save, start

pytestmark = pytest.mark.django_db
held_tests.__test__ = False


@pytest.fixture
def module():
    return module_with_test(pool=2, draw=2)


def sure_of(attempt, position=1):
    return Item.objects.get(attempt=attempt, position=position).certainty


def save_sure(client, module, attempt, sure, *, key=None, right=True):
    return save(client, module, attempt, form={**form_of(attempt, 1, right=right), "certainty": sure}, key=key)


def test_it_is_kept_shown_again_and_on_the_result_and_in_what_we_hold(as_asha, asha, module):
    attempt = start(as_asha, module)
    save_sure(as_asha, module, attempt, "3")
    again = as_asha.get(path(module, "toets", attempt.pk, 1)).content.decode()
    assert (sure_of(attempt), 'name="certainty" value="3" checked' in again) == (3, True)
    hand_in(as_asha, module, attempt)
    assert "Je zei: Ik weet het zeker" in as_asha.get(path(module, "toets", attempt.pk)).content.decode()
    assert [one["zekerheid"] for one in held_tests(asha)[0]["vragen"]] == ["Ik weet het zeker", None]


@pytest.mark.parametrize("sent", ["", "4", "0", "onzin"])
def test_it_may_stay_empty(as_asha, module, sent):
    attempt = start(as_asha, module)
    assert save_sure(as_asha, module, attempt, sent).status_code == 302
    assert sure_of(attempt) is None


def test_what_was_marked_stands_there_when_the_answer_is_missing(as_asha, module):
    attempt = start(as_asha, module)
    page = save(as_asha, module, attempt, form={"certainty": "2"})
    assert (page.status_code, 'name="certainty" value="2" checked' in page.content.decode()) == (422, True)


def test_the_same_key_with_another_certainty_overwrites_nothing(as_asha, module):
    attempt, key = start(as_asha, module), uuid.uuid4()
    statuses = [save_sure(as_asha, module, attempt, sure, key=key).status_code for sure in ("1", "1", "3")]
    assert (statuses, sure_of(attempt)) == ([302, 302, 409], 1)


def test_it_counts_for_nothing_in_the_result(as_asha, as_ben, module):
    marks = []
    for client, sure in ((as_asha, "1"), (as_ben, "3")):
        attempt = start(client, module)
        save_sure(client, module, attempt, sure)
        marks.append(hand_in(client, module, attempt).right)
    assert marks == [1, 1]


def test_trainers_see_per_step_how_many_had_it_right(sign_in, voorbeeldstad):
    module = module_with_test(pool=1, draw=1)
    for number in range(10):
        client = sign_in(people.member("", voorbeeldstad))
        attempt = start(client, module)
        save_sure(client, module, attempt, "3", right=number % 2 == 0)
        hand_in(client, module, attempt)
    (question,) = figures_of_test(live(module)).questions
    assert [(one.text, one.share.percent, one.is_sure) for one in question.figures.sure] == [
        ("Ik weet het zeker", 50, True)
    ]
