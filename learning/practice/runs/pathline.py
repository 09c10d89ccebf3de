"""A run as a drawn line: where each scene lies on it, and the short ways that were not taken. Numbers only; a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

COLUMNS = 5
CELL, ROW, EDGE, RADIUS = 68, 76, 34, 13
_STUBS = ((-18, -24), (18, -24), (0, -30))


@dataclass(frozen=True, slots=True)
class Node:
    """A scene on the line. `stubs` are the ends of the ways not taken there."""

    number: int
    x: int
    y: int
    stubs: tuple[tuple[int, int], ...]
    is_ending: bool

    @property
    def left(self) -> int:
        return self.x - RADIUS

    @property
    def top(self) -> int:
        return self.y - RADIUS

    @property
    def base(self) -> int:
        """Where its number stands."""
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Line:
    """The whole drawing: its size, the line as an SVG path, and its nodes."""

    width: int
    height: int
    path: str
    nodes: tuple[Node, ...]


def draw(others: Sequence[int]) -> Line:
    """Draw a run from how many other ways each scene on it had; the last scene is where it ended. It winds to and fro, row under row."""
    places = [_place(number) for number in range(len(others))]
    last = len(others) - 1
    nodes = tuple(
        Node(
            number + 1,
            x,
            y,
            tuple((x + right, y + down * _side(number)) for right, down in _STUBS[: others[number]]),
            number == last,
        )
        for number, (x, y) in enumerate(places)
    )
    rows = -(-len(others) // COLUMNS)
    width = 2 * EDGE + CELL * (min(COLUMNS, len(others)) - 1)
    return Line(width, 2 * EDGE + ROW * (rows - 1) + 8, _path(places), nodes)


def _place(number: int) -> tuple[int, int]:
    row, column = divmod(number, COLUMNS)
    if row % 2:
        column = COLUMNS - 1 - column
    return EDGE + CELL * column, EDGE + 8 + ROW * row


def _side(number: int) -> int:
    """Which way the stubs point: up, but down where the line itself comes in from above."""
    return -1 if number and number % COLUMNS == 0 else 1


def _path(places: Sequence[tuple[int, int]]) -> str:
    parts = [f"M{places[0][0]} {places[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(places):
        if y == to_y:
            parts.append(f"L{to_x} {to_y}")
        else:  # around the end of the row
            out = x + (26 if x > EDGE else -26)
            parts.append(f"C{out} {y} {out} {to_y} {to_x} {to_y}")
    return " ".join(parts)
