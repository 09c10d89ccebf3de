"""HTML that is rendered once and filled in many times: literal text with marks where a reader's own values go.

A mark is a name between two control characters, which no form and no browser sends as text. Only pages that the
site itself made are cut; words that somebody typed are put in as values and never searched for marks.
"""

import re
import uuid
from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

Pieces = tuple[str, ...]
"""literal, mark, literal, mark, … literal"""
_MARK = re.compile("\x02([a-z]+)\x03")


def mark(name: str) -> SafeString:
    """The place where the value `name` will stand."""
    return mark_safe(f"\x02{name}\x03")  # noqa: S308  a constant of ours


CSRF, KEY = mark("csrf"), mark("key")


def cut(html: str) -> Pieces:
    """HTML with marks, ready to be filled."""
    return tuple(_MARK.split(html))


def fill(pieces: Pieces, values: Mapping[str, str]) -> str:
    """The HTML with its values. Every `key` is a fresh one, so that each form has its own."""
    out = list(pieces)
    for place in range(1, len(out), 2):
        out[place] = str(uuid.uuid4()) if out[place] == "key" else values[out[place]]
    return "".join(out)
