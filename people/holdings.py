"""What this site holds on somebody, section by section: each room tells what it keeps, and "everything we hold on me" puts it together.

A test walks every table with people in it: one whose declaration names an export must stand in a section here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of what is held. `build` gives plain values (as JSON holds them) with the person's own words opened.

    `tables`: the labels of the models that it tells of. `why` is for the person, in Dutch.
    """

    name: str
    title: "StrOrPromise"
    why: "StrOrPromise"
    tables: frozenset[str]
    build: Callable[[User], Any]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes along beside the sections, to read rather than to process."""

    filename: str
    title: "StrOrPromise"
    build: Callable[[User], bytes]


_sections: dict[str, Section] = {}
_attachments: dict[str, Attachment] = {}


def register(
    name: str,
    title: "StrOrPromise",
    builder: Callable[[User], Any],
    *,
    tables: frozenset[str],
    why: "StrOrPromise",
) -> None:
    """Tell of a section. Safe to repeat."""
    _sections[name] = Section(name=name, title=title, why=why, tables=tables, build=builder)


def attach(filename: str, title: "StrOrPromise", builder: Callable[[User], bytes]) -> None:
    """Tell of a file that goes along. Safe to repeat."""
    _attachments[filename] = Attachment(filename=filename, title=title, build=builder)


def sections() -> list[Section]:
    """Every section, by name."""
    return [_sections[name] for name in sorted(_sections)]


def attachments() -> list[Attachment]:
    """Every file that goes along, by name."""
    return [_attachments[name] for name in sorted(_attachments)]
