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
_LEVEL = 6
_MARK = re.compile(f"{_BEGIN}([a-z0-9]+){_END}")


class Pieces(NamedTuple):
    """The literal parts, packed into one, and the names of the marks between them: one fewer than there are parts."""

    packed: bytes
    marks: tuple[str, ...]
    model: bytes = b""


def mark(name: str) -> SafeString:
    """The place where the value `name` will stand."""
    return mark_safe(f"{_BEGIN}{name}{_END}")  # noqa: S308  a constant of ours


CSRF, KEY = mark("csrf"), mark("key")


def cut(html: str, family: str = "") -> Pieces:
    """HTML with marks, ready to be filled.

    Of a family that is much alike, all but the first are kept as what differs from the first. The first is kept for good, so
    nothing that holds a person's words belongs to a family.
    """
    parts = _MARK.split(html)
    literal, marks = _BEGIN.join(parts[::2]).encode(), tuple(sys.intern(name) for name in parts[1::2])
    if not family:
        return Pieces(zlib.compress(literal, _LEVEL), marks)
    model = _models.setdefault(family, literal)
    packer = zlib.compressobj(_LEVEL, zdict=model)
    return Pieces(packer.compress(literal) + packer.flush(), marks, model)


_models: dict[str, bytes] = {}


def forget() -> None:
    """Begin the families anew. For tests."""
    _models.clear()


def fill(pieces: Pieces, values: Mapping[str, str]) -> str:
    """The HTML with its values. Every `key` is a fresh one, so that each form has its own."""
    unpacker = zlib.decompressobj(zdict=pieces.model) if pieces.model else zlib.decompressobj()
    literals = unpacker.decompress(pieces.packed).decode().split(_BEGIN)
    out = [literals[0]]
    for name, literal in zip(pieces.marks, literals[1:], strict=True):
        out += (str(uuid.uuid4()) if name == "key" else values[name], literal)
    return "".join(out)


NOTHING = cut("")
