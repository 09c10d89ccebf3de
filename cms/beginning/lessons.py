"""From a manuscript, and what its author decides about the headings, to lessons: each a title and its blocks as Wagtail keeps them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from math import ceil
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from cms.beginning.manuscript import MAX_TITLE, Manuscript, Paragraph, Part, Table, Words

BEGIN = -1
"""The place of a lesson that no heading opens: what stands before the first one."""
WORDS_A_MINUTE = 130
_SUMMARY = 240


class Role(StrEnum):
    """What a heading of the text becomes."""

    LESSON = "les"
    HEADING = "kop"
    SUBHEADING = "tussenkop"
    TEXT = "tekst"


@dataclass
class Lesson:
    """A lesson to be; `place` is that of its heading in the manuscript."""

    place: int
    title: str
    parts: list[tuple[Part, Role]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words below the title."""
        return "\n".join(_text(part) for part, _role in self.parts)

    @property
    def minutes(self) -> int:
        return max(1, ceil(len(self.text.split()) / WORDS_A_MINUTE))

    @property
    def summary(self) -> str:
        """A proposal: how the text begins, else the title."""
        first = next((part.text for part, role in self.parts if isinstance(part, Paragraph) and role == Role.TEXT), "")
        return shortened(first or self.title)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The body, with ids of its own."""
        return [{"type": kind, "id": str(uuid4()), "value": value} for kind, value in _blocks(self.parts)]


def shortened(text: str) -> str:
    """The first sentences that fit, or as many words."""
    line = " ".join(text.split())
    if len(line) <= _SUMMARY:
        return line
    head = line[:_SUMMARY]
    end = max(head.rfind(sign) for sign in (". ", "? ", "! "))
    return head[: end + 1] if end > 0 else f"{head.rsplit(' ', 1)[0][: _SUMMARY - 1]}…"


def headings(manuscript: Manuscript) -> list[tuple[int, Paragraph]]:
    """The headings, sure or not, with their places."""
    found = enumerate(manuscript.parts)
    return [(place, part) for place, part in found if isinstance(part, Paragraph) and part.level]


def proposed(manuscript: Manuscript) -> dict[int, Role]:
    """What each heading becomes when nobody says otherwise. What only looks like one counts where there is no other."""
    all_of_them = headings(manuscript)
    has_sure = any(not part.is_guess for _place, part in all_of_them)
    top = min((part.level for _place, part in all_of_them if part.is_guess != has_sure), default=1)
    return {place: _proposal(part, top, is_ignored=has_sure and part.is_guess) for place, part in all_of_them}


def _proposal(part: Paragraph, top: int, *, is_ignored: bool) -> Role:
    if is_ignored:
        return Role.TEXT
    if part.level <= top:
        return Role.LESSON if len(part.text) <= MAX_TITLE else Role.HEADING
    return Role.HEADING if part.level == top + 1 else Role.SUBHEADING


def lessons_of(manuscript: Manuscript, roles: Mapping[int, Role], titles: Mapping[int, str]) -> list[Lesson]:
    """The lessons in order. Every part of the manuscript stands in one of them, or is the title of one."""
    lessons: list[Lesson] = []
    for place, part in enumerate(manuscript.parts):
        role = roles.get(place, Role.TEXT)
        if role == Role.LESSON and isinstance(part, Paragraph):
            lessons.append(Lesson(place, titles.get(place, " ".join(part.text.split()))))
            continue
        if not lessons:
            lessons.append(Lesson(BEGIN, titles.get(BEGIN, _("Inleiding"))))
        lessons[-1].parts.append((part, _below_a_heading(lessons[-1], role)))
    return lessons


def _below_a_heading(lesson: Lesson, role: Role) -> Role:
    """A smaller heading needs a bigger one above it in its lesson."""
    if role != Role.SUBHEADING or any(earlier == Role.HEADING for _part, earlier in lesson.parts):
        return role
    return Role.HEADING


def _text(part: Part) -> str:
    return part.text if isinstance(part, Paragraph) else "\n".join(" ".join(row) for row in part.rows)


# --- Blocks ---------------------------------------------------------------------------------------


def _blocks(parts: Sequence[tuple[Part, Role]]) -> Iterator[tuple[str, Any]]:
    """Running text is one block from heading to heading, so that a question can be put between."""
    waiting: list[tuple[Paragraph, Role]] = []
    tables = 0
    for part, role in parts:
        if isinstance(part, Table) or role == Role.HEADING:
            yield from _text_block(waiting)
            waiting = []
        if isinstance(part, Table):
            tables += 1
            yield "table", _table(part, tables)
        else:
            waiting.append((part, role))
    yield from _text_block(waiting)


def _text_block(parts: list[tuple[Paragraph, Role]]) -> Iterator[tuple[str, str]]:
    if parts:
        yield "text", rich_text(parts)


def _table(table: Table, number: int) -> dict[str, Any]:
    data = [list(row) for row in table.rows]
    return {
        "caption": _("Tabel %(number)s") % {"number": number},
        "table": {
            "data": data,
            "cell": [],
            "mergeCells": [],
            "first_row_is_table_header": True,
            "first_col_is_header": True,
            "table_header_choice": "both",
            "table_caption": "",
        },
    }


def rich_text(parts: Sequence[tuple[Paragraph, Role]]) -> str:
    """The HTML of a rich text field."""
    made, points = [], []
    for part, role in parts:
        if part.depth and role == Role.TEXT:
            points.append(part)
            continue
        made += _lists(points)
        points = []
        made.append(_element(part, role))
    return "".join([*made, *_lists(points)])


def _element(part: Paragraph, role: Role) -> str:
    if role in {Role.HEADING, Role.SUBHEADING}:
        tag = "h2" if role == Role.HEADING else "h3"
        return f"<{tag}>{escape(' '.join(part.text.split()))}</{tag}>"
    return f"<p>{''.join(map(_words, part.words))}</p>"


def _lists(points: Sequence[Paragraph]) -> list[str]:
    """Lists in each other as deep as their points say, never skipping a depth."""
    made: list[str] = []
    open_tags: list[str] = []
    for point in points:
        tag = "ol" if point.is_numbered else "ul"
        depth = min(point.depth, len(open_tags) + 1)
        while len(open_tags) > depth or (len(open_tags) == depth and open_tags[-1] != tag):
            made.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == depth:
            made.append("</li>")
        else:
            open_tags.append(tag)
            made.append(f"<{tag}>")
        made.append(f"<li>{''.join(map(_words, point.words))}")
    made += [f"</li></{tag}>" for tag in reversed(open_tags)]
    return made


def _words(words: Words) -> str:
    html = escape(words.text, quote=False).replace("\t", " ").replace("\n", "<br/>")
    if words.italic:
        html = f"<i>{html}</i>"
    if words.bold:
        html = f"<b>{html}</b>"
    return f'<a href="{escape(words.href)}">{html}</a>' if words.href else html
