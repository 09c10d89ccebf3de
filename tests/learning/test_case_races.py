"""Many at once in one case, and one person in many tabs: no step is lost, none counts twice."""

import uuid

import pytest

from learning.practice.models import ChoiceTally, Played, Run, Spread, Step
from tests.concurrency import at_once
from tests.factories import people
from tests.learning.cases import LONG, begin, case_edition, played, take

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 16


@pytest.fixture
def case():
    return case_edition()


@pytest.fixture
def sixteen(sign_in, voorbeeldstad, noord):
    return [sign_in(people.member(f"Speler{number}", voorbeeldstad, team=noord)) for number in range(MANY)]


def steps(client, run, choices) -> list[int]:
    """Take these choices, numbered as the pages would."""
    return [take(client, run, choice, number=number).status_code for number, choice in enumerate(choices, 1)]


def test_sixteen_people_playing_at_once_lose_no_step_and_are_counted_exactly(sixteen, case):
    ways = [LONG, ("wacht", *LONG[1:])] * (MANY // 2)
    replies = at_once(
        [lambda one=one, way=way: steps(one, begin(one, case), way) for one, way in zip(sixteen, ways, strict=True)]
    )
    assert replies == [[200] * len(LONG)] * MANY
    assert Step.objects.count() == MANY * len(LONG)
    assert Run.objects.filter(ending="slot", first=True).count() == MANY
    counts = dict(ChoiceTally.objects.filter(first__gt=0).values_list("place", "first"))
    assert (counts["deur"], counts["deur/bel"], counts["deur/wacht"], counts["spiegel/klaar"], counts["slot"]) == (
        16,
        8,
        8,
        16,
        16,
    )


def test_sixteen_debriefs_finished_at_once_all_count(sixteen, case):
    runs = [played(one, case) for one in sixteen]
    replies = at_once(
        [
            lambda one=one, run=run: one.post(f"{run}nabespreking/afronden/").status_code
            for one, run in zip(sixteen, runs, strict=True)
        ]
    )
    assert replies == [302] * MANY
    assert [row.counts for row in Spread.objects.filter(scene="deur")] == [{"bel": 16}] * 2


def test_one_form_sent_from_sixteen_tabs_is_one_step(asha, sign_in, case):
    tabs = [sign_in(asha) for _ in range(MANY)]
    run, key = begin(tabs[0], case), uuid.uuid4()
    replies = at_once([lambda tab=tab: take(tab, run, "bel", key=key, number=1).status_code for tab in tabs])
    assert replies == [200] * MANY
    assert (Step.objects.count(), ChoiceTally.objects.get(place="deur/bel").first) == (1, 1)


def test_sixteen_tabs_choosing_differently_take_one_step_and_tell_the_others(asha, sign_in, case):
    tabs = [sign_in(asha) for _ in range(MANY)]
    run = begin(tabs[0], case)
    replies = at_once(
        [
            lambda tab=tab, choice=choice: take(tab, run, choice, number=1).status_code
            for tab, choice in zip(tabs, ["bel", "wacht"] * 8, strict=True)
        ]
    )
    assert sorted(replies) == [200] + [409] * (MANY - 1)
    assert Step.objects.count() == 1


def test_beginning_in_sixteen_tabs_with_one_form_begins_once(asha, sign_in, case):
    tabs = [sign_in(asha) for _ in range(MANY)]
    key = uuid.uuid4()
    replies = at_once([lambda tab=tab: begin(tab, case, key=key) for tab in tabs])
    assert len(set(replies)) == 1
    assert (Run.objects.count(), Played.objects.count(), ChoiceTally.objects.get(place="deur").first) == (1, 1, 1)


def test_beginning_anew_in_sixteen_tabs_has_one_first_play(asha, sign_in, case):
    tabs = [sign_in(asha) for _ in range(MANY)]
    at_once([lambda tab=tab: begin(tab, case, anew="1") for tab in tabs])
    assert (
        Run.objects.count(),
        Run.objects.filter(first=True).count(),
        ChoiceTally.objects.get(place="deur").first,
    ) == (MANY, 1, 1)
