"""The figures of docs/guard.md are what is measured, and none falls below its floor."""

import pytest

from config.env import BASE_DIR
from people.guard import find
from tests.people.guard.evaluate import milliseconds, percentile, score_table, scores, set_table
from tests.people.guard.labelled import KINDS, sentences

FLOORS = {
    # kind: (recall, precision) on the whole set, just under what was measured
    "name": (0.98, 0.97),
    "bsn": (1.0, 1.0),
    "address": (0.97, 0.97),
    "phone": (0.96, 0.96),
    "email": (1.0, 1.0),
    "birth-date": (0.96, 0.96),
}


@pytest.fixture(scope="module")
def measured():
    return scores(sentences())


@pytest.mark.parametrize("kind", KINDS)
def test_recall_and_precision_do_not_fall(measured, kind):
    recall, precision = FLOORS[kind]
    assert measured[kind].recall >= recall
    assert measured[kind].precision >= precision


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_in_the_set_often_enough_to_say_something(measured, kind):
    assert measured[kind].labelled >= 25


def test_a_third_of_the_set_has_nothing_to_find():
    over = sentences()
    assert len(over) >= 300
    assert sum(not sentence.labels for sentence in over) >= len(over) / 3


def test_no_sentence_stands_in_two_sets():
    texts = [sentence.text for name in ("sentences.txt", "second.txt", "late.txt") for sentence in sentences(name)]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("table", [set_table, score_table])
def test_the_docs_hold_what_is_measured(table):
    assert table() in (BASE_DIR / "docs" / "guard.md").read_text()


def test_a_text_takes_less_than_a_hundred_milliseconds():
    find("The lists are read once.")
    assert percentile(milliseconds(2000, 60), 0.95) < 100
