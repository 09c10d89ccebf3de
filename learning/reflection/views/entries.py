"""The mirror: one's own entries, to read and to delete."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.models import Kind
from cms.reflection_questions import BY_NUMBER
from learning.reflection import queries
from learning.reflection.actions import entries as actions
from learning.reflection.models import Entry
from learning.reflection.words import Reader
from people.keys.vault import Unreadable
from people.scope import private


def _listed(entry: Entry) -> dict[str, Any]:
    about = BY_NUMBER.get(entry.question or 0)
    where = ""
    if entry.lesson:
        is_case = entry.lesson.taught.kind == Kind.CASE
        words = _("Casus: %(title)s, editie %(number)s") if is_case else _("Les: %(title)s, editie %(number)s")
        where = words % {"title": entry.lesson.taught.title, "number": entry.lesson.number}
    return {
        "id": f"tekst-{entry.pk}",
        "url": reverse("reflection:entry", args=[entry.pk]),
        "delete_url": reverse("reflection:delete", args=[entry.pk]),
        "prompt": strip_tags(entry.prompt),
        "number": entry.question or "",
        "short_name": about.name if about else "",
        "written_on": entry.created_at,
        "where": where,
    }


@require_GET
@login_required
@never_cache
def entry(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """One's own words."""
    found = queries.own_entry(request.user.pk, entry)
    if found is None:
        raise Http404
    try:
        text, unreadable = Reader(request.user.uuid).entry(found).text, False
    except Unreadable:
        text, unreadable = "", True
    return private(
        render(request, "learning/reflection/entry.html", _listed(found) | {"text": text, "unreadable": unreadable})
    )


@require_POST
@login_required
def delete(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Delete one's own words."""
    found = queries.own_entry(request.user.pk, entry)
    if found is None:
        raise Http404
    actions.delete(found, by=request.user)
    messages.success(request, _("Je tekst is verwijderd."))
    return redirect("reflection:overview")
