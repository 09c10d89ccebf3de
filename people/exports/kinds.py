"""The kinds of files that people may ask for. Each room tells here what it makes; a row holds only the kind's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Chosen = Mapping[str, Any]
"""What a file is narrowed to: plain values that JSON can hold, and no words."""
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


class Unavailable(Exception):
    """This server cannot make this kind of file: a library is missing."""


@dataclass(frozen=True)
class Made:
    """A finished file: its bytes, and which of MEDIA_TYPES it is."""

    content: bytes
    extension: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`make` runs in the worker, and may raise Unavailable. `page` is the route where one asks for it; `name` begins the file's name."""

    key: str
    title: "StrOrPromise"
    name: str
    page: str
    make: Callable[[User, Chosen], Made]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Tell of a kind. Safe to repeat."""
    _kinds[kind.key] = kind


def kind(key: str) -> Kind:
    """The kind of this name. Raises KeyError."""
    return _kinds[key]
