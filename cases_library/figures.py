"""Who a case is about: the names that a text about it may hold."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from cases_library.engine.format import Case
from people.guard import find


@lru_cache(maxsize=64)
def figures(case: Case) -> frozenset[str]:
    """The names of the people of a case, and whoever else its texts name. A long case takes a tenth of a second, once in a process."""
    listed = {person.name for person in case.people}
    told = {text[span.start : span.end] for text in _texts(case) for span in find(text) if span.kind == "name"}
    return frozenset(listed | told)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value of the format."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
