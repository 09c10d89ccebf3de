"""What people can be reminded of. Each room tells here how it finds what comes due; mails hold its words, so these never quote anybody."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that one person should think of by a day. `words` names it without anybody's own words; `path` is where to go."""

    user: int
    number: str
    due_on: date
    words: str
    path: str


Find = Callable[[date, date, Collection[int]], Iterable[Due]]
"""Today, the last day that counts, and people by their ids: what is open and due by that day, also from before today.
Never what is done. A constant number of statements, however many people."""
_sources: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Tell of a source. Safe to repeat; `name` stays the same for ever, or people are reminded again."""
    _sources[name] = find


def due(today: date, until: date, people: Collection[int]) -> list[tuple[str, Due]]:
    """All that comes due for these people, the nearest day first, each with the key under which it is remembered."""
    found = [(name, one) for name, find in sorted(_sources.items()) for one in find(today, until, people)]
    found.sort(key=lambda pair: pair[1].due_on)
    return [
        (f"{name}:{one.number}:{one.due_on}:{'now' if one.due_on <= today else 'soon'}", one) for name, one in found
    ]
