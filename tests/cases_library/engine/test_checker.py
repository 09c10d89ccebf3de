"""The report as a whole: order, silence, limits, and the same answer every time."""

import random
import subprocess
import sys
import time

import pytest

from cases_library.engine import machine, search
from cases_library.engine.checker import check
from cases_library.engine.checks import length, sampled
from cases_library.engine.findings import CODES, LEVELS
from cases_library.engine.playtest import playtest
from cases_library.engine.reading import read_case
from tests.cases_library.cases import case, choice, fact, scene, sound, variable
from tests.cases_library.oracle import Oracle
from tests.cases_library.random_cases import random_case


def codes(document, **more):
    return [one.code for one in check(read_case(document), **more).findings]


def test_a_sound_case_has_nothing_in_its_way():
    report = check(read_case(sound()))
    assert {one.level for one in report.findings} <= {"N"}
    assert not report.blocks
    assert (report.search.complete, report.search.states) == (True, len(Oracle(sound()).distance))


# --- Order and silence ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_findings_come_by_level_and_then_as_the_document_goes_each_place_once(seed):
    document = random_case(seed)
    findings = check(read_case(document)).findings
    levels = [LEVELS.index(one.level) for one in findings]
    assert levels == sorted(levels)
    order = {one["key"]: place for place, one in enumerate(document["scenes"])}
    for level in LEVELS:
        scenes = [order[one.scene] for one in findings if one.level == level and one.scene in order]
        assert scenes == sorted(scenes)
    assert len({(one.code, one.place) for one in findings}) == len(findings)
    for one in findings:
        assert one.code in CODES
        assert one.message[0].isupper() or one.message[0] == "‘"
        assert one.message.rstrip("’…").endswith((".", "?", "!")) or "’" in one.message
        assert one.repair.endswith((".", ")."))


def test_the_case_comes_first_then_variables_facts_scenes_and_choices():
    document = sound()
    document["minutes"] = 200
    document["variables"].append(variable("ongelezen"))
    document["facts"].append(fact("ongeleerd"))
    document["scenes"][1]["choices"][0]["consequence"] = ""
    document["scenes"][1]["enter"] = {"effects": [{"variable": "ongelezen", "add": 1}], "learn": ["weg"]}
    said = [(one.code, *[part for part in one.place if part]) for one in check(read_case(document)).findings]
    assert [one for one in said if one[0] != "child-unseen"] == [
        ("unknown-reference", "oma", "weg"),
        ("variable-never-read", "ongelezen"),
        ("fact-never-learnable", "ongeleerd"),
        ("choice-without-consequence", "oma", "vraag-door"),
        ("length-off-promise",),
    ]


def test_a_dead_end_says_it_all_there_and_its_neighbours_speak_for_themselves():
    document = case(scene("a", choice("x", "b")), scene("b"), scene("z", kind="ending"))
    said = [(one.code, one.scene) for one in check(read_case(document)).findings if one.level == "E"]
    assert said == [("no-way-out", "a"), ("dead-end", "b"), ("unreachable-scene", "z")]


def test_without_a_start_nothing_is_said_of_states():
    document = sound()
    document["start"] = "weg"
    report = check(read_case(document))
    assert [one.code for one in report.findings] == ["no-start"]
    assert report.search.states == 0


def test_another_case_is_asked_for_only_by_who_knows_the_others():
    document = {**sound(), "perspective_of": "elders"}
    assert "unknown-reference" not in codes(document)
    assert "unknown-reference" not in codes(document, knows_case=lambda slug: slug == "elders")
    assert "unknown-reference" in codes(document, knows_case=lambda _: False)


def test_a_choice_may_come_back_when_a_colleague_tells_something():
    """Stuck is who sees no choice after any asides either."""
    document = case(
        scene("a", choice("x", "z", when={"fact": "f"})),
        scene("z", kind="ending"),
        facts=[fact("f"), fact("g")],
        asides=[{"key": "vraag", "kind": "consult", "text": "…", "learn": ["f"]}],
    )
    assert "stuck-state" not in codes(document)
    document["asides"][0]["learn"] = ["g"]
    assert "stuck-state" in codes(document)


def test_walks_that_break_at_one_place_are_told_together():
    document = sound()
    document["walks"] = [{"name": name, "choices": ["begin/weg"], "ends_in": "slot-zicht"} for name in ("een", "twee")]
    said = [one for one in check(read_case(document)).findings if one.code == "walk-broken"]
    assert len(said) == 1
    assert "‘een’" in said[0].message
    assert "‘twee’" in said[0].message


# --- Size -------------------------------------------------------------------------------------------


def large(seed, *, variables=3, facts=6, scenes=60, back=0.6):
    """Sixty scenes of three choices that jump about, change variables and teach facts; most combinations can be reached."""
    source = random.Random(seed)
    keys, known = [f"v{one}" for one in range(variables)], [f"f{one}" for one in range(facts)]
    made = []
    for number in range(scenes - 3):
        choices = []
        for place in range(3):
            to = source.randrange(scenes) if source.random() < back else min(scenes - 1, number + source.randint(1, 4))
            more = {"effects": [{"variable": source.choice(keys), "add": source.choice([-2, -1, 1, 2])}]}
            if source.random() < 0.3:
                more["learn"] = [source.choice(known)]
            if place and source.random() < 0.4:
                more["when"] = source.choice(
                    [
                        {"fact": source.choice(known)},
                        {"variable": source.choice(keys), "at_least": source.randint(1, 4)},
                    ]
                )
            choices.append(choice(f"c{place}", f"s{to}", **more))
        made.append(scene(f"s{number}", *choices, tags=[f"meldcode:{number % 5 + 1}"] if number % 7 == 6 else []))
    endings = [scene(f"s{number}", kind="ending") for number in range(scenes - 3, scenes)]
    return case(
        *made,
        *endings,
        variables=[variable(key) for key in keys],
        facts=[fact(key, debrief="…") for key in known],
        minutes=10,
    )


def test_sixty_scenes_three_variables_and_six_facts_are_searched_whole_within_ten_seconds():
    read = read_case(large(2))
    begun = time.process_time()
    searched = check(read).search
    assert searched.complete
    assert searched.states > 400_000
    assert time.process_time() - begun < 10


@pytest.mark.whole
def test_over_a_million_states_plays_take_over_and_the_report_says_so():
    document = large(2, facts=25, back=0.8)
    report = check(read_case(document))
    assert not report.search.complete
    assert report.search.states > 1_000_000
    unclaimed = {
        "never-reached-scene",
        "ending-never-reached",
        "single-ending",
        "condition-always-true",
        "condition-never-true",
        "trapped-state",
    }
    assert unclaimed.isdisjoint(one.code for one in report.findings)


@pytest.mark.whole
def test_a_million_states_fit_in_half_a_gigabyte():
    """Measured in a process of its own, on a case with hardly a variable to pack: the most nodes for its states."""
    program = (
        "import resource; from tests.cases_library.engine.test_checker import large; from cases_library.engine.checker import check; "
        "from cases_library.engine.reading import read_case; check(read_case(large(2, variables=1, facts=25, back=0.8))); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert int(said) < 512_000


@pytest.mark.parametrize("block", [0, *(pytest.param(block, marks=pytest.mark.whole) for block in range(1, 6))])
def test_beyond_the_cap_what_is_said_is_still_so(block, monkeypatch):
    monkeypatch.setattr(sampled, "PLAYS", 200)
    told = set()
    for seed in range(1000 + block * 20, 1020 + block * 20):
        document = random_case(seed)
        oracle = Oracle(document)
        report = check(read_case(document), max_states=0)
        if not oracle.distance:
            continue
        assert not report.search.complete
        for one in report.findings:
            told.add(one.code)
            if one.code == "stuck-state":
                assert oracle.is_stuck(oracle.walk(one.witness)[-1])
            if one.code == "idle-loop":
                states = oracle.walk(one.witness)
                assert states.index(states[-1]) < len(states) - 1
                assert any(one.scene in whole for whole in oracle.loops())
            if one.code in {"child-unseen", "framework-step-missed"}:
                assert oracle.walk(one.witness)[-1] in oracle.ending
            if one.code == "child-unseen":
                assert not oracle.touches(one.witness, "child-speaks", "child-seen")
            if one.code == "fact-never-learnable":
                assert ("fact-never-learnable", None, None, None, one.fact) in oracle.truths
    assert {"stuck-state", "idle-loop", "child-unseen"} <= told


@pytest.mark.whole
def test_a_deadline_is_a_limit_too():
    report = check(read_case(large(2)), seconds=0)
    assert not report.search.complete


@pytest.mark.whole
def test_scenes_with_very_much_in_them_end_as_well(monkeypatch):
    """Sixty choices in each scene, each asking for every fact: the work is bounded, not only the states."""
    monkeypatch.setattr(search, "MAX_WORK", 1_000_000)
    monkeypatch.setattr(sampled, "PLAYS", 20)
    monkeypatch.setattr(length, "PLAYS", 20)
    everything = {"all": [{"not": {"fact": f"f{one}"}} for one in range(14)]}
    when = {"any": [everything, {"all": []}]}
    scenes = [
        scene(
            f"s{number}",
            *(choice(f"c{one}", f"s{(number + one) % 12}", learn=[f"f{one % 14}"], when=when) for one in range(60)),
        )
        for number in range(12)
    ]
    document = case(*scenes, scene("z", kind="ending"), facts=[fact(f"f{one}") for one in range(14)])
    report = check(read_case(document))
    assert not report.search.complete
    assert report.search.states < 12 * 2**14


def test_a_long_way_round_is_still_searched_whole():
    """A counter with four wheels: one choice at a time, and only its last position opens the way out."""
    wheels = [f"v{number}" for number in range(4)]

    def full(count):
        return [{"variable": key, "at_least": 5} for key in wheels[:count]]

    turns = [
        choice(
            f"c{number}",
            "a",
            when={"all": [*full(number), {"variable": key, "at_most": 4}]},
            effects=[{"variable": key, "add": 1}, *({"variable": one, "set": 0} for one in wheels[:number])],
        )
        for number, key in enumerate(wheels)
    ]
    out = choice("uit", "z", when={"all": full(4)})
    document = case(
        scene("a", *turns, out), scene("z", kind="ending"), variables=[variable(key, start=0) for key in wheels]
    )
    report = check(read_case(document))
    assert (report.search.complete, report.search.states) == (True, 6**4 + 1)
    assert len(next(one.witness for one in report.findings if one.code == "child-unseen")) == 6**4


# --- The same every time ----------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [4, *(pytest.param(packed, marks=pytest.mark.whole) for packed in (0, 1))])
def test_how_states_are_packed_changes_nothing(packed, monkeypatch):
    expected = [check(read_case(random_case(seed))).findings for seed in range(40)]
    monkeypatch.setattr(machine, "PACKED", packed)
    for seed, before in enumerate(expected):
        after = check(read_case(random_case(seed))).findings
        assert [(one.code, one.place, len(one.witness or ())) for one in after if one.code != "idle-loop"] == [
            (one.code, one.place, len(one.witness or ())) for one in before if one.code != "idle-loop"
        ]


@pytest.mark.whole
def test_the_same_case_gets_the_same_report():
    for max_states in (1_000_000, 10):
        first, second = (check(read_case(large(5, scenes=20)), max_states=max_states) for _ in range(2))
        assert first.findings == second.findings
        assert first.search.states == second.search.states


# --- Playtest ---------------------------------------------------------------------------------------


def test_a_playtest_counts_every_scene_choice_and_ending():
    document = sound()
    counted = playtest(read_case(document), runs=500, seed=3)
    assert counted == playtest(read_case(document), runs=500, seed=3)
    assert counted != playtest(read_case(document), runs=500, seed=4)
    assert (counted.runs, counted.visits["begin"], sum(counted.endings.values()), counted.unfinished) == (
        500,
        500,
        500,
        0,
    )
    assert set(counted.visits) == {one["key"] for one in document["scenes"]}
    assert counted.taken["begin/bel-oma"] + counted.taken["begin/bel-moeder"] == 500
    assert counted.taken["begin/@collega"] == 0  # it teaches nothing
    assert 0 < counted.taken["moeder/@vertrouwensarts"] < 500
    assert len(counted.lengths) == 500
    assert min(counted.lengths) > 0


def test_a_playtest_of_a_case_without_a_start_plays_nothing():
    document = {**sound(), "start": "weg"}
    assert playtest(read_case(document)).runs == 0


def test_plays_that_never_end_are_counted_as_unfinished():
    document = case(
        scene("a", choice("x", "a"), choice("y", "b")), scene("b", choice("x", "b")), scene("z", kind="ending")
    )
    counted = playtest(read_case(document), runs=5)
    assert (counted.unfinished, counted.endings) == (5, {"z": 0})
