"""What is under way: kept by the page as one types, looked at, thrown away."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.reflection import draft_queries
from learning.reflection.actions import drafts
from learning.reflection.models import Draft
from learning.reflection.words import Reader
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import private, viewer_of

_ADDRESS = 400
"""Characters of an address on this site, at most."""


@require_GET
@login_required
@never_cache
def draft_at(request: HttpRequest) -> HttpResponse:
    """For our script: number, version and fields of the draft last touched for one form (`plaats`), or of `nummer`; `{}` for none."""
    found = _wanted(request)
    try:
        reply = _shown(found, Reader(request.user.uuid).draft(found)) if found else {}
    except Unreadable:
        reply = {}
    return private(JsonResponse(reply))


def _wanted(request: HttpRequest) -> Draft | None:
    if "nummer" not in request.GET:
        return next(iter(draft_queries.drafts_at(request.user.pk, request.GET.get("plaats", ""))), None)
    try:
        return draft_queries.own_draft(request.user.pk, uuid.UUID(request.GET["nummer"]))
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def draft(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """POST keeps what a form holds now, for our script; GET shows one's own draft."""
    return _keep(request, draft) if request.method == "POST" else _page(request, draft)


def _keep(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """200 `{version}` when it is kept; 409 with the other text, or with the entry that it became; 403 for a page of somebody else's."""
    if request.POST.get("person") != str(request.user.uuid):
        return private(JsonResponse({"error": _("Op dit apparaat is nu iemand anders aangemeld.")}, status=403))
    place, path, seen = (request.POST.get(name, "") for name in ("place", "path", "seen"))
    if not (_is_here(place) and _is_here(path) and seen.isdecimal() and len(seen) < 9):
        return private(JsonResponse({"error": _("Dit concept kan hier niet worden bewaard.")}, status=422))
    fields = {name: request.POST.get(name, "") for name in drafts.FIELDS}
    try:
        kept = drafts.keep(draft, by=request.user, seen=int(seen), place=place, path=path, fields=fields)
    except drafts.Overtaken as overtaken:
        return private(JsonResponse({"error": str(overtaken), "other": dict(overtaken.other)}, status=409))
    except drafts.AlreadySaved as saved:
        url = reverse("reflection:entry", args=[saved.entry])
        return private(JsonResponse({"error": str(saved), "entry": url}, status=409))
    except Refused as refusal:
        return private(JsonResponse({"error": str(refusal)}, status=refusal.status))
    return private(JsonResponse({"version": kept.version}))


def _is_here(address: str) -> bool:
    """Whether an address can only be one of this site."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and len(address) <= _ADDRESS


def _shown(draft: Draft, fields: dict[str, str]) -> dict[str, Any]:
    return {"draft": str(draft.pk), "version": draft.version, "fields": fields}


def _page(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    found = draft_queries.own_draft(request.user.pk, draft)
    if found is None:
        raise Http404
    try:
        fields, unreadable = Reader(request.user.uuid).draft(found), False
    except Unreadable:
        fields, unreadable = {}, True
    lessons = draft_queries.lessons_of([found.place], organisation_id=viewer_of(request).organisation_id)
    title, number = draft_queries.title_of(found.place, lessons.get(found.place, ""))
    context = {
        "draft": found,
        "title": title,
        "number": number,
        "texts": [fields[name] for name in ("text", "technical", "normative", "personal") if fields.get(name)],
        "unreadable": unreadable,
        "go_on_url": draft_queries.go_on(found.pk, found.place, found.path),
    }
    return private(render(request, "learning/reflection/draft.html", context))


@require_POST
@login_required
def draft_delete(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw one's own draft away."""
    if draft_queries.own_draft(request.user.pk, draft) is None:
        raise Http404
    drafts.delete(draft, by=request.user)
    messages.success(request, _("Je concept is verwijderd."))
    return redirect("reflection:overview")
