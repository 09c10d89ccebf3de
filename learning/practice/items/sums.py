"""What is kept of a test that many people made: sums alone. Adding one person to them, and taking down what may be shown. Pure.

counts: {"people", "right" (sum of scores), "squares" (of scores), "passed", "questions": {line: {"people", "right", "rest" (sum of
scores on the other questions), "squares" (of those), "both" (sum of rest over who had it right), "parts": {key: [people, rest]},
"sure": {certainty: [people, right]}}}}

shown: what trainers see until it is taken down anew. {"passed": [part, whole], "mean": [score as a share of people, whole],
"reliability": [name, value], "questions": {line: {"right": [part, whole], "parts": {key: [part, whole]}, "rest": {key: [rest as a
share of who took it, who took it]}, "sure": {certainty: [part, whole]}, "item_rest": value}}}. Shares move each by
`small_numbers.may_move`; correlations come from thirty people up, in steps of 0.05.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from learning.practice.items.statistics import item_rest, kr20, kr21
from people import small_numbers

Sums = dict[str, Any]
ENOUGH = 30
"""People from whom on a correlation is told; with fewer, chance alone makes it swing by a third and more."""
_PER_ONE = 20
"""Steps of 0.05."""


@dataclass(frozen=True)
class Answered:
    """One question of one person's test: its line, whether it was right, the parts that were taken, how sure they said to be."""

    line: int
    right: bool
    parts: frozenset[str] = frozenset()
    certainty: int | None = None


def add(counts: Sums, answered: Iterable[Answered], *, passed: bool) -> Sums:
    """The sums with one more person in them. What was given stays as it was."""
    now, items = deepcopy(counts), list(answered)
    score = sum(one.right for one in items)
    for name, value in (("people", 1), ("right", score), ("squares", score**2), ("passed", int(passed))):
        now[name] = now.get(name, 0) + value
    for one in items:
        _add_question(now.setdefault("questions", {}).setdefault(str(one.line), {}), one, rest=score - one.right)
    return now


def _add_question(row: Sums, one: Answered, *, rest: int) -> None:
    right = int(one.right)
    values = {"people": 1, "right": right, "rest": rest, "squares": rest**2, "both": right * rest}
    for name, value in values.items():
        row[name] = row.get(name, 0) + value
    for key in one.parts:
        _add_pair(row.setdefault("parts", {}), key, rest)
    if one.certainty is not None:
        _add_pair(row.setdefault("sure", {}), str(one.certainty), right)


def _add_pair(rows: Sums, key: str, value: int) -> None:
    people, total = rows.get(key, (0, 0))
    rows[key] = [people + 1, total + value]


def take_down(counts: Sums, shown: Sums, *, length: int) -> Sums:
    """What may be shown from now on, given what was shown. To be called when five people came since the last time at least."""
    people, had = counts["people"], shown.get("questions", {})
    now: Sums = {
        "passed": _moved(shown.get("passed"), counts["passed"], people),
        "mean": _moved(shown.get("mean"), round(counts["right"] / length), people),
        "questions": {
            line: _question(row, had.get(line, {}), length=length) for line, row in counts.get("questions", {}).items()
        },
    }
    found = _reliability(counts, length=length) if people >= ENOUGH else None
    return now | ({"reliability": found} if found else {})


def _moved(before: list[int] | None, part: int, whole: int) -> list[int]:
    """The share as it is now; or as it was shown, where it may not move."""
    held = before or [0, 0]
    return [part, whole] if small_numbers.may_move(part, whole, held[0], held[1]) else held


def _question(row: Sums, before: Sums, *, length: int) -> Sums:
    whole, others = row["people"], max(1, length - 1)
    right = _moved(before.get("right"), row["right"], whole)
    had, rests, sure = (before.get(name, {}) for name in ("parts", "rest", "sure"))
    now: Sums = {
        "right": right,
        "parts": {key: _moved(had.get(key), took, whole) for key, (took, _rest) in row.get("parts", {}).items()},
        "rest": {
            key: _moved(rests.get(key), round(rest / others), took)
            for key, (took, rest) in row.get("parts", {}).items()
        },
        "sure": {step: _moved(sure.get(step), good, came) for step, (came, good) in row.get("sure", {}).items()},
    }
    if right[1] != whole:  # the share did not move, and nothing that is made of the same people does
        return now | ({"item_rest": before["item_rest"]} if "item_rest" in before else {})
    found = item_rest(whole, row["right"], row["rest"], row["squares"], row["both"]) if whole >= ENOUGH else None
    return now | ({"item_rest": rounded(found)} if found is not None else {})


def _reliability(counts: Sums, *, length: int) -> list[Any] | None:
    """By formula 20 when all got the same questions, else by formula 21."""
    people, rows = counts["people"], list(counts["questions"].values())
    if len(rows) == length and all(row["people"] == people for row in rows):
        found = kr20(people, counts["right"], counts["squares"], (row["right"] for row in rows))
        return ["KR-20", rounded(found)] if found is not None else None
    found = kr21(length, people, counts["right"], counts["squares"])
    return ["KR-21", rounded(found)] if found is not None else None


def rounded(value: float) -> float:
    """To the nearest 0.05."""
    return round(value * _PER_ONE) / _PER_ONE
