"""The rules of play, step by step."""

import pytest

from cases_library.engine import play
from cases_library.engine.reading import read_case
from tests.cases_library.cases import case, choice, fact, scene, sound, variable


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
