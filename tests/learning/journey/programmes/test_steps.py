"""Where somebody stands in a programme: plain values in, plain values out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.journey.programmes.dates import After, Unit
from learning.journey.programmes.steps import (
    Evidence,
    Exempt,
    Kind,
    Needs,
    State,
    Step,
    Task,
    has_begun,
    is_complete,
    next_of,
    stand,
)
from tests.factories.programmes import number

FIRST = date(2026, 11, 2)
MODULE = "0b6c9c6e-2f0c-4a6e-8a35-111111111111"


def step(name, kind=Kind.TASK, weeks=None, opens=None, **more):
    after = After(weeks, Unit.WEEKS) if weeks is not None else None
    opening = After(opens, Unit.WEEKS) if opens is not None else None
    return Step(id=number(name), kind=kind, title=name, after=after, opens=opening, **more)


def states(steps, evidence=None, today=FIRST, **more):
    return [one.state for one in stand(steps, evidence or Evidence(), first_day=FIRST, today=today, **more)]


def test_a_step_is_open_until_its_day_and_then_past_it():
    steps = [step("a", weeks=1)]
    assert states(steps, today=FIRST + timedelta(days=7)) == [State.OPEN]
    assert states(steps, today=FIRST + timedelta(days=8)) == [State.PAST]


def test_a_module_that_was_done_before_the_first_day_stands_in_the_first_round_and_is_asked_again_in_the_next():
    steps, earlier = [step("m", Kind.MODULE, key=MODULE)], FIRST - timedelta(days=400)
    evidence = Evidence(met={(Kind.MODULE, MODULE): [earlier]})
    assert states(steps, evidence) == [State.DONE]
    assert states(steps, evidence, number=2) == [State.OPEN]


@pytest.mark.parametrize(
    ("met", "tasks"),
    [
        ({(Kind.TEST, MODULE): [FIRST]}, {}),
        ({(Kind.MODULE, MODULE): [FIRST]}, {}),
        ({}, {number("m"): Task(reported_on=FIRST)}),
    ],
    ids=["the test passed again", "a new line finished", "said to be gone through"],
)
def test_in_a_later_round_a_module_is_done_again(met, tasks):
    assert states([step("m", Kind.MODULE, key=MODULE)], Evidence(met=met, tasks=tasks), number=2) == [State.DONE]


def test_a_passed_test_alone_is_no_module():
    assert states([step("m", Kind.MODULE, key=MODULE)], Evidence(met={(Kind.TEST, MODULE): [FIRST]})) == [State.OPEN]


def test_one_reflection_counts_for_one_step_and_the_second_only_once_it_opens():
    steps = [step("first", Kind.REFLECTION), step("second", Kind.REFLECTION, opens=22)]
    late = FIRST + timedelta(weeks=23)
    early = {(Kind.REFLECTION, "3"): [FIRST, FIRST + timedelta(days=1)]}
    assert states(steps, Evidence(met=early)) == [State.DONE, State.LATER]
    assert states(steps, Evidence(met=early), today=late) == [State.DONE, State.OPEN]
    both = {(Kind.REFLECTION, "3"): [FIRST, late], (Kind.REFLECTION, "7"): []}
    assert states(steps, Evidence(met=both), today=late) == [State.DONE, State.DONE]


def test_a_reflection_asked_at_one_question_is_no_other():
    steps = [step("r", Kind.REFLECTION, key="7")]
    assert states(steps, Evidence(met={(Kind.REFLECTION, "3"): [FIRST]})) == [State.OPEN]
    assert states(steps, Evidence(met={(Kind.REFLECTION, "7"): [FIRST]})) == [State.DONE]


def test_a_reflection_from_before_the_first_day_is_another_time():
    evidence = Evidence(met={(Kind.REFLECTION, "3"): [FIRST - timedelta(days=1)]})
    assert states([step("r", Kind.REFLECTION)], evidence) == [State.OPEN]


def test_a_task_waits_for_its_signature_and_comes_back_when_it_is_handed_back():
    task = number("t")
    assert states([step("t")], Evidence(tasks={task: Task(reported_on=FIRST)})) == [State.REPORTED]
    assert states([step("t")], Evidence(tasks={task: Task(handed_back_on=FIRST)})) == [State.OPEN]
    assert states([step("t")], Evidence(tasks={task: Task(FIRST, FIRST)})) == [State.DONE]


def test_a_release_waits_for_all_that_is_required_before_it():
    steps = [step("a"), step("b", required=False), step("release", needs=Needs.ALL), step("after")]
    assert states(steps) == [State.OPEN, State.OPEN, State.WAITS, State.OPEN]
    exempt = Evidence(exemptions={number("a"): Exempt("before", FIRST, granted_on=FIRST)})
    assert states(steps, exempt) == [State.EXEMPT, State.OPEN, State.OPEN, State.OPEN]


def test_a_step_may_wait_for_the_one_before_it():
    steps = [step("a"), step("b", needs=Needs.PREVIOUS)]
    assert states(steps) == [State.OPEN, State.WAITS]
    assert states(steps, Evidence(tasks={number("a"): Task(FIRST, FIRST)})) == [State.DONE, State.OPEN]


def test_an_exemption_that_was_asked_or_refused_changes_nothing():
    for asked in (Exempt("role", FIRST), Exempt("role", FIRST, refused_on=FIRST)):
        assert states([step("a")], Evidence(exemptions={number("a"): asked})) == [State.OPEN]


def test_an_agreed_day_takes_the_place_of_the_one_worked_out():
    (one,) = stand(
        [step("a", weeks=1)],
        Evidence(agreed={number("a"): FIRST + timedelta(days=60)}),
        first_day=FIRST,
        today=FIRST + timedelta(days=50),
    )
    assert (one.state, one.due_on, one.was_agreed) == (State.OPEN, FIRST + timedelta(days=60), True)


def test_the_next_step_is_the_required_one_with_the_nearest_day():
    steps = [step("free", required=False, weeks=1), step("far", weeks=9), step("near", weeks=2), step("whenever")]
    stands = stand(steps, Evidence(), first_day=FIRST, today=FIRST)
    assert next_of(stands).step.title == "near"
    done = [replace(one, state=State.DONE) for one in stands[1:]]
    assert next_of([stands[0], *done]).step.title == "free"
    assert is_complete([stands[0], *done])


def test_nothing_done_since_the_first_day_is_not_begun():
    steps = [step("m", Kind.MODULE, key=MODULE), step("t")]
    before = Evidence(met={(Kind.MODULE, MODULE): [FIRST - timedelta(days=9)]})
    assert not has_begun(stand(steps, before, first_day=FIRST, today=FIRST), first_day=FIRST)
    said = Evidence(tasks={number("t"): Task(reported_on=FIRST)})
    assert has_begun(stand(steps, said, first_day=FIRST, today=FIRST), first_day=FIRST)
