"""A mirror as a tagged PDF (PDF/UA-1). WeasyPrint is heavy and needs libraries of the system, so only the worker loads it.

Pages are laid out in memory, so a large mirror is laid out in parts, by year and then by size, and becomes a folder of PDFs.
"""

import ctypes
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation

from learning.reflection.taking.gathering import Begun, Mirror, Taken
from people.exports.kinds import Made, Unavailable

T = TypeVar("T")
MOST = 1_000_000
"""What one PDF may weigh, in characters: measured at some 0.3 KB of memory each, on top of the worker's own 130 MB (docs/operations.md)."""
_ROW, _SHARE = 2_000, 600
"""What the lines around the words of an entry or draft, and of a share or comment, cost in layout: as much as so many characters."""
_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether this server can make PDFs, without loading what makes them."""
    if find_spec("weasyprint") is None:
        return False
    try:
        for name in _LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


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
    try:
        import weasyprint
    except (ImportError, OSError) as fault:
        raise Unavailable from fault
    with translation.override("nl"):
        html = render_to_string("learning/reflection/paper.html", {"mirror": mirror})
    sheet = weasyprint.CSS(string=_css(), url_fetcher=_refuse)
    made: bytes = weasyprint.HTML(string=html, url_fetcher=_refuse, base_url=None).write_pdf(
        stylesheets=[sheet], pdf_variant="pdf/ua-1"
    )
    return made


def _css() -> str:
    found = finders.find("css/paper.css")
    if not found:
        raise FileNotFoundError("css/paper.css")
    return Path(found).read_text()


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """No document of ours asks anything of anybody."""
    raise ValueError("A document of words fetches nothing.")
