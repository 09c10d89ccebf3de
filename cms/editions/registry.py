"""How each kind of page or snippet becomes an edition. A room registers its own kinds when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.editions.content import Compiled
from cms.models import Edition


@dataclass(frozen=True)
class Way:
    """What compiles an item without storing anything, and what publishes it."""

    compile: Callable[[Any], Compiled]
    publish: Callable[..., Edition]


_ways: dict[type, Way] = {}


def register(model: type, *, compile: Callable[[Any], Compiled], publish: Callable[..., Edition]) -> None:  # noqa: A002  the word for it
    """Say how this model becomes an edition. Saying it again replaces what was said."""
    _ways[model] = Way(compile, publish)


def way_of(model: type) -> Way | None:
    """How this model becomes an edition; None for what has no draft or is no content."""
    return _ways.get(model)
