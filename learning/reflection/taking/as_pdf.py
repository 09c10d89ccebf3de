"""A mirror as a tagged PDF (people/exports/pdf.py).

Pages are laid out in memory, so a large mirror is laid out in parts, by year and then by size, and becomes a folder of PDFs.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from django.utils import timezone

from learning.reflection.taking.gathering import Begun, Mirror, Taken
from people.exports.kinds import Made
from people.exports.pdf import is_available, laid_out

__all__ = ["is_available", "parts_of", "to_pdf"]

T = TypeVar("T")
MOST = 1_000_000
"""What one PDF may weigh, in characters: measured at some 0.3 KB of memory each, on top of the worker's own 130 MB (docs/operations.md)."""
_ROW, _SHARE = 2_000, 600
"""What the lines around the words of an entry or draft, and of a share or comment, cost in layout: as much as so many characters."""


def to_pdf(mirror: Mirror) -> Made:
    """One PDF, or for a large mirror a ZIP of them. Raises Unavailable."""
    parts = list(parts_of(mirror))
    if len(parts) == 1:
        return Made(_pdf(mirror), "pdf")
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as files:  # a PDF is compressed already
        for name, part in parts:
            files.writestr(f"spiegel-{name}.pdf", _pdf(part))
    return Made(folder.getvalue(), "zip")


def parts_of(mirror: Mirror, most: int | None = None) -> Iterator[tuple[str, Mirror]]:
    """The mirror in parts that can each be laid out, by name: years, and what is too much for one cut by size. The rest goes last."""
    most = most or MOST
    sizes = [_size(one) for one in mirror.entries], [_size_of_draft(one) for one in mirror.drafts]
    if sum(map(sum, sizes)) <= most:
        yield "alles", mirror
        return
    for year, entries in groupby(mirror.entries, key=lambda one: timezone.localdate(one.at).year):
        for number, few in enumerate(_cut(entries, _size, most), 1):
            yield f"{year}-{number}", replace(mirror, entries=tuple(few), drafts=(), received=())
    for number, drafts in enumerate(_cut(mirror.drafts, _size_of_draft, most), 1):
        yield f"concepten-{number}", replace(mirror, entries=(), drafts=tuple(drafts), received=())
    if mirror.received:
        yield "met-jou-gedeeld", replace(mirror, entries=(), drafts=())


def _cut(rows: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    few: list[T] = []
    total = 0
    for one in rows:
        if few and total + size(one) > most:
            yield few
            few, total = [], 0
        few.append(one)
        total += size(one)
    if few:
        yield few


def _size_of_draft(one: Begun) -> int:
    return _ROW + sum(map(len, (one.fields or {}).values()))


def _size(one: Taken) -> int:
    said = [word.text or "" for given in one.given for word in given.comments]
    around = _ROW + _SHARE * (len(one.given) + len(said))
    return around + sum(map(len, said)) + (len(one.words.everything) if one.words else 0)


def _pdf(mirror: Mirror) -> bytes:
    return laid_out("learning/reflection/paper.html", {"mirror": mirror})
