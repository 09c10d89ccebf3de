"""The sums of a test: exact, the same in any order, and taken down so that nothing of anybody follows."""

from hypothesis import given
from hypothesis import strategies as st

from learning.practice.items.sums import Answered, add, take_down

SOMEBODY = st.tuples(*[st.booleans()] * 4)
crowds = st.lists(SOMEBODY, min_size=1, max_size=60)


def somebody(rights):
    return [Answered(line, right, frozenset({"a" if right else "b"})) for line, right in enumerate(rights, 1)]


def counted(crowd):
    counts = {}
    for rights in crowd:
        counts = add(counts, somebody(rights), passed=sum(rights) >= 2)
    return counts


def shown_after(crowd):
    """What trainers have seen after each five people."""
    counts, shown, looks = {}, {}, []
    for number, rights in enumerate(crowd, 1):
        counts = add(counts, somebody(rights), passed=sum(rights) >= 2)
        if number % 5 == 0:
            shown = take_down(counts, shown, length=4)
            looks.append(shown)
    return looks


def test_sums_by_hand():
    counts = counted([(True, True, False, False), (True, False, True, True)])
    assert (counts["people"], counts["right"], counts["squares"], counts["passed"]) == (2, 5, 13, 2)
    assert counts["questions"]["1"] == {
        "people": 2, "right": 2, "rest": 3, "squares": 5, "both": 3, "parts": {"a": [2, 3]},
    }  # fmt: skip
    assert counts["questions"]["2"]["both"] == 1
    assert counts["questions"]["2"]["parts"] == {"a": [1, 1], "b": [1, 3]}


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_in_which_people_came_is_not_in_the_sums(crowd, chance):
    shuffled = [*crowd]
    chance.shuffle(shuffled)
    assert counted(crowd) == counted(shuffled)


@given(crowds)
def test_between_two_looks_a_share_moves_only_over_people_who_differ(crowd):
    before = {}
    for look in shown_after(crowd):
        for line, row in look["questions"].items():
            part, whole = row["right"]
            had, of = before.get(line, (0, 0))
            came, did = whole - of, part - had
            is_bound = part <= 2 or whole - part <= 2
            assert (came, did) == (0, 0) or (came >= 5 and (is_bound or 2 <= did <= came - 2))
            before[line] = (part, whole)


@given(crowds)
def test_correlations_wait_for_thirty_and_come_in_steps(crowd):
    for number, look in enumerate(shown_after(crowd), 1):
        values = [row["item_rest"] for row in look["questions"].values() if "item_rest" in row]
        values += [look["reliability"][1]] if "reliability" in look else []
        assert number >= 6 or values == []
        assert all(abs(value * 20 - round(value * 20)) < 1e-9 for value in values)


def test_questions_drawn_by_lot_are_told_by_formula_21_and_the_same_ones_by_20():
    same = [(True,) * 4, (False,) * 4] * 15
    counts, drawn = counted(same), {}
    for number, rights in enumerate(same):
        rows = [Answered(line + number % 2, right) for line, right in enumerate(rights, 1)]
        drawn = add(drawn, rows, passed=True)
    assert take_down(counts, {}, length=4)["reliability"] == ["KR-20", 1.0]
    assert take_down(drawn, {}, length=4)["reliability"] == ["KR-21", 1.0]


def test_a_test_that_all_make_alike_has_no_reliability():
    assert "reliability" not in take_down(counted([(True,) * 4] * 40), {}, length=4)
