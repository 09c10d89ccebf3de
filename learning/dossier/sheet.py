"""A dossier as a sheet: text that a spreadsheet opens, and takes for nothing but text."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.dossier.queries import Line

MORE = (
    gettext_lazy("Begeleider"),
    gettext_lazy("Aantal deelnemers"),
    gettext_lazy("Niemand gaf mij leiding"),
    gettext_lazy("Bevestigd door"),
    gettext_lazy("Met naam"),
    gettext_lazy("Bewijs"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(lines: Iterable[Line]) -> bytes:
    """One row per activity, oldest first: what it was and what stands as evidence. As Dutch sheets expect: marked UTF-8, semicolons."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow([_("Datum"), _("Soort"), _("Methode"), _("Met wie"), _("Minuten"), *map(str, MORE)])
    for line in sorted(lines, key=lambda one: (one.on, one.source)):
        texts = (str(line.kind.label), line.method, line.with_whom)
        rows.writerow(
            [line.on.isoformat(), *map(harmless, texts), "" if line.minutes is None else line.minutes, *_more(line)]
        )
    return out.getvalue().encode("utf-8-sig")


def _more(line: Line) -> list[str | int]:
    number = "" if line.people is None else line.people
    stated = _("ja") if line.no_hierarchy else ""
    texts = harmless(line.facilitator), harmless(line.evidence), harmless(", ".join(line.named))
    return [texts[0], number, stated, line.confirmed or "", texts[2], texts[1]]


def harmless(text: str) -> str:
    """A text that no spreadsheet reckons with: what would begin a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text
