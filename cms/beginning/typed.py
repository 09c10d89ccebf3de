"""A pasted or typed text as a manuscript: Markdown's marks where they are, and else what the lines look like."""

import re
from collections.abc import Iterator
from itertools import islice

from cms.beginning.manuscript import (
    MAX_PARTS,
    Manuscript,
    Paragraph,
    Part,
    Words,
    is_address,
    joined,
    settled,
    table_or_paragraphs,
)

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_BULLET = re.compile(r"(\s*)(?:[-*+•·▪◦‣–]\s+|o(?:\t| {2,}))(\S.*)")
_NUMBERED = re.compile(r"(\s*)(\d{1,3})[.)]\s+(\S.*)")
_RULE = re.compile(r"[-*_=](?:\s*[-*_=]){2,}")
_DIVIDER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_INLINE = re.compile(
    r"\*\*(?P<bold>[^\s*](?:[^*\n]{0,500}[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*\n]{0,500}[^\s*])?)\*(?![\w*])"
    r"|\[(?P<label>[^\[\]\n]{1,300})\]\((?P<to>[^()\s]{1,500})\)"
    r"|(?P<bare>https?://[^\s<>\"()]{3,500}[^\s<>\"().,;:!?])"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_MOST_DEPTH = 3


def read_typed(text: str) -> Manuscript:
    """What a text holds. Raises FileRefused when it is too long for one module."""
    plain = _CONTROL.sub("", _LINE_END.sub("\n", text)).replace("\xa0", " ")
    lines = plain.split("\n")
    return settled(Manuscript(parts=tuple(islice(_Reader(lines).parts(), MAX_PARTS + 1))))


class _Reader:
    """Goes through the lines once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._depth = 0
        """Of the point of a list before this line; 0 where there is none."""
        self._counts: dict[int, int] = {}
        """The last number at each depth of the list before this line."""

    def parts(self) -> Iterator[Part]:
        while self._at < len(self._lines):
            if rows := self._rows():
                self._leave_list()
                yield from table_or_paragraphs(rows)
                continue
            line = self._lines[self._at]
            self._at += 1
            if line.strip() and not _RULE.fullmatch(line.strip()):
                yield self._point(line) or self._other(line)

    def _point(self, line: str) -> Paragraph | None:
        if bullet := _BULLET.fullmatch(line):
            self._enter(_depth(bullet[1], self._depth), 0)
            return Paragraph(words_in(bullet[2]), depth=self._depth)
        numbered = _NUMBERED.fullmatch(line)
        if numbered is None or not self._counts_on(numbered):
            return None
        self._enter(_depth(numbered[1], self._depth), int(numbered[2]))
        return Paragraph(words_in(numbered[3]), depth=self._depth, is_numbered=True)

    def _enter(self, depth: int, number: int) -> None:
        self._depth = depth
        self._counts = {at: count for at, count in self._counts.items() if at < depth} | {depth: number}

    def _leave_list(self) -> None:
        self._depth, self._counts = 0, {}

    def _counts_on(self, numbered: re.Match[str]) -> bool:
        """Whether a number is that of a list, which counts by itself: any other number is a word of the text, and stays."""
        number = int(numbered[2])
        if number != 1:
            return self._counts.get(_depth(numbered[1], self._depth), 0) == number - 1
        after = _NUMBERED.fullmatch(self._line_beside(_wide(numbered[1])))
        return after is not None and after[2] == "2"

    def _line_beside(self, wide: int) -> str:
        """The next line that stands no deeper; empty when there is none."""
        at = self._at
        while at < len(self._lines) and (not self._lines[at].strip() or _wide(self._lines[at]) > wide):
            at += 1
        return self._lines[at] if at < len(self._lines) else ""

    def _other(self, line: str) -> Paragraph:
        self._leave_list()
        return self._heading(line) or self._paragraph(line)

    def _rows(self) -> list[list[str]]:
        """The lines from here that are rows of a table: between bars, or parted by the same number of tabs."""
        begin, bars = self._at, self._lines[self._at].strip().startswith("|")
        tabs = _tabs(self._lines[begin])
        end = begin
        while end < len(self._lines) and _is_row(self._lines[end], tabs, bars=bars):
            end += 1
        if end - begin < 2:
            return []
        self._at = end
        lines = [line for line in self._lines[begin:end] if not (bars and _DIVIDER.fullmatch(line.strip()))]
        return [_cells(line) if bars else line.strip().split("\t") for line in lines]

    def _heading(self, line: str) -> Paragraph | None:
        marked = _HEADING.fullmatch(line.strip())
        if marked:
            return Paragraph(words_in(_without_closing(marked[2])), level=len(marked[1]))
        under = self._lines[self._at].strip() if self._at < len(self._lines) else ""
        if re.fullmatch(r"=+|-{3,}", under) and under:
            self._at += 1
            return Paragraph(words_in(line.strip()), level=1 if under[0] == "=" else 2)
        return None

    def _paragraph(self, line: str) -> Paragraph:
        """A line, and those after it that go on in the middle of a sentence."""
        said = [_without_mark(line)]
        while self._at < len(self._lines) and _goes_on(said[-1], self._lines[self._at]):
            said.append(_without_mark(self._lines[self._at]))
            self._at += 1
        return Paragraph(words_in(" ".join(said)))


def _wide(line: str) -> int:
    """How far a line springs in."""
    plain = line.expandtabs(4)
    return len(plain) - len(plain.lstrip())


def _depth(space: str, before: int) -> int:
    return min(1 + len(space.expandtabs(4)) // 2, before + 1, _MOST_DEPTH)


def _tabs(line: str) -> int:
    return 0 if _BULLET.fullmatch(line) or _NUMBERED.fullmatch(line) else line.strip().count("\t")


def _is_row(line: str, tabs: int, *, bars: bool) -> bool:
    return line.strip().startswith("|") if bars else tabs > 0 and _tabs(line) == tabs


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _without_mark(line: str) -> str:
    return re.sub(r"^(?:>\s?)+", "", line.strip()).strip()


def _without_closing(heading: str) -> str:
    """A heading may end as it began; `C#` is a word."""
    open_end = heading.rstrip("#")
    return open_end.rstrip() if open_end[-1:].isspace() else heading


def _goes_on(before: str, line: str) -> bool:
    begin = line.strip()[:1]
    return bool(begin) and begin.islower() and not before.endswith((".", "!", "?", ":")) and not _BULLET.fullmatch(line)


def words_in(text: str) -> tuple[Words, ...]:
    """The words of a line, with what its marks say of them."""
    made, end = [], 0
    for found in _INLINE.finditer(text):
        made.append(Words(text[end : found.start()]))
        made.append(_marked(found))
        end = found.end()
    return joined([*made, Words(text[end:])])


def _marked(found: re.Match[str]) -> Words:
    if found["bold"]:
        return Words(found["bold"], bold=True)
    if found["italic"]:
        return Words(found["italic"], italic=True)
    if found["bare"]:
        return Words(found["bare"], href=found["bare"])
    return Words(found["label"], href=found["to"]) if is_address(found["to"]) else Words(found[0])
