"""The rules of play, step by step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_library.engine import play
from cases_library.engine.machine import Machine
from cases_library.engine.reading import read_case
from tests.cases_library.cases import case, choice, fact, scene, sound, variable
from tests.cases_library.random_cases import random_case


def test_the_start_marks_its_scene_and_enters_it():
    document = sound()
    document["scenes"][0]["enter"] = {"effects": [{"variable": "band", "add": -2}], "learn": ["nachten"]}
    document["scenes"][2]["passages"] = [{"when": {"visited": "begin"}, "text": "…"}]
    state = play.start(read_case(document))
    assert state == play.State("begin", (1, 2), frozenset({"nachten"}), frozenset({"begin"}))


def test_a_step_clamps_after_each_effect():
    document = case(
        scene("a", choice("x", "z", effects=[{"variable": "v", "add": 9}, {"variable": "v", "add": -1}])),
        scene("z", kind="ending"),
        variables=[variable("v")],
    )
    read = read_case(document)
    assert play.step(read, play.start(read), "x").values == (4,)


def test_entering_acts_at_every_entry_the_own_scene_included():
    document = case(
        scene("a", choice("x", "a"), choice("y", "z"), enter={"effects": [{"variable": "v", "add": 1}]}),
        scene("z", kind="ending"),
        variables=[variable("v", start=0)],
    )
    assert play.replay(read_case(document), ["a/x", "a/x"]).values == (3,)


def test_an_aside_teaches_and_stays():
    read = read_case(sound())
    before = play.replay(read, ["begin/bel-moeder"])
    after = play.step(read, before, "@vertrouwensarts")
    assert after == play.State("moeder", before.values, frozenset({"nachten"}), before.visited)


def test_the_scenes_aside_wins_by_key_and_endings_have_none():
    document = case(
        scene("a", choice("x", "z"), asides=[{"key": "k", "kind": "advice", "text": "eigen", "learn": ["f"]}]),
        scene("z", kind="ending"),
        asides=[{"key": "k", "kind": "consult", "text": "van de casus"}],
        facts=[fact("f")],
    )
    read = read_case(document)
    assert [one.text for one in play.asides(read, play.start(read))] == ["eigen"]
    assert play.asides(read, play.replay(read, ["a/x"])) == ()


def test_what_is_hidden_or_unknown_is_not_offered_and_a_replay_names_its_place():
    read = read_case(sound())
    state = play.replay(read, ["begin/bel-moeder"])
    assert [one.key for one in play.offered(read, state)] == ["spreek-kind", "wacht-af"]
    for taken in ("benoem-oma", "nergens", "@nergens"):
        with pytest.raises(play.NotOffered):
            play.step(read, state, taken)
    with pytest.raises(play.NotOffered) as caught:
        play.replay(read, ["begin/bel-moeder", "moeder/benoem-oma"])
    assert caught.value.index == 1


@given(seed=st.integers(0, 10**6), picks=st.lists(st.integers(0, 5), max_size=12))
def test_every_step_keeps_the_rules(seed, picks):
    """Values stay between 0 and 5, facts and visits only grow, and the machine of the search takes the same step."""
    read = read_case(random_case(seed))
    if read.scene(read.start) is None:
        return
    machine = Machine(read)
    state = play.start(read)
    for pick in picks:
        moves = [
            *(one.key for one in play.offered(read, state) if read.scene(one.to)),
            *(f"@{one.key}" for one in play.asides(read, state)),
        ]
        if not moves:
            break
        taken = moves[pick % len(moves)]
        after = play.step(read, state, taken)
        assert all(0 <= value <= 5 for value in after.values)
        assert state.facts <= after.facts <= read.fact_keys
        assert state.visited <= after.visited <= read.asked_visits
        assert after == play.step(read, state, taken)
        if taken.startswith("@"):
            assert (after.scene, after.values, after.visited) == (state.scene, state.values, state.visited)
        else:
            move = next(one for one in machine.choices[machine.index[state.scene]] if one.part.key == taken)
            assert machine.after(move, *machine.encoded(state)) == machine.encoded(after)
        state = after


def test_passages_show_where_their_condition_holds():
    read = read_case(sound())
    assert play.passages(read, play.replay(read, ["begin/bel-oma", "oma/dank-haar"])) == ("Het is onrustig.",)
    assert play.passages(read, play.replay(read, ["begin/bel-moeder"])) == ()


def test_a_choice_that_leads_nowhere_cannot_be_taken():
    document = sound()
    document["scenes"][0]["choices"][0]["to"] = "weg"
    read = read_case(document)
    with pytest.raises(play.NotOffered):
        play.step(read, play.start(read), "bel-oma")
    document["start"] = "weg"
    with pytest.raises(play.NotOffered):
        play.start(read_case(document))
