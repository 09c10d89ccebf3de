"""Reading and grading the eight kinds: examples, and what holds for every question and every form."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.practice.grading import MAX_TEXT, Unanswered, fits, grade, plain, read
from learning.practice.presenting import props, typed
from tests.learning.questions import (
    KINDS,
    forms_for,
    near_responses,
    posted,
    question,
    questions,
    responses,
    right_form,
    words,
    wrong_form,
)

GRADED = [kind for kind in KINDS if kind != "open"]


@pytest.mark.parametrize("kind", GRADED)
@given(data=st.data())
def test_the_right_form_is_right_in_every_part(kind, data):
    content = data.draw(questions[kind])
    outcome = grade(content, read(content, posted(right_form(content))))
    assert (outcome.state, outcome.correct) == ("right", True)
    assert {part.verdict for part in outcome.parts.values()} == {"right"}


@pytest.mark.parametrize("kind", GRADED)
@given(data=st.data())
def test_the_wrong_form_is_never_right(kind, data):
    content = data.draw(
        questions[kind].filter(lambda found: found["kind"] != "fill-in" or "niemand" not in str(found["gaps"]))
    )
    outcome = grade(content, read(content, posted(wrong_form(content))))
    assert (outcome.state, outcome.correct) == ("wrong", False)


def test_an_open_answer_is_graded_by_nobody():
    outcome = grade(question("open"), {})
    assert (outcome.state, outcome.correct, outcome.parts) == ("answered", None, {})


@given(data=st.data())
def test_order_is_right_for_one_permutation_alone(data):
    content = data.draw(questions["order"].filter(lambda found: len(found["items"]) <= 5))
    ids = [item["id"] for item in content["items"]]
    right = [
        order
        for order in permutations(ids)
        if grade(content, {"places": {one: place for place, one in enumerate(order, 1)}}).correct
    ]
    assert right == [tuple(ids)]


@given(data=st.data())
def test_multiple_does_not_mind_the_order_of_choosing(data):
    content = data.draw(questions["multiple"])
    chosen = data.draw(
        st.lists(st.sampled_from([option["id"] for option in content["options"]]), min_size=1, unique=True)
    )
    assert read(content, posted({"answer": chosen})) == read(content, posted({"answer": chosen[::-1]}))


def test_multiple_is_right_for_one_set_alone():
    content = question("multiple")
    subsets = (["o1"], ["o2"], ["o3"], ["o1", "o2"], ["o1", "o3"], ["o2", "o3"], ["o1", "o2", "o3"])
    assert [grade(content, {"answer": chosen}).state for chosen in subsets] == [
        "partly",
        "partly",
        "wrong",
        "right",
        "partly",
        "partly",
        "partly",
    ]


def test_multiple_shows_what_was_missed():
    parts = grade(question("multiple"), {"answer": ["o1", "o3"]}).parts
    assert {one: (part.verdict, part.feedback) for one, part in parts.items()} == {
        "o1": ("right", "Uitleg 1"),
        "o2": ("missed", "Uitleg 2"),
        "o3": ("wrong", "Uitleg 3"),
    }


def test_single_explains_the_option_that_was_chosen():
    parts = grade(question("single"), {"answer": "o1"}).parts
    assert {one: (part.verdict, part.feedback) for one, part in parts.items()} == {"o1": ("wrong", "Uitleg 1")}


def test_order_says_where_an_item_belongs():
    parts = grade(question("order"), {"places": {"i1": 1, "i2": 3, "i3": 2}}).parts
    assert {one: part.answer for one, part in parts.items()} == {"i1": "", "i2": "plaats 2", "i3": "plaats 3"}


def test_match_says_what_belongs():
    parts = grade(question("match"), {"pairs": {"p1": "p1", "p2": "x1"}}).parts
    assert {one: (part.verdict, part.answer) for one, part in parts.items()} == {
        "p1": ("right", ""),
        "p2": ("wrong", "Rechts 2"),
    }


@pytest.mark.parametrize(
    ("value", "verdict", "feedback"),
    [("4.5", "right", ""), ("5.5", "right", ""), ("4.49", "wrong", "Meer."), ("5.51", "wrong", "Minder.")],
)
def test_number_is_right_up_to_its_tolerance(value, verdict, feedback):
    part = grade(question("number"), {"value": value}).parts["value"]
    assert (part.verdict, part.feedback) == (verdict, feedback)


def test_number_takes_a_comma():
    assert read(question("number"), posted({"answer": " 4,5 "})) == {"value": "4.5"}


@pytest.mark.parametrize("typed_word", ["veilig thuis", " VEILIG  THUIS. ", "Véilig Thuís", "vt"])
def test_fill_in_forgives_case_accents_spaces_and_the_full_stop(typed_word):
    assert grade(question("fill-in"), {"gaps": [typed_word, "advies"]}).state == "right"


@given(words)
def test_plain_text_is_plain_already(text):
    assert plain(plain(text)) == plain(text)


# --- What cannot be read --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_refused(kind):
    with pytest.raises(Unanswered):
        read(question(kind), posted({}))


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("single", {"answer": "o9"}),
        ("multiple", {"answer": ["o1", "o9"]}),
        ("true-false", {"answer": "maybe"}),
        ("order", {"place-i1": "1", "place-i2": "2", "place-i9": "3"}),
        ("order", {"place-i1": "1", "place-i2": "1", "place-i3": "3"}),
        ("order", {"place-i1": "0", "place-i2": "1", "place-i3": "2"}),
        ("match", {"pair-p1": "p1", "pair-p2": "p9"}),
        ("match", {"pair-p1": "p1"}),
        ("fill-in", {"gap-1": "Veilig Thuis", "gap-2": "  "}),
        ("fill-in", {"gap-1": "a" * 201, "gap-2": "advies"}),
        ("fill-in", {"gap-1": "Veilig\x00Thuis", "gap-2": "advies"}),
        ("number", {"answer": "vijf"}),
        ("number", {"answer": "NaN"}),
        ("number", {"answer": "Infinity"}),
        ("number", {"answer": "1e9999999"}),
        ("number", {"answer": "1" * 31}),
        ("open", {"answer": " \n "}),
        ("open", {"answer": "a" * (MAX_TEXT + 1)}),
    ],
)
def test_a_form_that_is_no_whole_answer_is_refused(kind, form):
    with pytest.raises(Unanswered):
        read(question(kind), posted(form))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_reading_accepts_only_what_grading_can_grade_and_the_page_can_show(kind, data):
    content = data.draw(questions[kind])
    try:
        response = read(content, data.draw(forms_for(content)))
    except Unanswered:
        return
    assert fits(content, response)
    assert props(content, response)["state"] == grade(content, response).state


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_was_read_can_be_kept_as_json(kind, data):
    content = data.draw(questions[kind])
    try:
        response = read(content, data.draw(forms_for(content)))
    except Unanswered:
        return
    kept = json.dumps(response)
    assert json.loads(kept) == response
    assert "\\u0000" not in kept


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_whatever_was_sent_can_be_put_back_on_the_page(kind, data):
    content = data.draw(questions[kind])
    form = data.draw(forms_for(content))
    assert props(content, chosen=typed(content, form))["state"] == "empty"


# --- What fits another edition ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_fits_never_raises(kind, data):
    assert fits(data.draw(questions[kind]), data.draw(responses)) in {True, False}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_fits_can_be_shown(kind, data):
    content = data.draw(questions[kind])
    response = data.draw(near_responses(content))
    if fits(content, response):
        assert props(content, response)["kind"] == content["kind"]


@pytest.mark.parametrize(
    ("kind", "response", "fewer"),
    [
        ("single", {"answer": "o3"}, {"options": question("single")["options"][:2]}),
        ("multiple", {"answer": ["o1", "o3"]}, {"options": question("multiple")["options"][:2]}),
        ("order", {"places": {"i1": 1, "i2": 2, "i3": 3}}, {"items": question("order")["items"][:2]}),
        ("match", {"pairs": {"p1": "x1", "p2": "p2"}}, {"extra": []}),
        ("match", {"pairs": {"p1": "p1", "p2": "p2"}}, {"pairs": question("match")["pairs"][:1]}),
        ("fill-in", {"gaps": ["Veilig Thuis", "advies"]}, {"gaps": question("fill-in")["gaps"][:1]}),
    ],
)
def test_a_response_does_not_fit_an_edition_that_lost_a_part_of_it(kind, response, fewer):
    assert fits(question(kind), response)
    assert not fits(question(kind, **fewer), response)


@pytest.mark.parametrize("kind", GRADED)
def test_a_response_does_not_fit_a_question_that_became_of_another_kind(kind):
    response = read(question(kind), posted(right_form(question(kind))))
    assert [one for one in GRADED if fits(question(one), response)] == [kind]
