"""Counters of a case: exact, naming nobody, one count per run and place."""

import pytest

from learning.practice.models import ChoiceTally
from tests.learning.cases import LONG, begin, case_edition, play, played, take
from tests.learning.classroom import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return case_edition()


def counted(column: str = "first") -> dict[str, int]:
    return dict(ChoiceTally.objects.filter(**{f"{column}__gt": 0}).values_list("place", column))


def test_a_new_edition_begins_with_every_place_at_zero(case):
    places = set(ChoiceTally.objects.filter(edition_id=case.pk).values_list("place", flat=True))
    assert {"deur", "deur/bel", "gang/na-overleg", "keuken/@collega", "slot", "slot-vroeg"} <= places
    assert "slot/@collega" not in places
    assert counted() == {}


def test_a_first_play_counts_its_scenes_and_choices_once(as_asha, case):
    played(as_asha, case)
    scenes = ("deur", "gang", "kamer", "keuken", "stil", "spiegel")
    taken = {f"{scene}/{choice}": 1 for scene, choice in zip(scenes, LONG, strict=True)}
    assert counted() == dict.fromkeys((*scenes, "slot"), 1) | taken
    assert counted("again") == {}


def test_a_loop_counts_its_scene_and_its_first_choice_alone(as_asha, case):
    play(as_asha, begin(as_asha, case), ("terug", "terug", "bel"))
    assert counted() == {"deur": 1, "deur/terug": 1, "gang": 1}


def test_an_aside_counts_once_a_run(as_asha, case):
    run = begin(as_asha, case)
    for _ in range(2):
        take(as_asha, run, aside="collega")
    assert counted() == {"deur": 1, "deur/@collega": 1}


def test_replays_and_forks_count_apart(as_asha, case):
    run = played(as_asha, case)
    before = counted()
    play(as_asha, begin(as_asha, case, anew="1"), ("wacht",))
    fork = send(as_asha, f"{run}opnieuw-vanaf/2/", {}).headers["Location"]
    play(as_asha, fork, ("kijk",))
    assert counted() == before
    assert counted("again") == {"deur": 1, "deur/wacht": 1, "gang": 1, "gang/kijk": 1, "kamer": 1}


def test_a_step_that_is_refused_or_repeated_counts_nothing(as_asha, case):
    run = begin(as_asha, case)
    key = "11111111-1111-4111-8111-111111111111"
    for _ in range(3):
        take(as_asha, run, "bel", key=key, number=1)
    take(as_asha, run, "bestaat-niet")
    take(as_asha, run, "wacht", number=1)
    assert counted() == {"deur": 1, "deur/bel": 1, "gang": 1}


def test_counters_that_are_missing_are_made(as_asha, case):
    ChoiceTally.objects.all().delete()
    play(as_asha, begin(as_asha, case), ("bel",))
    assert counted() == {"deur": 1, "deur/bel": 1, "gang": 1}


def test_counters_point_at_nobody():
    assert {field.name for field in ChoiceTally._meta.fields} == {"id", "edition", "place", "first", "again"}
