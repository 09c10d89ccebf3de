"""A file that was asked for: how far it is, fetching it, throwing it away; and asking for everything we hold."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import holdings
from people.everything import EVERYTHING
from people.exports import actions, queries
from people.exports.kinds import MEDIA_TYPES, kind
from people.exports.models import UNDER_WAY, Export, State
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import client_key, private


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """Everything we hold on me: what it is, and the way to have it."""
    error, status = "", 200
    if request.method == "POST":
        try:
            return asked(request, EVERYTHING, {})
        except Refused as refusal:
            error, status = str(refusal), refusal.status
    context = {
        "error": error,
        "key": uuid.uuid4(),
        "sections": [{"title": one.title, "why": one.why} for one in holdings.sections()],
        "exports": listed(request.user.pk),
    }
    return private(render(request, "people/data.html", context, status=status))


def asked(request: HttpRequest, kind: str, chosen: dict[str, Any]) -> HttpResponse:
    """Ask for a file, and go to where one sees how far it is. Raises Refused."""
    key = client_key(request)
    export = actions.ask(key, by=request.user, kind=kind, chosen=chosen)
    if export.key != key:
        messages.info(
            request, _("Er wordt al een bestand voor je gemaakt. Wacht tot dat klaar is, en vraag dan het volgende.")
        )
    return redirect("people:export", export.pk)


def listed(user_id: int) -> list[dict[str, Any]]:
    """One's own files, for a list."""
    return [card(one) for one in queries.own_exports(user_id)]


_SECTIONS = {"reflection": "spiegel", "dossier": "dossier", "certificates": "dossier"}
"""Where one is in the menu, by the room in which a file is asked for."""


def card(export: Export) -> dict[str, Any]:
    """A file as pages show it."""
    made = kind(export.kind)
    return {
        "kind": export.kind,
        "title": made.title,
        "url": reverse("people:export", args=[export.pk]),
        "state": "stalled" if queries.is_stalled(export) else export.state,
        "word": State(export.state).label,
        "asked_at": export.asked_at,
        "expires_at": export.expires_at,
        "extension": export.extension.upper(),
        "size": filesizeformat(export.size or 0),
        "failure": export.failure,
        "waiting": export.state in UNDER_WAY,
        "back_url": reverse(made.page),
        "section": _SECTIONS.get(made.page.partition(":")[0], "profiel"),
    }


@require_GET
@login_required
@never_cache
def progress(request: HttpRequest, export: uuid.UUID) -> HttpResponse:
    """How far one's own file is. May be left and come back to."""
    found = queries.own_export(request.user.pk, export)
    if found is None:
        return _gone(request)
    own = {
        "file_url": reverse("people:export-file", args=[found.pk]),
        "again_url": reverse("people:export-again", args=[found.pk]),
        "delete_url": reverse("people:export-delete", args=[found.pk]),
    }
    return private(render(request, "people/export.html", card(found) | own))


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a file past its day, a deleted one, somebody else's and none at all."""
    return private(render(request, "people/export_gone.html", status=404))


@require_GET
@login_required
@never_cache
def file(request: HttpRequest, export: uuid.UUID) -> HttpResponse:
    """The file itself, to keep: never shown, and kept by no cache."""
    found = queries.own_export(request.user.pk, export)
    if found is None or found.state != State.READY:
        return _gone(request)
    try:
        content = actions.opened(found, by=request.user)
    except Unreadable:
        return _gone(request)
    response = HttpResponse(content, content_type=MEDIA_TYPES[found.extension])
    name = f"{kind(found.kind).name}-{timezone.localdate(found.ready_at):%Y-%m-%d}.{found.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)


@require_POST
@login_required
def again(request: HttpRequest, export: uuid.UUID) -> HttpResponse:
    """Have it made anew, after it failed or stood still."""
    found = queries.own_export(request.user.pk, export)
    if found is None:
        return _gone(request)
    try:
        actions.ask_again(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("people:export", found.pk)


@require_POST
@login_required
def delete(request: HttpRequest, export: uuid.UUID) -> HttpResponse:
    """Throw it away now."""
    found = queries.own_export(request.user.pk, export)
    if found is None:
        return _gone(request)
    actions.delete(found, by=request.user)
    messages.success(request, _("Het bestand is verwijderd."))
    return redirect(kind(found.kind).page)
