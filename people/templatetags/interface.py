"""Tags of the page frame: its stylesheets, its header, and where the reader is."""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.context import Context
from django.templatetags.static import static
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from people import stylesheets as css

register = template.Library()

SECTIONS = (
    ("/leren/", "leren"),
    ("/opfrissen/", "leren"),
    ("/casussen/", "casussen"),
    ("/begrippen/", "begrippen"),
    ("/spiegel/", "spiegel"),
    ("/sessies/", "sessies"),
    ("/meedoen/", "sessies"),
    ("/dossier/", "dossier"),
    ("/programma/", "programma"),
    ("/begeleiden/", "programma"),
    ("/hulp-vragen/", "programma"),
    ("/mijn-team/", "programma"),
    ("/profiel/", "profiel"),
    ("/privacy/", "privacy"),
    ("/zoeken/", "zoeken"),
)


@register.simple_tag
def stylesheets() -> SafeString:
    """Link the one joined stylesheet when it was collected, and each file apart when it was not (development, tests)."""
    joined = css.JOINED in getattr(staticfiles_storage, "hashed_files", {})
    names = [css.JOINED] if joined else _apart()
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in names))


@lru_cache(maxsize=1)
def _apart() -> list[str]:
    folder = finders.find("css")
    return css.names(Path(folder)) if folder else []


@register.filter
def day(value: dt.date | str) -> str:
    """A date, or a text that holds one ("2026-11-21"), as one reads it: 21 november 2026. Any other text as it is."""
    try:
        found = parse_date(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    return date_format(found, "j F Y") if found else str(value or "")


@register.inclusion_tag("components/header.html", takes_context=True)
def site_header(context: Context) -> dict[str, Any]:
    """The header for the person who looks; `section` in the context says where they are when the path does not."""
    request, viewer = context.get("request"), context.get("viewer")
    known = {
        "signed_in": bool(viewer),
        "active": context.get("section") or section_of(getattr(request, "path", "")),
        "csrf_token": context.get("csrf_token"),
    }
    if not viewer:
        return known
    return known | {
        "name": viewer.first_name,
        "team": viewer.team_name or viewer.organisation_name,
        "enters_studio": viewer.enters_studio,
    }


def section_of(path: str) -> str:
    """The part of the site that a path belongs to, as the navigation names it; empty when it is none of them."""
    if path == "/":
        return "vandaag"
    return next((name for start, name in SECTIONS if path.startswith(start)), "")
