"""How many people a change would touch, in figures that tell of nobody. Whoever keeps records of learners tells it here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.small_numbers import about


@dataclass(frozen=True, slots=True)
class Touched:
    """People, to the nearest five; under five is 0 and is told as "minder dan vijf"."""

    under_way: int
    finished: int


Source = Callable[[Any], tuple[int, int] | None]
"""Given a page: how many people are under way in it and how many finished it; None for a page of another kind."""

_sources: list[Source] = []


def told_by(source: Source) -> None:
    """Name who knows, once, when the site starts."""
    if source not in _sources:
        _sources.append(source)


def touched_by(page: Any) -> Touched | None:
    """Whom a change of this page would touch, rounded on the way out; None when nobody can know."""
    for source in _sources:
        found = source(page)
        if found is not None:
            under_way, finished = found
            return Touched(about(under_way), about(finished))
    return None
