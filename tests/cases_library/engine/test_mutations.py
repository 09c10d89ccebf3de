"""Two hundred sound cases, each broken in one named rule: the oracle confirms it, and the checker reports that code at that place."""

import random

import pytest

from cases_library.engine.checker import CODES, check
from cases_library.engine.reading import read_case
from tests.cases_library.grown import grown
from tests.cases_library.mutations import MUTATIONS
from tests.cases_library.oracle import Oracle

EACH = 6
EXTRA = 2
"""Of the first codes one more, to make two hundred."""
PLANNED = [(code, seed) for place, code in enumerate(MUTATIONS) for seed in range(EACH + (place < EXTRA))]


def so(oracle: Oracle, truth) -> bool:
    """Whether the oracle holds this true, and not silenced."""
    code, scene, *_ = truth
    match code:
        case "idle-loop":
            return any(scene in whole for whole in oracle.loops())
        case "child-unseen":
            return oracle.shortest_without("child-speaks", "child-seen") is not None
        case "miss-not-debriefed":
            silent = not any(one.get("debrief") for one in oracle.scenes.values())
            return silent and oracle.shortest_without("child-speaks", "child-seen") is not None
        case "framework-step-missed":
            tagged = oracle.scenes[scene].get("tags", []) + oracle.scenes[scene]["choices"][0].get("tags", [])
            return bool(set(tagged) & set(oracle.missable_steps()))
        case _:
            return truth in oracle.expected()


def reported(report, truth) -> bool:
    if truth[0] in {"child-unseen", "miss-not-debriefed"}:
        return truth[0] in {one.code for one in report.findings}
    if truth[0] == "idle-loop":
        return truth[:2] in {(one.code, one.scene) for one in report.findings}
    return truth in {(one.code, *one.place) for one in report.findings}


def test_every_code_is_broken_and_there_are_two_hundred():
    assert set(MUTATIONS) == set(CODES)
    assert len(PLANNED) == 200


@pytest.mark.parametrize("seed", range(8))
def test_a_sound_case_has_nothing_of_level_e_or_w_and_the_oracle_agrees(seed):
    document = grown(seed)
    report = check(read_case(document))
    assert [one for one in report.findings if one.level != "N"] == []
    assert Oracle(document).truths == {(one.code, *one.place) for one in report.findings}


@pytest.mark.parametrize(("code", "seed"), PLANNED)
def test_a_broken_rule_is_reported_where_it_is_broken(code, seed):
    document = grown(seed)
    before = Oracle(grown(seed))
    truth = MUTATIONS[code](document, random.Random(f"{code} {seed}"))
    assert truth[0] == code
    assert truth not in before.truths
    assert so(Oracle(document), truth)
    assert reported(check(read_case(document)), truth)
