"""A dossier as a sheet: text that a spreadsheet opens, and takes for nothing but text."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from learning.dossier.queries import Line

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(lines: Iterable[Line]) -> bytes:
    """One row per activity, oldest first: day, kind, method, with whom, minutes. As Dutch sheets expect: marked UTF-8, semicolons."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow([_("Datum"), _("Soort"), _("Methode"), _("Met wie"), _("Minuten")])
    for line in sorted(lines, key=lambda one: (one.on, one.source)):
        texts = (str(line.kind.label), line.method, line.with_whom)
        rows.writerow([line.on.isoformat(), *map(harmless, texts), "" if line.minutes is None else line.minutes])
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that no spreadsheet reckons with: what would begin a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text
