import pytest

from cms.importing.fields import Fields
from cms.importing.problems import Problems
from cms.importing.questions import read_question
from cms.models import Question
from tests.cms.importing.conftest import COMMON

KINDS = {
    "single": {
        "options": [{"text": "a", "correct": True, "feedback": "f"}, {"text": "b", "correct": False, "feedback": "f"}]
    },
    "multiple": {"options": [{"text": text, "correct": text != "c", "feedback": "f"} for text in "abc"]},
    "true-false": {"statement": "s", "answer": False, "feedback_true": "t", "feedback_false": "f"},
    "order": {"items": [{"text": "a", "feedback": "f"}, {"text": "b", "feedback": "f"}]},
    "match": {
        "pairs": [{"left": "a", "right": "1", "feedback": "f"}, {"left": "b", "right": "2", "feedback": "f"}],
        "extra": ["3"],
    },
    "fill-in": {
        "text": "De [[1]] en [[2]].",
        "gaps": [{"accept": ["vijf", "5"], "feedback": "f"}, {"accept": ["zes"], "feedback": "f"}],
    },
    "number": {"answer": 5, "tolerance": 0.5, "unit": "dagen", "feedback_low": "l", "feedback_high": "h"},
    "open": {"model_answer": "Zo.", "points": ["a"]},
}
BROKEN = {
    "single": {
        "options": [{"text": "a", "correct": True, "feedback": "f"}, {"text": "b", "correct": True, "feedback": "f"}]
    },
    "multiple": {"options": [{"text": text, "correct": True, "feedback": "f"} for text in "abc"]},
    "true-false": {"statement": "s", "answer": "nee", "feedback_true": "t", "feedback_false": "f"},
    "order": {"items": [{"text": "a", "feedback": "f"}, {"text": "a", "feedback": "f"}]},
    "match": {"pairs": [{"left": "a", "right": "1", "feedback": "f"}, {"left": "b", "right": "1", "feedback": "f"}]},
    "fill-in": {
        "text": "De [[1]] en [[3]].",
        "gaps": [{"accept": ["vijf"], "feedback": "f"}, {"accept": ["zes"], "feedback": "f"}],
    },
    "number": {"answer": "veel", "feedback_low": "l", "feedback_high": "h"},
    "open": {"model_answer": "", "points": []},
}


def _read(kind, parts):
    problems = Problems()
    draft = read_question(
        Fields({**COMMON, "key": "k", "kind": kind, **parts}, "vragen.json", "onderdeel 1", problems), ("kern", "m")
    )
    return draft, [str(problem) for problem in problems]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_its_block(kind):
    draft, problems = _read(kind, KINDS[kind])
    assert problems == []
    question = Question(body=draft.body)
    assert question.kind == kind
    question.body.stream_block.clean(question.body)


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_refuses_what_it_cannot_be_and_names_the_question(kind):
    _draft, problems = _read(kind, BROKEN[kind])
    assert len(problems) == 1
    assert problems[0].startswith("vragen.json, vraag k")


def test_a_typing_error_in_a_key_is_not_swallowed():
    _draft, problems = _read("single", {**KINDS["single"], "explenation": "Weg?"})
    assert problems == ["vragen.json, vraag k, explenation: Deze sleutel bestaat niet. Bedoel je ‘explanation’?"]


def test_options_keep_their_id_in_another_order():
    one, _problems = _read("single", KINDS["single"])
    other, _problems = _read("single", {"options": KINDS["single"]["options"][::-1]})
    ids = [{item["value"]["text"]: item["id"] for item in draft.body[0]["value"]["options"]} for draft in (one, other)]
    assert ids[0] == ids[1]


def test_html_and_references_are_refused():
    _draft, problems = _read("single", {**KINDS["single"], "stem": "<img src=x>", "explanation": "Zo.[^wet]"})
    assert len(problems) == 2
