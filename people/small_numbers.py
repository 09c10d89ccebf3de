"""The one way in which numbers about people leave the site: never about fewer than five, never so that a rest of them can be worked out."""

from collections.abc import Mapping

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


def about(number: int) -> int:
    """A count to the nearest five, for figures over content; what is under five is 0."""
    return 0 if number < AT_LEAST else round(number / AT_LEAST) * AT_LEAST
