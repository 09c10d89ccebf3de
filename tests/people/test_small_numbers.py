"""Shares of people: in steps of five, never so that anybody's own answer follows, at one look or between two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.small_numbers import AT_LEAST, Share, may_move, share

some = st.integers(5, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (3, 4, None),
        (10, 20, Share(50)),
        (13, 20, Share(65)),
        (91, 100, Share(90)),
        (18, 20, Share(90, 1)),
        (20, 20, Share(90, 1)),
        (100, 100, Share(95, 1)),
        (0, 100, Share(5, -1)),
        (2, 5, Share(40, -1)),
        (3, 5, Share(60, 1)),
    ],
)
def test_a_share_by_hand(part, whole, shown):
    assert share(part, whole) == shown


@given(some)
def test_what_is_shown_would_be_the_same_with_two_on_either_side(given_part):
    """Whoever sees it cannot tell all from all but two; so nobody's own answer follows, not even to the one who differed."""
    part, whole = given_part
    alike = [other for other in range(whole + 1) if share(other, whole) == share(part, whole)]
    assert any(2 <= other <= whole - 2 for other in alike)


@given(some)
def test_a_share_is_near_the_truth_or_says_that_it_is_a_bound(given_part):
    part, whole = given_part
    shown, exact = share(part, whole), 100 * part / whole
    if shown.edge == 0:
        assert abs(shown.percent - exact) <= 2.5
    assert shown.percent % 5 == 0
    if shown.edge and whole >= 20:
        assert (exact - shown.percent) * shown.edge >= -2.5


@given(some, st.integers(0, 60), st.data())
def test_between_two_looks_five_came_and_not_all_alike(before, more, data):
    part, whole = before
    did = data.draw(st.integers(0, more))
    moves = may_move(part + did, whole + more, part, whole)
    if moves and share(part + did, whole + more).edge == 0:
        assert (more >= AT_LEAST, 2 <= did <= more - 2) == (True, True)
    if more < AT_LEAST:
        assert moves is False
