"""A question between a file and the bank: plain values, whatever the format, and what a reader has to say about a file."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from cms.text import render_markdown

Value = dict[str, Any]
"""The answers of a kind, in the plain form that its block reads (cms/blocks/questions.py), without ids."""
MAX_TITLE = 200
DERIVED_TITLE = 100
"""Characters of a title that is taken from the question itself."""
_MARKS = re.compile(r"[\\*_`\[#>]|<[A-Za-z/]")
_MOST_READ = 1000
"""Characters of a question that are read for its title."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class FileRefused(Exception):
    """The file as a whole cannot be read, or is not safe to read; the message says what to do."""


class NotHeld(Exception):
    """One question does not fit in our kinds, or not in a format; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question. `where` says where in the file it stood, and is no part of what it says."""

    kind: str
    title: str
    stem: str
    value: Value
    explanation: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    key: str = ""
    reviewed_on: date | None = None
    where: str = field(default="", compare=False)

    def tidied(self) -> "Item":
        """The same without control characters, spaces around texts, and the line ends of other systems."""
        return replace(
            self,
            title=" ".join(tidy(self.title).split()),
            stem=tidy(self.stem),
            value=tidy(self.value),
            explanation=tidy(self.explanation),
            source=tidy(self.source),
            tags=tuple(dict.fromkeys(tag for one in self.tags if (tag := tidy_tag(one)))),
        )


@dataclass(frozen=True)
class Remark:
    """Something to tell about one place in a file."""

    where: str
    why: str


@dataclass
class Reading:
    """What a file holds: the questions, what is skipped and why, and what of a question stays behind."""

    items: list[Item] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


@dataclass
class Writing:
    """A file to be, what could not go into it, and what went in so that only Leerspiegel reads it back."""

    data: bytes = b""
    left_out: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def tidy(value: Any) -> Any:
    """Texts at any depth as the bank keeps them. An empty text in a list of texts is no part of it."""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
        return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()
    if isinstance(value, dict):
        return {key: tidy(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [made for inner in value if (made := tidy(inner)) != ""]
    return value


def tidy_tag(tag: str) -> str:
    """A tag on one line; commas part tags in the bank."""
    return " ".join(str(tidy(tag)).replace(",", " ").split())


def _without_marks(stem: str) -> str:
    """The beginning of a Markdown text as its reader sees it."""
    start = stem[:_MOST_READ]
    return unescape(strip_tags(render_markdown(start))) if _MARKS.search(start) else start


def titled(title: str, stem: str) -> str:
    """The title, or the beginning of the question where a file gives none."""
    given = " ".join(str(tidy(title)).split())
    if given:
        return given
    words = " ".join(_without_marks(stem).split())
    if len(words) <= DERIVED_TITLE:
        return words
    cut = words[:DERIVED_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
