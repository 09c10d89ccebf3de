"""The one way in which numbers about people leave the site: never about fewer than five, never so that a rest of them can be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass

AT_LEAST = 5
"""People. Below this there is no figure; and between two looks at a figure at least as many came."""


def spread(counts: Mapping[str, int], *, beside: Mapping[str, int] | None = None) -> dict[str, int] | None:
    """The spread as it may be shown, or None.

    Nothing under five people, and nothing that tells of somebody what they chose: not when all chose the same, nor when all
    but one did, because that one would know it of all the others. `beside` is the spread of some of these people that is
    shown too; then the same holds for the rest, unless it is nobody.
    """
    rest = _rest(counts, beside) if beside is not None else {}
    return dict(counts) if _is_mixed(counts) and (_is_mixed(rest) or not any(rest.values())) else None


def may_show_anew(counts: Mapping[str, int], shown: Mapping[str, int]) -> bool:
    """Whether a spread may be shown in the place of an earlier one (empty: none was), so that who came since stay hidden among each other.

    It is looked at with every fifth person alone. Both spreads may be shown, and so may what came between them: five people at least,
    who did not all, nor all but one, choose the same.
    """
    is_fifth = sum(counts.values()) % AT_LEAST == 0
    return is_fifth and _is_mixed(counts) and (not shown or _is_mixed(_rest(counts, shown)))


def _is_mixed(counts: Mapping[str, int]) -> bool:
    """Five people at least, of whom not all, nor all but one, chose the same."""
    people = sum(counts.values())
    return people >= AT_LEAST and max(counts.values()) < people - 1


def _rest(counts: Mapping[str, int], some: Mapping[str, int]) -> dict[str, int]:
    """What is left of a spread without some of its people."""
    return {choice: counts.get(choice, 0) - some.get(choice, 0) for choice in {*counts, *some}}


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
