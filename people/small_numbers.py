"""The one way in which numbers about people leave the site: never about fewer than five, never so that a rest of them can be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass

AT_LEAST = 5
"""People. Below this there is no figure; and between two looks at a figure at least as many came."""


def is_due(counts: Mapping[str, int], shown: Mapping[str, int]) -> bool:
    """Whether enough people came since what is shown was counted to show it anew."""
    return sum(counts.values()) - sum(shown.values()) >= AT_LEAST


def spread(counts: Mapping[str, int], *, beside: Mapping[str, int] | None = None) -> dict[str, int] | None:
    """The spread as it may be shown, or None.

    Nothing under five people, and nothing that tells of somebody what they chose: not when all chose the same, nor when all
    but one did, because that one would know it of all the others. `beside` is the spread of some of these people that is
    shown too; then the rest must be nobody or at least five.
    """
    people = sum(counts.values())
    if people < AT_LEAST or max(counts.values()) >= people - 1:
        return None
    if beside is not None and 0 < abs(people - sum(beside.values())) < AT_LEAST:
        return None
    return dict(counts)


def may_show_anew(counts: Mapping[str, int], shown: Mapping[str, int]) -> bool:
    """Whether a spread may be shown in the place of an earlier one (empty: none was), so that who came since stay hidden among each other.

    Both spreads may be shown, and so may what came between them: five people at least, who did not all, nor all but one, choose the same.
    """
    if spread(counts) is None:
        return False
    came = {choice: counts.get(choice, 0) - shown.get(choice, 0) for choice in {*counts, *shown}}
    people = sum(came.values())
    return not shown or (people >= AT_LEAST and max(came.values()) < people - 1)


def about(number: int) -> int:
    """A count to the nearest five, for figures over content; what is under five is 0."""
    return 0 if number < AT_LEAST else round(number / AT_LEAST) * AT_LEAST


# --- Shares ---------------------------------------------------------------------------------------

_STEP = 5
MIXED = 2
"""People who did, and people who did not, that a share must leave room for."""


@dataclass(frozen=True)
class Share:
    """Which part of some people, as a percentage in steps of five. `edge`: 1 says "or more", -1 "or less"."""

    percent: int
    edge: int = 0


def share(part: int, whole: int) -> Share | None:
    """A part of these people as it may be shown; None under five people.

    It never says more than that at least two did and at least two did not may be so: near nobody and near everybody it is a
    bound, the same for all but two, all but one and all. How many people it is of, is not said beside it.
    """
    if whole < AT_LEAST:
        return None
    low, high = _bounds(whole)
    percent = (40 * part + whole) // (2 * whole) * _STEP
    if percent <= low or part <= MIXED:
        return Share(low, -1)
    if percent >= high or part >= whole - MIXED:
        return Share(high, 1)
    return Share(percent)


def _bounds(whole: int) -> tuple[int, int]:
    high = min(100 - _STEP, 100 * (whole - MIXED) // whole // _STEP * _STEP)
    return 100 - high, high


def may_move(part: int, whole: int, shown_part: int, shown_whole: int) -> bool:
    """Whether a share may be shown anew, so that nothing can be worked out about who came since.

    Five came at least, and of them two did and two did not; or the share stays where it is only a bound.
    """
    came, did = whole - shown_whole, part - shown_part
    is_mixed = did >= MIXED and came - did >= MIXED
    return came >= AT_LEAST and (is_mixed or part <= MIXED or whole - part <= MIXED)
