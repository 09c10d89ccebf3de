"""When a step is due: arithmetic over days, by examples of a calendar and by what holds for all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.journey.programmes.dates import After, Away, Unit, due, is_working_day

WEEKS, DAYS = Unit.WEEKS, Unit.WORKING_DAYS
MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 2), True),
        (date(2026, 11, 7), False),  # a Saturday
        (date(2026, 12, 25), False),
        (date(2026, 4, 27), False),  # King's Day
        (date(2025, 4, 26), False),  # the 27th was a Sunday: King's Day came a day sooner
        (date(2025, 4, 28), True),
        (date(2025, 5, 5), False),  # a public holiday every fifth year
        (date(2026, 5, 5), True),
        (date(2028, 2, 29), True),
        (date(2027, 5, 6), False),  # Ascension Day
        (date(2027, 5, 17), False),  # Pentecost Monday
    ],
)
def test_what_is_a_working_day(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("first", "after", "leaves", "expected"),
    [
        (MONDAY, After(1, WEEKS), [], date(2026, 11, 9)),
        (MONDAY, After(3, DAYS), [], date(2026, 11, 5)),
        (date(2026, 11, 5), After(3, DAYS), [], date(2026, 11, 10)),
        (date(2026, 12, 21), After(5, DAYS), [], date(2026, 12, 29)),  # Friday was Christmas
        (date(2026, 12, 18), After(1, WEEKS), [], date(2026, 12, 28)),  # on Christmas Day: the next working day
        (MONDAY, After(1, WEEKS), [Away(date(2026, 11, 5), date(2026, 11, 11))], date(2026, 11, 16)),
        (MONDAY, After(1, WEEKS), [Away(date(2026, 11, 10), date(2026, 11, 20))], date(2026, 11, 9)),
        (MONDAY, After(0, WEEKS), [], MONDAY),
        (date(2028, 2, 1), After(4, WEEKS), [], date(2028, 2, 29)),
        (date(2027, 3, 22), After(1, WEEKS), [], date(2027, 3, 30)),  # Easter Monday; the clocks changed on Sunday
    ],
)
def test_a_step_is_due(first, after, leaves, expected):
    assert due(first, after, leaves) == expected


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
afters = st.one_of(
    st.builds(After, st.integers(0, 60), st.just(WEEKS)), st.builds(After, st.integers(0, 150), st.just(DAYS))
)
absences = st.lists(
    st.builds(lambda day, length: Away(day, day + timedelta(days=length)), days, st.integers(0, 60)), max_size=4
)


@given(days, afters, absences)
def test_it_is_never_due_on_a_day_off_nor_before_its_time(first, after, leaves):
    day = due(first, after, leaves)
    assert is_working_day(day)
    assert not any(one.has(day) for one in leaves)
    assert day >= (first + timedelta(weeks=after.count) if after.unit is WEEKS else first)


@given(days, afters, absences, st.integers(-30, 400), st.integers(0, 40))
def test_leave_never_brings_a_day_closer_and_what_comes_later_moves_nothing(first, after, leaves, begins, length):
    more = Away(first + timedelta(days=begins), first + timedelta(days=begins + length))
    before = due(first, after, leaves)
    assert due(first, after, [*leaves, more]) >= before
    if more.first > before:
        assert due(first, after, [*leaves, more]) == before


@given(days, afters, st.integers(1, 400))
def test_who_begins_later_is_due_later_or_on_the_same_working_day(first, after, late):
    assert due(first + timedelta(days=late), after) >= due(first, after)
