"""A closing test that draws from questions by their tags."""

import pytest
from django.core.exceptions import ValidationError

from cms.checks.deciding import checked
from cms.editions.content import CompileError
from cms.editions.pools import questions_to_try
from cms.editions.publishing import publish_module
from cms.models import Edition, ModulePage, Question
from cms.previewing import test_preview as trial_of
from tests.factories import cms

pytestmark = pytest.mark.django_db


def _pool(tags: str) -> tuple[str, dict[str, str]]:
    return ("pool", {"name": "Stap een", "tags": tags})


def _drawn(module: ModulePage) -> set[str]:
    test = Edition.objects.filter(taught_id=module.uuid).latest("number").content["test"]
    return {one["taught"] for one in test["pool"]}


def test_an_edition_pins_what_is_in_the_pool_when_it_is_made(voorbeeldstad, anderstad):
    inside = [cms.question(tags="Meldcode,  stap 1"), cms.question(tags="stap 1, meldcode", organisation=voorbeeldstad)]
    for outside in ({"tags": "stap 10, meldcode"}, {"tags": "stap 1, meldcode", "organisation": anderstad}):
        cms.question(**outside)
    cms.question("open", tags="stap 1, meldcode")
    cms.question(tags="stap 1, meldcode", publish=False)
    module = cms.module(voorbeeldstad, publish=True, test_questions=[_pool("stap 1, meldcode")], test_draw=2)
    assert _drawn(module) == {str(one.uuid) for one in inside}
    new = cms.question(tags="stap 1, meldcode")
    assert str(new.uuid) not in _drawn(module)
    publish_module(module)
    assert _drawn(module) == {str(one.uuid) for one in [*inside, new]}


def test_tags_that_just_fit_are_all_found():
    tags = ",".join(f"{number}" for number in range(100, 162))  # with spaces they would be too long
    question = cms.question(tags=tags, publish=False)
    assert len(question.tags) <= 250
    assert list(Question.objects.tagged("100", "161")) == [question]
    assert list(Question.objects.tagged("10")) == []


def test_a_question_that_is_also_chosen_is_drawn_once():
    question, other = cms.question(tags="a"), cms.question(tags="a")
    module = cms.module(publish=True, test_questions=[("question", question), _pool("a")], test_draw=2)
    assert _drawn(module) == {str(question.uuid), str(other.uuid)}


def test_what_is_in_a_pool_is_previewed_and_checked_each_question_once():
    for title in ("Een", "Twee"):
        cms.question(title=title, tags="a, b", explanation="")
    one = Question.objects.get(title="Een")
    module = cms.module(publish=True, test_questions=[("question", one), _pool("a"), _pool("b")], test_draw=2)
    assert [block["content"]["title"] for block in trial_of(module).blocks] == ["Een", "Twee"]
    assert len({block["id"] for block in trial_of(module).blocks}) == 2
    assert [one.title for _place, one in questions_to_try(module)] == ["Een", "Twee"]
    assert checked(module) is not None  # a pool is no question, and no fault


def test_an_empty_pool_is_not_published():
    with pytest.raises(CompileError, match="In de pool ‘Stap een’ zit geen"):
        cms.module(publish=True, test_questions=[_pool("niets")], test_draw=1)


def test_a_pool_too_small_to_draw_from_is_not_published():
    cms.question(tags="a")
    module = cms.module(lessons=[{}], test_questions=[_pool("a")], test_draw=2)
    with pytest.raises(ValidationError, match=r"De toets stelt 2 vragen\. Er zijn er minder om uit te trekken: 1\."):
        cms.publish_now(module)
