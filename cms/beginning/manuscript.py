"""A text that somebody brings, as plain values: its headings, paragraphs, points and tables. Knows no file and no database."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from cms.interchange.items import FileRefused, Remark

MAX_CHARACTERS = 300_000
MAX_PARTS = 5_000
"""Paragraphs, and rows of tables."""
MAX_HEADINGS = 200
MAX_TITLE = 255
_SHORT = 80
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]")
_REFERENCE = re.compile(r"\[\^([^\]\n]{0,120})\]")
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True)
class Words:
    """Words that look the same and lead to the same place; a line end in them is one that was meant."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a heading (`level` from one) or a point of a list (`depth` from one)."""

    words: tuple[Words, ...]
    level: int = 0
    is_guess: bool = False
    """It looks like a heading, and nobody said that it is one."""
    depth: int = 0
    is_numbered: bool = False

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.words)


@dataclass(frozen=True)
class Table:
    """Cells as plain text, all rows of the same length."""

    rows: tuple[tuple[str, ...], ...]


Part = Paragraph | Table


@dataclass(frozen=True)
class Manuscript:
    """A whole text; `left` says what of the file did not come along."""

    title: str = ""
    parts: tuple[Part, ...] = ()
    left: tuple[Remark, ...] = field(default=())


def words_of(text: str) -> tuple[Words, ...]:
    return (Words(text),) if text else ()


def is_address(href: str) -> bool:
    """Whether a link may lead there."""
    return href.lower().startswith(_SCHEMES) and len(href) <= 2000 and not re.search(r"[\s<>\"]", href)


def joined(words: Sequence[Words]) -> tuple[Words, ...]:
    """Neighbours that look the same as one, without space around the whole, and without what would be read as a reference to a source."""
    said = (one for one in words if one.text)
    grouped = [list(group) for _look, group in groupby(said, key=lambda one: (one.bold, one.italic, one.href))]
    made = [replace(group[0], text="".join(one.text for one in group)) for group in grouped]
    if made:
        made[0] = replace(made[0], text=made[0].text.lstrip())
        made[-1] = replace(made[-1], text=made[-1].text.rstrip())
    return tuple(replace(one, text=without_references(one.text)) for one in made if one.text)


def without_references(text: str) -> str:
    """`[^1]` would name a source of the lesson, which a pasted text does not have; the words stay."""
    return _REFERENCE.sub(r"[\1]", text)


def lost_addresses(parts: Sequence[Part], addresses: Sequence[str]) -> tuple[Remark, ...]:
    """The addresses that the file had behind words, and that no words of these parts lead to: in tables and headings there are no links."""
    kept = {one.href for part in parts if isinstance(part, Paragraph) for one in part.words}
    return tuple(
        Remark(_("Link zonder adres"), one[:200]) for one in dict.fromkeys(addresses) if one and one not in kept
    )


def table_or_paragraphs(rows: Sequence[Sequence[str]]) -> list[Part]:
    """A table when there is something to compare in it; a frame of one row or column is its text."""
    filled = [[without_references(cell.strip()) for cell in row] for row in rows]
    width = max((len(row) for row in filled), default=0)
    whole = [row + [""] * (width - len(row)) for row in filled]
    kept = [index for index in range(width) if any(row[index] for row in whole)]
    body = [tuple(row[index] for index in kept) for row in whole if any(row)]
    if len(body) > 1 and len(kept) > 1:
        head = tuple(cell or "–" for cell in body[0])
        return [Table((head, *body[1:]))]
    lines = [line for row in body for cell in row for line in cell.split("\n") if line.strip()]
    return [Paragraph(words_of(line.strip())) for line in lines]


def settled(manuscript: Manuscript) -> Manuscript:
    """Find the title and what looks like a heading. Raises FileRefused when it is too much for one module."""
    _refuse_too_much(manuscript.parts)
    parts = _guessed([part for part in manuscript.parts if isinstance(part, Table) or part.text.strip()])
    title = manuscript.title.strip()
    if not title and _opens_with_a_title(parts):
        title, parts = _one_line(parts[0]), parts[1:]
    if len(title) > MAX_TITLE:
        title, parts = "", [Paragraph(words_of(title)), *parts]
    _refuse_too_much(parts)
    return Manuscript(title=without_references(title), parts=tuple(parts), left=manuscript.left)


def _one_line(part: Part) -> str:
    return " ".join(part.text.split()) if isinstance(part, Paragraph) else ""


def _opens_with_a_title(parts: list[Part]) -> bool:
    """One heading of the first level stands on top, and smaller ones follow."""
    sure = [part.level for part in parts if isinstance(part, Paragraph) and part.level and not part.is_guess]
    first = parts[0] if parts else None
    is_heading = isinstance(first, Paragraph) and first.level == 1 and not first.is_guess
    return is_heading and len(sure) > 1 and sure.count(1) == 1


def _refuse_too_much(parts: Sequence[Part]) -> None:
    size = sum(len(part.text) if isinstance(part, Paragraph) else _size(part) for part in parts)
    count = sum(1 if isinstance(part, Paragraph) else len(part.rows) for part in parts)
    if size > MAX_CHARACTERS or count > MAX_PARTS:
        raise FileRefused(_("Deze tekst is te lang voor één module. Verdeel hem, en begin met het eerste deel."))
    if sum(1 for part in parts if isinstance(part, Paragraph) and part.level) > MAX_HEADINGS:
        raise FileRefused(
            _("Deze tekst heeft meer dan %(most)s koppen. Verdeel hem over meer modules.") % {"most": MAX_HEADINGS}
        )


def _size(table: Table) -> int:
    return sum(len(cell) for row in table.rows for cell in row)


# --- What looks like a heading --------------------------------------------------------------------


def _guessed(parts: list[Part]) -> list[Part]:
    """The same, with what looks like a heading marked: a line of its own, with something below it."""
    levels = [*(_level(part) for part in parts), 1]
    return [
        replace(part, level=levels[place], is_guess=True)
        if isinstance(part, Paragraph) and levels[place] and not levels[place + 1]
        else part
        for place, part in enumerate(parts)
    ]


def _level(part: Part) -> int:
    """The level that an ordinary, short line would have as a heading; 0 when it does not look like one."""
    if not isinstance(part, Paragraph) or part.level or part.depth:
        return 0
    text = part.text.strip()
    if len(text) > _SHORT or "\n" in text or text.endswith((".", ",", ";", ":", "!")):
        return 0
    if number := _NUMBER.match(text):
        return number[1].count(".") + 1
    letters = "".join(_LETTERS.findall(text))
    in_capitals = len(letters) > 3 and letters == letters.upper() and letters != letters.lower()
    return 1 if in_capitals or all(one.bold for one in part.words) else 0


# --- As plain values, to travel through a form ----------------------------------------------------


def to_plain(manuscript: Manuscript) -> dict[str, Any]:
    return asdict(manuscript)


def from_plain(said: dict[str, Any]) -> Manuscript:
    return Manuscript(
        title=said["title"],
        parts=tuple(_part(one) for one in said["parts"]),
        left=tuple(Remark(**one) for one in said["left"]),
    )


def _part(said: dict[str, Any]) -> Part:
    if "rows" in said:
        return Table(tuple(tuple(row) for row in said["rows"]))
    return Paragraph(**said | {"words": tuple(Words(**one) for one in said["words"])})
