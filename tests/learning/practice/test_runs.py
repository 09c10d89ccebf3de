"""Playing a case: beginning, steps, and what the server refuses."""

import uuid

import pytest

from learning.practice.models import Run, Step
from tests.learning.cases import LONG, begin, case_edition, number_at, play, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return case_edition()


def taken() -> list[str]:
    return list(Step.objects.order_by("run", "number").values_list("taken", flat=True))


# --- Beginning ------------------------------------------------------------------------------------


def test_beginning_pins_the_edition_that_is_live(as_asha, asha, case):
    begin(as_asha, case)
    run = Run.objects.get()
    assert (run.user, run.edition_id, run.case_id, run.first) == (asha, case.pk, case.taught_id, True)


def test_the_same_form_sent_twice_begins_one_run(as_asha, case):
    key = uuid.uuid4()
    assert begin(as_asha, case, key=key) == begin(as_asha, case, key=key)
    assert Run.objects.count() == 1


def test_beginning_while_a_run_is_open_goes_on_with_it(as_asha, case):
    assert begin(as_asha, case) == begin(as_asha, case)


def test_beginning_anew_leaves_the_open_run_as_it_is(as_asha, case):
    first, second = begin(as_asha, case), begin(as_asha, case, anew="1")
    assert first != second
    assert sorted(Run.objects.values_list("first", flat=True)) == [False, True]


def test_a_key_of_another_case_is_refused(as_asha, case):
    key = uuid.uuid4()
    begin(as_asha, case, key=key)
    other = case_edition()
    reply = as_asha.post(f"/casussen/{other.content['slug']}/beginnen/", {"key": key})
    assert reply.headers["Location"] == f"/casussen/{other.content['slug']}/"
    assert Run.objects.count() == 1


def test_who_deletes_their_first_run_does_not_play_for_the_first_time_again(as_asha, case):
    as_asha.post(f"{begin(as_asha, case)}verwijderen/")
    begin(as_asha, case)
    assert Run.objects.get().first is False


# --- Steps ----------------------------------------------------------------------------------------


def test_a_choice_leads_on_and_shows_what_came_of_it(as_asha, case):
    run = begin(as_asha, case)
    page = take(as_asha, run, "bel").content.decode()
    assert ("Bij gang" in page, "Gevolg van bel." in page, "Bij deur" in page) == (True, True, False)
    assert taken() == ["deur/bel"]


def test_without_a_script_a_choice_is_a_page_at_the_new_heading(as_asha, case):
    run = begin(as_asha, case)
    reply = take(as_asha, run, "bel", in_place=False)
    assert (reply.status_code, reply.headers["Location"]) == (302, f"{run}#scene-titel")


def test_an_aside_stays_in_the_scene_and_teaches_its_fact(as_asha, case):
    run = begin(as_asha, case)
    page = take(as_asha, run, aside="collega").content.decode()
    assert ("Bij deur" in page, "Je collega vraagt" in page, "Een collega kent het gezin." in page) == (True,) * 3
    assert taken() == ["deur/@collega"]


def test_a_passage_shows_what_was_known_on_entering_and_an_aside_does_not_change_it(as_asha, case):
    run = begin(as_asha, case)
    take(as_asha, run, "bel")
    page = take(as_asha, run, aside="collega").content.decode()
    assert ("Je denkt aan de <em>ruzie</em>" in page, "Het ruikt naar soep." in page) == (True, True)


def test_a_choice_that_the_state_hides_is_not_on_the_page_and_is_refused(as_asha, case):
    run = begin(as_asha, case)
    page = take(as_asha, run, "bel").content.decode()
    assert "na-overleg" not in page
    assert take(as_asha, run, "na-overleg").status_code == 422
    take(as_asha, run, aside="collega")
    assert take(as_asha, run, "na-overleg").status_code == 200


@pytest.mark.parametrize("choice", ["", "bestaat-niet", "vraag", "slot", "deur/bel", "@collega x"])
def test_what_this_scene_does_not_offer_is_refused(as_asha, case, choice):
    run = begin(as_asha, case)
    assert take(as_asha, run, choice).status_code == 422
    assert taken() == []


def test_only_the_scene_one_is_in_is_sent(as_asha, case):
    run = begin(as_asha, case)
    pages = as_asha.get(run).content.decode() + take(as_asha, run, "bel").content.decode()
    unseen = ("kamer", "keuken", "Een half jaar later", "Vroeg gestopt", "Terugblik op", "slot", "gezinscoach")
    assert [word for word in unseen if word in pages] == []


def test_an_ending_ends_the_run_and_offers_nothing_more(as_asha, case):
    run = play(as_asha, begin(as_asha, case))
    kept = Run.objects.get()
    assert (kept.ending, kept.ended_at is not None) == ("slot", True)
    assert "stap/" not in as_asha.get(run).content.decode()
    assert take(as_asha, run, "bel", number=len(LONG) + 1).status_code == 409


# --- Once, and in order ---------------------------------------------------------------------------


def test_the_same_step_sent_again_counts_once_and_shows_the_same(as_asha, case):
    run, key = begin(as_asha, case), uuid.uuid4()
    first = take(as_asha, run, "bel", key=key, number=1).content.decode()
    again = take(as_asha, run, "bel", key=key, number=1).content.decode()
    assert taken() == ["deur/bel"]
    assert first.split("<h1")[1].split("</h1>")[0] == again.split("<h1")[1].split("</h1>")[0]


def test_a_resend_after_going_on_changes_nothing_and_shows_where_one_is(as_asha, case):
    run, key = begin(as_asha, case), uuid.uuid4()
    take(as_asha, run, "bel", key=key, number=1)
    take(as_asha, run, "vraag")
    reply = take(as_asha, run, "bel", key=key, number=1)
    assert (reply.status_code, "Bij kamer" in reply.content.decode()) == (200, True)
    assert taken() == ["deur/bel", "gang/vraag"]


def test_a_key_with_another_choice_is_a_conflict(as_asha, case):
    run, key = begin(as_asha, case), uuid.uuid4()
    take(as_asha, run, "bel", key=key, number=1)
    assert take(as_asha, run, "wacht", key=key, number=1).status_code == 409
    assert taken() == ["deur/bel"]


@pytest.mark.parametrize("in_place", [True, False])
def test_a_form_of_an_earlier_scene_in_another_tab_shows_where_the_run_is_and_takes_nothing(as_asha, case, in_place):
    run = begin(as_asha, case)
    take(as_asha, run, "bel")
    reply = take(as_asha, run, "wacht", number=1, reason="Ik wilde eerst zien.", in_place=in_place)
    page = reply.content.decode()
    assert (reply.status_code, "Bij gang" in page, "Ik wilde eerst zien." in page) == (409, True, True)
    assert taken() == ["deur/bel"]


@pytest.mark.parametrize("number", ["", "0", "2", "-1", "9999999", "x"])
def test_a_form_for_another_step_takes_nothing(as_asha, case, number):
    run = begin(as_asha, case)
    assert take(as_asha, run, "bel", number=number).status_code == 409
    assert taken() == []


def test_a_loop_may_be_taken_twice_and_is_two_steps(as_asha, case):
    run = play(as_asha, begin(as_asha, case), ("terug", "terug", "bel"))
    assert taken() == ["deur/terug", "deur/terug", "deur/bel"]
    assert number_at(as_asha, run) == "4"


def test_a_run_is_there_again_where_it_was_left(as_asha, asha, sign_in, case):
    run = play(as_asha, begin(as_asha, case), ("bel", "vraag"))
    assert "Bij kamer" in sign_in(asha).get(run).content.decode()


def test_a_step_is_never_changed(as_asha, case):
    play(as_asha, begin(as_asha, case), ("bel",))
    step = Step.objects.get()
    step.taken = "deur/wacht"
    with pytest.raises(RuntimeError):
        step.save()


def test_a_run_of_somebody_else_does_not_exist(as_asha, as_ben, as_petra, case):
    run = play(as_asha, begin(as_asha, case))
    for client in (as_ben, as_petra):
        assert client.get(run).status_code == 404
        assert client.post(f"{run}stap/", {"key": uuid.uuid4(), "number": 1, "choice": "bel"}).status_code == 404
