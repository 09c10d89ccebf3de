"""What of a question is counted apart: every kind, whatever is answered, and never a word of anybody."""

import pytest

from learning.practice.grading import read
from learning.practice.items.parts import parts_of, taken
from tests.learning.questions import KINDS, posted, question, right_form, wrong_form

GRADED = [kind for kind in KINDS if kind != "open"]


def took(content, form):
    return taken(content, read(content, posted(form)))


@pytest.mark.parametrize("kind", GRADED)
def test_what_was_taken_is_a_part_of_the_question(kind):
    content = question(kind)
    keys = {part.key for part in parts_of(content)}
    right, wrong = took(content, right_form(content)), took(content, wrong_form(content))
    assert (right | wrong <= keys, right != wrong) == (True, True)


@pytest.mark.parametrize(
    ("kind", "form", "expected"),
    [
        ("single", {"answer": "o3"}, {"o3"}),
        ("multiple", {"answer": ["o1", "o3"]}, {"o1", "o3"}),
        ("true-false", {"answer": "false"}, {"false"}),
        ("order", {"place-i1": "1", "place-i2": "3", "place-i3": "2"}, {"i1"}),
        ("match", {"pair-p1": "p1", "pair-p2": "x1"}, {"p1"}),
        ("fill-in", {"gap-1": "VT", "gap-2": "iets wat ik bedenk"}, {"1"}),
        ("number", {"answer": "4,7"}, set()),
        ("number", {"answer": "3"}, {"low"}),
        ("number", {"answer": "9"}, {"high"}),
    ],
)
def test_what_each_kind_counts(kind, form, expected):
    assert took(question(kind), form) == expected


def test_of_an_open_question_nothing_is_counted():
    assert parts_of(question("open")) == ()
