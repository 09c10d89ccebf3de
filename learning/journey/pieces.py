"""HTML that is rendered once and filled in many times: literal text with marks where a reader's own values go.

A mark is a name between two control characters, which no form and no browser sends as text. Only pages that the
site itself made are cut; words that somebody typed are put in as values and never searched for marks. The text is
kept compressed: a process remembers thousands of pieces, and unpacking one costs microseconds.
"""

import re
import sys
import uuid
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

_BEGIN, _END = "\x02", "\x03"
_LEVEL = 1
_MARK = re.compile(f"{_BEGIN}([a-z0-9]+){_END}")


class Pieces(NamedTuple):
    """The literal parts, packed into one, and the names of the marks between them: one fewer than there are parts."""

    packed: bytes
    marks: tuple[str, ...]


def mark(name: str) -> SafeString:
    """The place where the value `name` will stand."""
    return mark_safe(f"{_BEGIN}{name}{_END}")  # noqa: S308  a constant of ours


CSRF, KEY = mark("csrf"), mark("key")


def cut(html: str) -> Pieces:
    """HTML with marks, ready to be filled."""
    parts = _MARK.split(html)
    return Pieces(
        zlib.compress(_BEGIN.join(parts[::2]).encode(), _LEVEL), tuple(sys.intern(name) for name in parts[1::2])
    )


NOTHING = cut("")


def fill(pieces: Pieces, values: Mapping[str, str]) -> str:
    """The HTML with its values. Every `key` is a fresh one, so that each form has its own."""
    literals = zlib.decompress(pieces.packed).decode().split(_BEGIN)
    out = [literals[0]]
    for name, literal in zip(pieces.marks, literals[1:], strict=True):
        out += (str(uuid.uuid4()) if name == "key" else values[name], literal)
    return "".join(out)
