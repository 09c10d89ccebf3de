"""Looking back: the way, what was missed, how one worked, and finishing."""

import re

import pytest

from cases_library.engine.reading import read_case
from learning.practice.models import Run, Step
from learning.practice.runs import debrief
from learning.practice.runs.folding import unfold
from learning.practice.runs.pathline import COLUMNS, draw
from learning.reflection.models import Entry
from tests.learning.cases import DOCUMENT, LONG, SHORT, begin, case_edition, play, played, take
from tests.learning.classroom import send

SCENES = ("deur", "gang", "kamer", "keuken", "stil", "spiegel")
CASE = read_case(DOCUMENT)


def run_of(*taken: str):
    return unfold(CASE, taken)


def long_run(**instead):
    return run_of(*(f"{scene}/{instead.get(scene, choice)}" for scene, choice in zip(SCENES, LONG, strict=True)))


# --- What a run did -------------------------------------------------------------------------------


def states(found) -> dict[str, str]:
    return {one.tag: one.state for one in found}


def test_signs_name_what_was_done_and_what_was_not():
    assert states(debrief.signs(long_run())) == {
        "child-speaks": "yes",
        "child-seen": "no",
        "safety-check": "no",
        "consult": "no",
        "advice-vt": "no",
        "network": "yes",
    }


def test_asking_counts_as_consulting_and_as_advice():
    found = states(debrief.signs(run_of("deur/@collega", "deur/@veilig-thuis", "deur/wacht")))
    assert (found["consult"], found["advice-vt"]) == ("yes", "yes")


@pytest.mark.parametrize("asked", ["@collega", "@veilig-thuis"])
def test_asking_is_the_second_step_of_the_meldcode(asked):
    scenes = [one if one["key"] != "stil" else one | {"tags": ["meldcode:2"]} for one in DOCUMENT["scenes"]]
    case = read_case(DOCUMENT | {"scenes": scenes})
    for taken, state in (((f"deur/{asked}", "deur/wacht"), "yes"), (("deur/wacht",), "no")):
        assert states(debrief.meldcode(unfold(case, taken)))["meldcode:2"] == state


@pytest.mark.parametrize(("at_kamer", "state"), [("blijf", "yes"), ("ga", "late")])
def test_a_safety_check_after_the_plan_comes_late(at_kamer, state):
    found = run_of("deur/wacht", "gang/kijk", f"kamer/{at_kamer}", "keuken/stop")
    assert states(debrief.signs(found))["safety-check"] == state


def test_only_what_the_case_lets_one_do_is_looked_for():
    assert [one.tag for one in debrief.meldcode(long_run())] == ["meldcode:1", "meldcode:3", "meldcode:5"]


def test_facts_never_learned_are_missed():
    assert [fact.key for fact in debrief.missed(run_of("deur/bel"))] == ["tip"]


def test_a_crossing_knows_only_what_stood_open_then():
    at_gang = debrief.crossings(run_of("deur/wacht", "gang/kijk"))[1]
    after_asking = debrief.crossings(run_of("deur/@collega", "deur/wacht", "gang/kijk"))[1]
    assert [one.key for one in at_gang.others] == ["vraag"]
    assert [one.key for one in after_asking.others] == ["vraag", "na-overleg"]


def test_the_panel_is_most_divided_where_it_agrees_least():
    divided = debrief.most_divided(long_run())
    assert divided is not None
    assert divided.move.scene.key == "deur"


def test_variables_that_never_show_do_not_show():
    assert [(one.key, was, now) for one, was, now in debrief.changes(long_run())] == [
        ("band", "redelijk", "stroef"),
        ("last", "een", "een"),
    ]


@pytest.mark.parametrize("stops", [1, 2, COLUMNS, COLUMNS + 1, 23])
def test_every_stop_of_the_drawn_line_lies_inside_the_drawing(stops):
    line = draw([2] * (stops - 1) + [0])
    assert [node.number for node in line.nodes] == list(range(1, stops + 1))
    assert len({(node.x, node.y) for node in line.nodes}) == stops
    points = [(node.x, node.y) for node in line.nodes] + [end for node in line.nodes for end in node.stubs]
    assert all(0 <= x <= line.width and 0 <= y <= line.height for x, y in points)
    assert [node.is_ending for node in line.nodes] == [False] * (stops - 1) + [True]


# --- Its page -------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return case_edition()


def test_a_debrief_shows_the_way_the_facts_the_panel_and_the_ending(as_asha, case):
    page = as_asha.get(f"{played(as_asha, case)}nabespreking/").content.decode()
    shown = (
        "Terugblik op bel.",
        "Een collega kent het gezin.",
        "jeugdarts bij deur.",
        "Voorbeeldpanel, geschreven door de makers",
        "Wat zag je niet?",
        "Je zag het kind niet.",
    )
    assert [words for words in shown if words not in page] == []


def test_a_debrief_waits_for_an_ending(as_asha, case):
    run = begin(as_asha, case)
    assert as_asha.get(f"{run}nabespreking/").headers["Location"] == run
    assert as_asha.post(f"{run}nabespreking/afronden/").headers["Location"] == run
    assert Run.objects.get().debriefed_at is None


def test_a_case_is_done_when_the_debrief_is_finished(as_asha, case):
    run = played(as_asha, case)
    as_asha.post(f"{run}nabespreking/afronden/")
    first = Run.objects.get().debriefed_at
    as_asha.post(f"{run}nabespreking/afronden/")
    assert (first is not None, Run.objects.get().debriefed_at) == (True, first)
    assert "Gespeeld en nabesproken" in as_asha.get("/casussen/").content.decode()


# --- Otherwise ------------------------------------------------------------------------------------


def test_playing_on_from_a_moment_copies_what_came_before_and_nothing_else(as_asha, case):
    run = begin(as_asha, case)
    take(as_asha, run, "bel", reason="Alleen voor mij.")
    play(as_asha, run, LONG[1:])
    reply = send(as_asha, f"{run}opnieuw-vanaf/3/", {})
    other = Run.objects.get(forked_at=3)
    assert reply.headers["Location"] == f"/casussen/spel/{other.pk}/"
    assert [(one.taken, one.sealed) for one in other.steps.all()] == [("deur/bel", None), ("gang/vraag", None)]
    assert (other.first, str(other.forked_from_id) in run) == (False, True)
    assert Step.objects.filter(run__forked_at=None).count() == len(LONG)


@pytest.mark.parametrize("number", [0, 7, 9999])
def test_a_moment_that_was_not_there_is_refused(as_asha, case, number):
    run = played(as_asha, case)
    send(as_asha, f"{run}opnieuw-vanaf/{number}/", {})
    assert Run.objects.count() == 1


def test_a_fork_sent_twice_is_one_run(as_asha, case):
    run, key = played(as_asha, case), "11111111-1111-4111-8111-111111111111"
    for _ in range(2):
        send(as_asha, f"{run}opnieuw-vanaf/2/", {}, key=key)
    assert Run.objects.count() == 2


def test_a_fork_outlives_the_run_it_came_from(as_asha, case):
    run = played(as_asha, case)
    fork = send(as_asha, f"{run}opnieuw-vanaf/2/", {}).headers["Location"]
    as_asha.post(f"{run}verwijderen/")
    assert "Bij gang" in as_asha.get(fork).content.decode()


def test_two_runs_stand_side_by_side(as_asha, case):
    one, other = played(as_asha, case), play(as_asha, begin(as_asha, case, anew="1"), SHORT)
    ids = [address.split("/")[-2] for address in (one, other)]
    page = as_asha.get(f"/casussen/vergelijken/{ids[0]}/{ids[1]}/").content.decode()
    words = ("Je kiest bel.", "Je kiest wacht.", "Vroeg gestopt", "Een half jaar later", "Stap 1, signalen in kaart")
    assert [one for one in words if one not in page] == []


def test_scenes_side_by_side_stand_in_the_order_of_the_case_and_a_fork_names_where_it_left(as_asha, case):
    short = play(as_asha, begin(as_asha, case), SHORT)
    long = play(as_asha, begin(as_asha, case, anew="1"), LONG)
    fork = send(as_asha, f"{long}opnieuw-vanaf/3/", {}).headers["Location"]
    ids = [address.split("/")[-2] for address in (short, long, fork)]
    page = as_asha.get(f"/casussen/vergelijken/{ids[0]}/{ids[1]}/").content.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th>', page)
    in_case = [scene["title"] for scene in DOCUMENT["scenes"] if scene["title"] in rows]
    assert [row for row in rows if row in in_case] == in_case
    assert "anders vanaf ‘Bij kamer’" in as_asha.get(f"/casussen/vergelijken/{ids[1]}/{ids[2]}/").content.decode()


def test_runs_of_two_cases_or_of_two_people_do_not_stand_side_by_side(as_asha, as_ben, case):
    mine, other_case, bens = played(as_asha, case), played(as_asha, case_edition()), played(as_ben, case)
    mine, other_case, bens = (address.split("/")[-2] for address in (mine, other_case, bens))
    for pair in ((mine, other_case), (mine, bens), (bens, mine), (mine, mine)):
        assert as_asha.get(f"/casussen/vergelijken/{pair[0]}/{pair[1]}/").status_code == 404


# --- The mirror -----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["spiegel", "na_afloop"])
def test_what_one_writes_at_a_case_lies_in_ones_own_mirror(as_asha, asha, as_ben, case, place):
    run = played(as_asha, case)
    address = f"{run}spiegel/{place}/"
    assert send(as_ben, address, {"text": "Van mij."}).status_code == 404
    reply = send(as_asha, address, {"text": "Ik stelde het uit."})
    entry = Entry.objects.get()
    assert (reply.status_code, entry.user, entry.question, entry.lesson_id) == (200, asha, 3, case.pk)
    assert Run.objects.get(user=asha).written == {place: str(entry.pk)}
    assert "Casus: Aan de deur" in as_asha.get(f"/spiegel/{entry.pk}/").content.decode()


def test_a_deleted_entry_leaves_the_prompt_open_again(as_asha, case):
    run = played(as_asha, case)
    send(as_asha, f"{run}spiegel/na_afloop/", {"text": "Ik stelde het uit."})
    as_asha.post(f"/spiegel/{Entry.objects.get().pk}/verwijderen/")
    assert Run.objects.get().written == {}
    assert 'name="text"' in as_asha.get(f"{run}nabespreking/").content.decode()


@pytest.mark.parametrize("place", ["deur", "slot", "bestaat-niet"])
def test_only_where_the_case_asks_can_one_write(as_asha, case, place):
    assert send(as_asha, f"{played(as_asha, case)}spiegel/{place}/", {"text": "Iets."}).status_code == 404


def test_a_reflection_scene_that_was_not_reached_takes_nothing(as_asha, case):
    run = begin(as_asha, case)
    for place in ("spiegel", "na_afloop"):
        assert send(as_asha, f"{run}spiegel/{place}/", {"text": "Iets."}).status_code == 404
