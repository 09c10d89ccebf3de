"""GIFT's own marks: what is escaped, what parts questions and answers, and in which format a text stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cms.interchange import prose

_ESCAPED = {"~": "\x01", "=": "\x02", "#": "\x03", "{": "\x04", "}": "\x05", ":": "\x06", "n": "\x07", "\\": "\x08"}
_BACK = {mark: sign for sign, mark in _ESCAPED.items()} | {"\x07": "\n"}
_ESCAPE = re.compile(r"\\([~=#{}:n\\])")
_HIDDEN = re.compile("[\x01-\x08]")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)", re.IGNORECASE)


class Text(NamedTuple):
    """Words and the format they stand in; without one, the format of the question."""

    words: str
    format: str

    def markdown(self) -> str:
        """For fields that hold Markdown."""
        if self.format == "markdown":
            return self.words.strip()
        if self.format == "html" or (self.format != "plain" and prose.has_tags(self.words)):
            return prose.from_html(self.words)
        return prose.from_plain(self.words)

    def plain(self) -> str:
        """For fields that hold plain words."""
        if self.format == "html" or (self.format in {"", "moodle"} and prose.has_tags(self.words)):
            return prose.words_of(self.words)
        return self.words.strip()


@dataclass
class Block:
    """What stands between blank lines: the text of a question with escapes hidden, its first line, its comments."""

    line: int
    text: str = ""
    comments: list[str] = field(default_factory=list)
    category: str = ""


def hide(text: str) -> str:
    """Put each escaped sign out of sight of what reads structure."""
    return _ESCAPE.sub(lambda one: _ESCAPED[one[1]], text)


def show(text: str) -> str:
    """What was hidden, as the signs it stood for."""
    return _HIDDEN.sub(lambda one: _BACK[one[0]], text)


def escape(text: str) -> str:
    """Words so that GIFT takes none of them for structure, on one line."""
    return re.sub(r"[\\~=#{}:]", lambda one: "\\" + one[0], text).replace("\n", "\\n")


def formatted(hidden: str, default: str) -> Text:
    """A text with the format that it names, or the default."""
    named = _FORMAT.match(hidden)
    words = show(hidden[named.end() :] if named else hidden)
    return Text(words, named[1].lower() if named else default)


def blocks(text: str) -> Iterator[Block]:
    """The questions and categories of a file. A blank line inside braces parts nothing when the braces close after it."""
    category, comments = "", list[str]()
    for line, rows in _paragraphs(text):
        made, texts = Block(line, category=category), list[str]()
        for number, row in rows:
            named = _CATEGORY.match(row)
            if named:
                category = show(hide(named[1].strip()))
                made.category = made.category if texts else category
            elif row.lstrip().startswith("//"):
                comments.append(row.strip()[2:].strip())
            else:
                made.line = made.line if texts else number
                texts.append(hide(row))
        made.text = "\n".join(texts)
        if texts:
            made.comments, comments = comments, []
            yield made


def _paragraphs(text: str) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    found: list[list[tuple[int, str]]] = [[]]
    for number, row in enumerate(text.split("\n"), 1):
        clean = re.sub("[\x00-\x08\x0b-\x1f]", "", row)
        if clean.strip():
            found[-1].append((number, clean))
        elif found[-1]:
            found.append([])
    waiting: list[tuple[int, str]] = []
    depth = 0
    for rows in found:
        if waiting and not _closes(rows):
            yield waiting[0][0], waiting
            waiting, depth = [], 0
        waiting += rows
        depth += _depth(rows)
        if waiting and depth <= 0:
            yield waiting[0][0], waiting
            waiting, depth = [], 0
    if waiting:
        yield waiting[0][0], waiting


def _structure(rows: list[tuple[int, str]]) -> str:
    told = (hide(row) for _number, row in rows if not row.lstrip().startswith("//"))
    return "".join(sign for row in told for sign in row if sign in "{}")


def _depth(rows: list[tuple[int, str]]) -> int:
    signs = _structure(rows)
    return signs.count("{") - signs.count("}")


def _closes(rows: list[tuple[int, str]]) -> bool:
    """Whether a paragraph ends a brace before it opens one, or is only more answers."""
    signs = _structure(rows)
    return signs.startswith("}") or (not signs and rows != [] and rows[0][1].lstrip()[:1] in {"=", "~", "#"})
