"""Classical item analysis: against values worked out by hand, and what holds of any scores."""

from statistics import correlation as of_columns

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.practice.items.statistics import alpha, correlation, facility, item_rest, kr20, kr21, variance

FIVE_BY_FOUR = [(1, 1, 1, 1), (1, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0)]
"""Five people, four questions; scores 4, 3, 2, 1, 0: mean 2, variance 2."""


def sums_of(rows, item=0):
    """people, right, rest, squares of the rest, rest of who had it right: of one question."""
    rests = [sum(row) - row[item] for row in rows]
    return (
        len(rows),
        sum(row[item] for row in rows),
        sum(rests),
        sum(rest**2 for rest in rests),
        sum(rest for row, rest in zip(rows, rests, strict=True) if row[item]),
    )


def scores_of(rows):
    return len(rows), sum(map(sum, rows)), sum(sum(row) ** 2 for row in rows)


# --- By hand --------------------------------------------------------------------------------------


def test_facility_is_the_share_that_had_it_right():
    assert (facility(10, 11), facility(0, 4), facility(0, 0)) == (pytest.approx(0.909, abs=1e-3), 0, None)


@pytest.mark.parametrize(("item", "by_hand"), [(0, 0.5145), (1, 0.7206)])
def test_item_rest_correlation_by_hand(item, by_hand):
    """r = (mean rest of who had it right - of who had not) · √(pq) / the rests' deviation.

    Question 1: rests 3 2 1 0 0, so (1.5 - 0) · .4 / 1.1662. Question 2: rests 3 2 1 1 0, so (2 - .5) · .4899 / 1.0198.
    """
    assert item_rest(*sums_of(FIVE_BY_FOUR, item)) == pytest.approx(by_hand, abs=1e-4)


def test_a_question_that_the_good_ones_miss_is_negative():
    rows = [(0, 1, 1), (0, 1, 1), (1, 0, 0), (1, 0, 0)]
    assert item_rest(*sums_of(rows)) == -1


def test_a_question_that_all_answer_alike_has_no_correlation():
    assert item_rest(*sums_of([(1, 1, 0), (1, 0, 0)])) is None


def test_kr20_by_hand():
    """p = .8 .6 .4 .2, so pq sums to .16 + .24 + .24 + .16 = .80; 4/3 · (1 - .80 / 2) = .80."""
    assert kr20(*scores_of(FIVE_BY_FOUR), [4, 3, 2, 1]) == pytest.approx(0.8)


def test_kr21_by_hand():
    """Mean 2 of 4, variance 2: 4/3 · (1 - 2 · 2 / (4 · 2)) = .667."""
    assert kr21(4, *scores_of(FIVE_BY_FOUR)) == pytest.approx(2 / 3)


def test_alpha_by_hand():
    """Three items with variances 1, 2 and 3, and a score variance of 12: 3/2 · (1 - 6/12) = .75."""
    assert alpha(3, [1, 2, 3], 12) == pytest.approx(0.75)


def test_without_differences_in_score_there_is_no_reliability():
    assert (kr20(2, 2, 2, [1, 1]), kr21(2, 2, 2, 2), kr20(0, 0, 0, []), kr21(1, 5, 2, 2)) == (None,) * 4


# --- Of any scores --------------------------------------------------------------------------------

tables = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.tuples(*[st.integers(0, 1)] * width), min_size=2, max_size=25)
)


@given(tables)
def test_a_correlation_is_that_of_the_columns_and_stays_within_bounds(rows):
    xs, rests = [row[0] for row in rows], [sum(row) - row[0] for row in rows]
    found = item_rest(*sums_of(rows))
    if len(set(xs)) == 1 or len(set(rests)) == 1:
        assert found is None
        return
    assert found == pytest.approx(of_columns(xs, rests))
    assert -1 <= found <= 1


@given(tables)
def test_turning_a_question_round_turns_its_correlation_round(rows):
    turned = [(1 - row[0], *row[1:]) for row in rows]
    found, other = item_rest(*sums_of(rows)), item_rest(*sums_of(turned))
    assert (found is None) == (other is None)
    assert found is None or found == pytest.approx(-other)


@given(tables, st.integers(2, 4))
def test_the_same_people_again_change_nothing(rows, times):
    one, many = sums_of(rows), sums_of(rows * times)
    assert item_rest(*one) == pytest.approx(item_rest(*many))
    rights = [sum(row[item] for row in rows) for item in range(len(rows[0]))]
    once, again = (
        kr20(*scores_of(rows), rights),
        kr20(*scores_of(rows * times), [right * times for right in rights]),
    )
    assert once == pytest.approx(again)


@given(tables)
def test_reliability_is_one_at_most_and_formula_21_never_above_20(rows):
    """Equal difficulties are the most that formula 21 can hope for; and 20 is alpha of the same scores."""
    rights = [sum(row[item] for row in rows) for item in range(len(rows[0]))]
    twenty, twenty_one = kr20(*scores_of(rows), rights), kr21(len(rows[0]), *scores_of(rows))
    assert (twenty is None) == (twenty_one is None)
    if twenty is None:
        return
    assert twenty_one <= twenty + 1e-9
    assert twenty <= 1 + 1e-9
    shares = [right / len(rows) for right in rights]
    of_items = alpha(len(rights), [share * (1 - share) for share in shares], variance(*scores_of(rows)))
    assert twenty == pytest.approx(of_items)


@given(st.lists(st.integers(0, 20), min_size=2, max_size=20), st.integers(1, 5), st.integers(0, 9))
def test_a_correlation_with_oneself_is_one_whatever_the_scale(values, scale, shift):
    other = [scale * value + shift for value in values]
    both = sum(a * b for a, b in zip(values, other, strict=True))
    found = correlation(
        len(values), sum(values), sum(v * v for v in values), sum(other), sum(v * v for v in other), both
    )
    assert found is None if len(set(values)) == 1 else found == pytest.approx(1)
