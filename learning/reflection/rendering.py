"""The mirror's longest pages as HTML. What is the same for everyone is made once per process; what is a person's own is put in
as a value, and nothing of it is ever remembered.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.editions.pieces import CSRF, Pieces, cut, fill, mark
from people.scope import private, viewer_of

_NAME, _TEAM, _PERSON = mark("name"), mark("team"), mark("person")


@dataclass(frozen=True)
class _Reader:
    """Whoever will read the page, as the frame's templates know them."""

    enters_studio: bool
    first_name: SafeString = _NAME
    team_name: SafeString = _TEAM
    user_uuid: SafeString = _PERSON


def framed(request: HttpRequest, template: str, **parts: str) -> HttpResponse:
    """A private page: its remembered frame, with this reader's name and token and these finished parts in it. Empty parts are left out."""
    viewer, given = viewer_of(request), {name: made for name, made in parts.items() if made}
    values = {
        "csrf": get_token(request),
        "name": escape(viewer.first_name),
        "team": escape(viewer.team_name or viewer.organisation_name),
        "person": str(viewer.user_uuid),
        "theme": getattr(request.user, "theme", "auto"),
        "messages": _messages(request),
        **given,
    }
    return private(HttpResponse(fill(_frame(template, viewer.enters_studio, tuple(given)), values)))


@lru_cache(maxsize=64)
def _frame(template: str, enters_studio: bool, parts: tuple[str, ...]) -> Pieces:
    context = {
        "viewer": _Reader(enters_studio),
        "theme": mark("theme"),
        "csrf_token": CSRF,
        "section": "spiegel",
        "messages_html": mark("messages"),
        **{name: mark(name) for name in parts},
    }
    return cut(render_to_string(template, context))


def _messages(request: HttpRequest) -> str:
    waiting = get_messages(request)
    return render_to_string("components/messages.html", {"messages": waiting}) if len(waiting) else ""


def part(template: str, **context: Any) -> SafeString:
    """A part of a page, made anew."""
    return render_to_string(template, context)


def piece(template: str, **texts: str) -> SafeString:
    """A part that is rendered once; its texts go in as values. The template sees which of them are not empty, and nothing else."""
    return rows(template, [texts])


def rows(template: str, found: Iterable[Mapping[str, str]]) -> SafeString:
    """A piece for each of these."""
    return mark_safe("".join(_row(template, row) for row in found))  # noqa: S308  our template; every text is escaped


def _row(template: str, row: Mapping[str, str]) -> str:
    given = {name: text if isinstance(text, SafeString) else html.escape(text) for name, text in row.items() if text}
    return _shape(template, tuple(given)) % given


@lru_cache(maxsize=256)
def _shape(template: str, names: tuple[str, ...]) -> str:
    """The template with a place for each of these texts, as Python's % fills them."""
    places = {mark(name.replace("_", "")): f"%({name})s" for name in names}
    shape = render_to_string(template, dict(zip(names, places, strict=True))).replace("%", "%%")
    for place, filled in places.items():
        shape = shape.replace(place, filled)
    return shape
