"""Reasons and certainty: asked seldom, sealed, one's own, and gone when one says so."""

import uuid

import pytest

from learning.practice.models import Step
from people.keys import vault
from tests.learning.cases import begin, case_edition, play, take

pytestmark = pytest.mark.django_db
WHY = "Ik wil eerst weten hoe het nu is."


@pytest.fixture
def case(db):
    return case_edition()


def asks(page: str) -> bool:
    return 'name="reason"' in page


def test_a_reason_is_asked_at_the_first_three_decisions_with_a_panel(as_asha, case):
    run = begin(as_asha, case)
    pages = [as_asha.get(run).content.decode()]
    pages += [take(as_asha, run, choice).content.decode() for choice in ("bel", "vraag", "blijf", "door")]
    assert [asks(page) for page in pages] == [True, True, True, False, False]


def test_a_decision_taken_again_in_a_loop_counts_as_asked(as_asha, case):
    run = begin(as_asha, case)
    pages = [take(as_asha, run, choice).content.decode() for choice in ("terug", "terug", "terug")]
    assert [asks(page) for page in pages] == [True, True, False]


def test_certainty_is_asked_only_where_the_author_wants_it(as_asha, case):
    run = begin(as_asha, case)
    first = as_asha.get(run).content.decode()
    second = take(as_asha, run, "bel").content.decode()
    assert ('name="certainty"' in first, 'name="certainty"' in second) == (False, True)


def test_a_reason_is_kept_sealed_and_read_by_its_writer_alone(as_asha, asha, ben, case):
    run = begin(as_asha, case)
    take(as_asha, run, "bel", reason=WHY)
    step = Step.objects.get()
    place = f"practice.step:{step.run_id}/1"
    assert WHY.encode() not in bytes(step.sealed)
    assert vault.unseal(asha.uuid, step.sealed, place=place) == WHY
    with pytest.raises(vault.Unreadable):
        vault.unseal(ben.uuid, step.sealed, place=place)


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_a_reason_may_be_left_out(as_asha, case, reason):
    take(as_asha, begin(as_asha, case), "bel", reason=reason)
    assert Step.objects.get().sealed is None


def test_a_reason_that_was_not_asked_is_not_kept(as_asha, case):
    run = play(as_asha, begin(as_asha, case), ("bel", "vraag", "blijf"))
    take(as_asha, run, "door", reason=WHY, certainty="2")
    last = Step.objects.latest("number")
    assert (last.sealed, last.certainty) == (None, None)


def test_a_reason_that_is_too_long_takes_nothing_and_stays_on_the_screen(as_asha, case):
    reply = take(as_asha, begin(as_asha, case), "bel", reason="a" * 2001)
    page = reply.content.decode()
    assert (reply.status_code, "a" * 2001 in page, 'value="bel" checked' in page) == (422, True, True)
    assert Step.objects.count() == 0


@pytest.mark.parametrize(("sent", "kept"), [("3", 3), ("", None), ("9", None), ("x", None)])
def test_certainty_is_one_of_four_or_nothing(as_asha, case, sent, kept):
    run = play(as_asha, begin(as_asha, case), ("bel",))
    take(as_asha, run, "vraag", certainty=sent)
    assert Step.objects.get(number=2).certainty == kept


@pytest.mark.parametrize("in_place", [True, False])
def test_what_was_typed_stays_when_one_asks_a_colleague_first(as_asha, case, in_place):
    run = begin(as_asha, case)
    page = take(as_asha, run, "bel", aside="collega", reason=WHY, in_place=in_place).content.decode()
    assert (WHY in page, 'value="bel" checked' in page, "Je collega vraagt" in page) == (True, True, True)
    assert Step.objects.get().sealed is None


def test_a_reason_shows_in_the_debrief_of_its_writer(as_asha, case):
    run = begin(as_asha, case)
    take(as_asha, run, "bel", reason=WHY)
    play(as_asha, run, ("vraag", "blijf", "stop"))
    reply = as_asha.get(f"{run}nabespreking/")
    assert (WHY in reply.content.decode(), reply.headers["Cache-Control"]) == (True, "no-store")


def test_a_reason_can_be_deleted_and_the_choice_stays(as_asha, as_ben, case):
    run = begin(as_asha, case)
    take(as_asha, run, "bel", reason=WHY)
    assert as_ben.post(f"{run}reden/1/verwijderen/").status_code == 404
    assert Step.objects.get().sealed is not None
    for _ in range(2):
        assert as_asha.post(f"{run}reden/1/verwijderen/").status_code == 302
    step = Step.objects.get()
    assert (step.sealed, step.taken) == (None, "deur/bel")


def test_what_cannot_be_opened_any_more_says_so_and_breaks_nothing(as_asha, asha, case):
    run = begin(as_asha, case)
    take(as_asha, run, "bel", reason=WHY)
    play(as_asha, run, ("vraag", "blijf", "stop"))
    vault.erase(asha.uuid)
    page = as_asha.get(f"{run}nabespreking/").content.decode()
    assert "kan niet meer worden geopend" in page


def test_without_a_key_nothing_is_chosen_and_the_reason_stays(as_asha, asha, case):
    vault.erase(asha.uuid)
    reply = take(as_asha, begin(as_asha, case), "bel", reason=WHY)
    assert (reply.status_code, WHY in reply.content.decode(), Step.objects.count()) == (422, True, 0)


def test_the_same_reason_sent_twice_is_kept_once(as_asha, case):
    run, key = begin(as_asha, case), uuid.uuid4()
    for _ in range(2):
        take(as_asha, run, "bel", reason=WHY, key=key, number=1)
    assert Step.objects.count() == 1
