"""Authors change, withdraw and rewrite a case under somebody who plays it: every run ends on the edition it began, and nothing is lost."""

import random

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from cases_library.engine import play as rules
from cases_library.engine.reading import read_case
from cms.editions import publishing
from cms.models import Edition, Taught
from learning.practice.models import Run, Step
from tests.learning.cases import DOCUMENT, LONG, begin, case_edition, play, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return case_edition(slug="wisselend")


def rewritten() -> dict:
    """The same case with every scene renamed and every choice gone that the first edition had."""
    scenes = [
        {"key": "anders", "title": "Heel anders", "kind": "decision", "body": "Nieuw.",
         "choices": [{"key": "x", "text": "X", "to": "uit"}]},
        {"key": "uit", "title": "Uit", "kind": "ending", "body": "Klaar."},
    ]  # fmt: skip
    return {"start": "anders", "scenes": scenes, "variables": [], "facts": [], "asides": [], "people": [], "panel": []}


@pytest.mark.parametrize("material", [False, True])
def test_a_run_ends_on_the_edition_it_began_whatever_is_published_meanwhile(as_asha, as_ben, case, material):
    run = play(as_asha, begin(as_asha, case), LONG[:2])
    case_edition(source=case.taught_id, slug="wisselend", material=material, **rewritten())
    assert "Bij kamer" in as_asha.get(run).content.decode()
    play(as_asha, run, LONG[2:])
    kept = Run.objects.get()
    assert (kept.edition_id, kept.ending) == (case.pk, "slot")
    assert "Terugblik op bel." in as_asha.get(f"{run}nabespreking/").content.decode()
    assert "Heel anders" in as_ben.get(begin(as_ben, case)).content.decode()


def test_a_withdrawn_case_can_be_finished_and_not_begun(as_asha, as_ben, case):
    run = play(as_asha, begin(as_asha, case), LONG[:2])
    publishing.withdraw(case.taught_id)
    assert as_ben.get("/casussen/wisselend/").status_code == 404
    assert (
        as_asha.post(
            "/casussen/wisselend/beginnen/", {"key": "11111111-1111-4111-8111-111111111111", "anew": "1"}
        ).headers["Location"]
        == "/casussen/wisselend/"
    )
    play(as_asha, run, LONG[2:])
    as_asha.post(f"{run}nabespreking/afronden/")
    assert Run.objects.get().debriefed_at is not None
    assert "Wordt niet meer aangeboden" in as_asha.get("/casussen/").content.decode()


def test_what_was_played_cannot_be_deleted(as_asha, case):
    play(as_asha, begin(as_asha, case), LONG[:1])
    for rows in (Edition.objects.filter(pk=case.pk), Taught.objects.filter(pk=case.taught_id)):
        with pytest.raises(ProtectedError), transaction.atomic():
            rows.delete()


def test_playing_on_from_an_old_run_stays_on_its_edition(as_asha, case):
    run = play(as_asha, begin(as_asha, case))
    case_edition(source=case.taught_id, slug="wisselend", material=True, **rewritten())
    reply = as_asha.post(f"{run}opnieuw-vanaf/3/", {"key": "11111111-1111-4111-8111-111111111111"})
    assert "Bij kamer" in as_asha.get(reply.headers["Location"]).content.decode()


@pytest.mark.parametrize("seed", range(12))
def test_what_a_page_shows_is_what_the_rules_of_play_say(as_asha, case, seed):
    """Random play, with nonsense in between: after every step the page, the rows and the rules agree."""
    chance, model = random.Random(seed), read_case({**DOCUMENT, "slug": "wisselend"})
    run, taken = begin(as_asha, case), []
    for _ in range(25):
        state = rules.replay(model, taken)
        scene = model.scene(state.scene)
        assert scene.title in as_asha.get(run).content.decode()
        if scene.is_ending:
            break
        offered = [one.key for one in rules.offered(model, state)]
        wanted = chance.choice([*offered, "@collega", "na-overleg", "onzin"])
        aside = wanted.removeprefix("@") if wanted.startswith("@") else ""
        status = take(as_asha, run, "" if aside else wanted, **({"aside": aside} if aside else {})).status_code
        allowed = bool(aside) or wanted in offered
        assert status == (200 if allowed else 422)
        taken += [f"{state.scene}/{wanted}"] if allowed else []
        assert list(Step.objects.order_by("number").values_list("taken", flat=True)) == taken
    assert Run.objects.get().ending == (
        rules.replay(model, taken).scene if model.scene(rules.replay(model, taken).scene).is_ending else ""
    )
