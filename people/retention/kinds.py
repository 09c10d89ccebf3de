"""What is kept for a term: each room tells here of its rows, from when their term runs, and whose they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from people.models import Organisation
from people.retention.terms import Term

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some rows of a kind. `since` leads to the day or moment from which their term runs; a row without one is not over.

    `organisation` leads to whose rows they are. Where it is empty, `person` does, and of the organisations that somebody is or was of,
    the one that keeps longest decides. `person` also says who is told beforehand.
    """

    rows: Callable[[], QuerySet[Any]]
    since: str
    organisation: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Something with a term that an organisation may choose. `name` is kept in rows and stays for ever.

    `tables`: the labels whose term this is. Without parts the term is carried out elsewhere: that of accounts by `farewells`.
    """

    name: str
    title: "StrOrPromise"
    what: "StrOrPromise"
    term: Term
    tables: frozenset[str]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """Something whose term no organisation chooses. `count` says how many are over now, `end` ends them; both are safe to repeat.

    `long` says how long, and by whom it is chosen, if by anybody. `of` gives it team by team, as pairs, where it differs.
    """

    name: str
    title: "StrOrPromise"
    long: "Callable[[], StrOrPromise]"
    tables: frozenset[str]
    count: Callable[[], int]
    end: Callable[[], int]
    of: Callable[[Organisation], list[tuple[str, str]]] | None = None


_kinds: dict[str, Kind] = {}
_fixed: dict[str, Fixed] = {}


def register(one: Kind | Fixed) -> None:
    """Tell of it. Safe to repeat."""
    if isinstance(one, Kind):
        _kinds[one.name] = one
    else:
        _fixed[one.name] = one


def kinds() -> Iterator[Kind]:
    """What organisations choose a term for, by name."""
    return (_kinds[name] for name in sorted(_kinds))


def fixed() -> Iterator[Fixed]:
    """The others, by name."""
    return (_fixed[name] for name in sorted(_fixed))


def named(name: str) -> Kind | None:
    """The kind of this name."""
    return _kinds.get(name)
