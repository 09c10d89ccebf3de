"""What other rooms know of who looked at something of somebody's. Each tells here how it finds it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Look:
    """That something was looked at on a day. `name` is empty where the account is gone."""

    day: date
    what: str
    name: str


Find = Callable[[int, date], Iterable[Look]]
"""Of somebody, since a day. One statement."""
_sources: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Tell of a source. Safe to repeat."""
    _sources[name] = find


def looks(user_id: int, since: date) -> list[Look]:
    """All that other rooms know, in no order."""
    return [one for find in _sources.values() for one in find(user_id, since)]
