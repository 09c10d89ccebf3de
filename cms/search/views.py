"""Searching: one line to ask, and what was found, with the way there."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.models import Kind
from cms.search.finding import MOST_FOUND, MOST_LETTERS, Found, find
from people.scope import private, viewer_of


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What the reader may see that holds all the words of `q`."""
    viewer, asked = viewer_of(request), request.GET.get("q", "").strip()
    too_long = len(asked) > MOST_LETTERS
    result = find(
        "" if too_long else asked,
        organisation_id=viewer.organisation_id,
        profession=viewer.profession,
        is_member=viewer.is_member,
    )
    context = {
        "asked": asked[:MOST_LETTERS],
        "searched": bool(result.words),
        "too_long": too_long,
        "found": [_props(one) for one in result.found],
        "more": result.more,
        "most": MOST_FOUND,
    }
    return private(render(request, "cms/search.html", context, status=422 if too_long else 200))


def _props(one: Found) -> dict[str, Any]:
    return {
        "kind": _names()["local" if one.is_local else one.kind],
        "title": one.title,
        "heading": one.heading if one.heading != one.title else "",
        "excerpt": one.excerpt,
        "lesson": one.place if one.place and one.place.kind == Kind.LESSON else None,
        "case": one.place.slug if one.place and one.place.kind == Kind.CASE else "",
        "module": one.key if one.kind == Kind.MODULE else "",
        "term": one.key if one.kind == Kind.TERM else "",
        "question": one.number,
        "fragment": one.fragment,
    }


def _names() -> dict[str, str]:
    return {
        Kind.MODULE: _("Module"),
        Kind.LESSON: _("Les"),
        Kind.CASE: _("Casus"),
        Kind.TERM: _("Begrip"),
        Kind.REFLECTION: _("Spiegelvraag"),
        "local": _("Afspraak in jouw gemeente"),
    }
