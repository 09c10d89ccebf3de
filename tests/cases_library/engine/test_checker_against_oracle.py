"""The checker beside a naive second opinion, on hundreds of small random cases."""

import pytest

from cases_library.engine.checker import check
from cases_library.engine.reading import read_case
from tests.cases_library.oracle import Oracle
from tests.cases_library.random_cases import random_case

JUDGED = {
    "no-start", "missing-target", "unknown-reference", "unreachable-scene", "never-reached-scene", "dead-end", "stuck-state", "no-way-out",
    "trapped-state", "ending-never-reached", "single-ending", "variable-never-read", "variable-never-written", "condition-always-true",
    "condition-never-true", "fact-never-learnable", "fact-never-used", "choice-without-consequence", "choice-without-debrief",
    "twin-choices", "dominant-choice",
}  # fmt: skip


def judged(seed):
    document = random_case(seed)
    return Oracle(document), check(read_case(document))


BLOCKS = pytest.mark.parametrize(
    "block", [*range(4), *(pytest.param(one, marks=pytest.mark.whole) for one in range(4, 10))]
)
"""Of 25 cases each; `make test-postgres` tries them all."""


@BLOCKS
def test_both_say_the_same(block):
    for seed in range(block * 25, block * 25 + 25):
        oracle, report = judged(seed)
        said = {(one.code, *one.place) for one in report.findings if one.code in JUDGED}
        expected = oracle.expected()
        if ("no-start", None, None, None, None) in expected:
            expected = {one for one in expected if not one[0].startswith("fact-")}
            said = {one for one in said if not one[0].startswith("fact-")}
        assert said == expected, seed
        assert report.search.complete
        assert report.search.states == len(oracle.distance), seed


@BLOCKS
def test_witnesses_show_what_they_claim_in_the_fewest_steps(block):
    for seed in range(block * 25, block * 25 + 25):
        oracle, report = judged(seed)
        for finding in report.findings:
            if finding.code in {"stuck-state", "trapped-state"}:
                last = oracle.walk(finding.witness)[-1]
                shown = oracle.stuck() if finding.code == "stuck-state" else set(oracle.states) - oracle.hopeful
                assert last[0] == finding.scene
                assert last in shown
                first = min(oracle.distance[state] for state in shown if state[0] == finding.scene)
                assert len(finding.witness) == first, seed


@BLOCKS
def test_loops_are_the_oracles_loops_one_finding_each(block):
    for seed in range(block * 25, block * 25 + 25):
        oracle, report = judged(seed)
        if not oracle.distance:
            continue
        found = [one for one in report.findings if one.code == "idle-loop"]
        wholes = oracle.loops()
        assert len(found) == len(wholes), seed
        for finding in found:
            states = oracle.walk(finding.witness)
            assert any(finding.scene in whole for whole in wholes)
            begin = states.index(states[-1])
            assert begin < len(states) - 1
            assert not any("/@" in name for name in finding.witness[begin:])
            assert finding.witness[-1] == f"{finding.scene}/{finding.choice}"


@BLOCKS
def test_plays_around_the_child_and_the_steps_are_the_shortest(block):
    for seed in range(block * 25, block * 25 + 25):
        oracle, report = judged(seed)
        if not oracle.distance:
            continue
        child = [one for one in report.findings if one.code == "child-unseen"]
        length = oracle.shortest_without("child-speaks", "child-seen")
        assert [len(one.witness) for one in child] == ([] if length is None else [length]), seed
        missed = [one for one in report.findings if one.code == "framework-step-missed"]
        assert sorted(len(one.witness) for one in missed) == sorted(oracle.missable_steps().values()), seed
        for finding in (*child, *missed):
            assert oracle.walk(finding.witness)[-1] in oracle.ending
        assert not any(oracle.touches(one.witness, "child-speaks", "child-seen") for one in child)
        endings = {oracle.walk(one.witness)[-1][0] for one in (*child, *missed)}
        silent = {key for key in endings if not oracle.scenes[key].get("debrief")}
        assert {one.scene for one in report.findings if one.code == "miss-not-debriefed"} == silent, seed
