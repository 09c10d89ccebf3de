"""The drawing of self-ratings: each dot at its day and rating, for one day and for ten years, for one dot and for hundreds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.reflection.charts import HEIGHT, chart

_POINTS = st.lists(
    st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 5)), min_size=1, max_size=60
).map(sorted)


def across(text: str) -> float:
    return float(text.removesuffix("%"))


def test_days_stand_in_proportion():
    drawn = chart([(date(2025, 1, 1), 1), (date(2025, 1, 26), 3), (date(2025, 4, 11), 5)])
    first, second, last = (across(dot.x) for dot in drawn.dots)
    assert (first, last) == (11, 97)
    assert (second - first) / (last - first) == pytest.approx(0.25, abs=0.001)


def test_a_dot_stands_on_the_line_of_its_rating():
    drawn = chart([(date(2025, 1, 1), rating) for rating in range(1, 6)])
    lines = {level.rating: level.y for level in drawn.levels}
    assert [dot.y for dot in drawn.dots] == [lines[rating] for rating in range(1, 6)]
    assert sorted(lines.values(), key=int) == [lines[rating] for rating in (5, 4, 3, 2, 1)]


def test_one_day_stands_in_the_middle():
    drawn = chart([(date(2025, 3, 3), 2)])
    assert ([dot.x for dot in drawn.dots], [(tick.text, tick.anchor) for tick in drawn.ticks]) == (
        ["54.00%"],
        [("3 mrt 2025", "middle")],
    )


@pytest.mark.parametrize(
    ("days", "ticks"),
    [
        (20, ["3 mrt 2025", "23 mrt 2025"]),
        (100, ["apr 2025", "mei 2025", "jun 2025"]),
        (300, ["mei 2025", "jul 2025", "sep 2025", "nov 2025"]),
        (1200, ["2026", "2027", "2028"]),
        (3650, ["2026", "2028", "2030", "2032", "2034"]),
    ],
)
def test_the_days_below_fit_the_time(days, ticks):
    first = date(2025, 3, 3)
    assert [tick.text for tick in chart([(first, 1), (first + timedelta(days=days), 2)]).ticks] == ticks


def test_a_year_begins_where_its_first_day_stands():
    drawn = chart([(date(2020, 1, 1), 1), (date(2024, 1, 1), 3), (date(2026, 1, 1), 5)])
    places = {tick.text: tick.x for tick in drawn.ticks}
    assert places["2024"] == drawn.dots[1].x


def test_many_dots_are_smaller():
    few, many = ([(date(2025, 1, 1) + timedelta(days=day), 3) for day in range(count)] for count in (5, 500))
    assert float(chart(few).radius) > float(chart(many).radius)
    assert len(chart(many).dots) == 500


@given(_POINTS)
def test_everything_stands_inside_and_the_ticks_keep_apart(points):
    drawn = chart(points)
    assert len(drawn.dots) == len(points)
    assert all(0 <= across(thing.x) <= 100 for thing in (*drawn.dots, *drawn.ticks))
    assert all(0 < int(dot.y) < HEIGHT for dot in drawn.dots)
    assert len(drawn.ticks) <= 6
    middles = [across(tick.x) for tick in drawn.ticks if tick.anchor == "middle"]
    assert all(after - before > 9 for before, after in pairwise(middles))
