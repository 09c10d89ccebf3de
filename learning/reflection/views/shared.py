"""What was shared: reading what a colleague gave, and talking about it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.reflection_questions import BY_NUMBER
from learning.reflection import sharing_queries as sharing
from learning.reflection.actions import sharing as actions
from learning.reflection.models import Dimension, Share
from learning.reflection.views.threads import thread_of
from people.guard import hints
from people.refusal import Refused
from people.scope import client_key, is_in_place, private

# --- Reading --------------------------------------------------------------------------------------


@require_GET
@login_required
def shared_list(request: HttpRequest) -> HttpResponse:
    """What was shared with one, and what one shares oneself."""
    me = request.user.pk
    context = {
        "received": [
            {
                "url": reverse("reflection:shared", args=[one.uuid]),
                "title": one.title,
                "about": _about(one.question),
                "written_at": one.written_at,
                "name": one.name,
                "until": one.until,
                "opened": one.opened,
            }
            for one in sharing.received(me)
        ],
        "given": [
            {
                "url": f"{reverse('reflection:entry', args=[one.entry])}#gedeeld-{one.uuid}",
                "title": one.title,
                "written_at": one.written_at,
                "name": one.name,
                "until": one.until,
            }
            for one in sharing.given(me)
        ],
        "left_behind": [
            {"name": one.name, "at": one.at, "delete_url": reverse("reflection:comment-delete", args=[one.uuid])}
            for one in sharing.left_behind(me)
        ],
    }
    return private(render(request, "learning/reflection/shared_list.html", context))


@require_GET
@login_required
def shared(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Read what a colleague shared; that it was opened is written down before its words are sent."""
    found = _shared_or_404(request, share)
    words = sharing.words_of(found)
    if words is not None and not actions.note_opening(found, by=request.user):
        raise Http404
    entry = found.entry
    context = {
        "prompt": strip_tags(entry.prompt),
        "about": _about(entry.question),
        "name": entry.user.get_full_name(),
        "written_on": entry.created_at,
        "until": found.until,
        "words": words,
        "dimensions": [
            {"label": Dimension(name).label, "text": text} for name, text in (words.dimensions if words else {}).items()
        ],
        "thread": thread_of(request, found),
    }
    return private(render(request, "learning/reflection/shared.html", context))


def _shared_or_404(request: HttpRequest, share: uuid.UUID) -> Share:
    found = sharing.shared_with(request.user.pk, share)
    if found is None:
        raise Http404
    return found


def _about(question: int | None) -> str:
    about = BY_NUMBER.get(question or 0)
    return _("Vraag %(number)s, %(name)s") % {"number": about.number, "name": about.name} if about else ""


# --- Talking about it -------------------------------------------------------------------------------


@require_POST
@login_required
def comment(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Say something at a share, as either of the two, once. What was typed stays on the screen whatever happens."""
    me = request.user.pk
    found = sharing.own_share(me, share) or _shared_or_404(request, share)
    text = request.POST.get("text", "")
    try:
        hints.hold({"text": text}, request.POST, exempt=lambda: _the_two(found))
        actions.comment(found, by=request.user, key=client_key(request), text=text)
    except Refused as refusal:
        held = {**hints.typed(request.POST, refusal, "text"), "guard": hints.shown(request.POST, refusal)}
        return _thread_reply(request, found, status=refusal.status, error=str(refusal), **held)
    if is_in_place(request):
        return _thread_reply(request, found, heading=_("Je reactie is bewaard"))
    return redirect(_place_of(found, me))


def _the_two(found: Share) -> list[str]:
    """The names of whoever speak here: greeting each other is no client's name."""
    return [name for one in (found.entry.user, found.person) for name in (one.first_name, one.last_name) if name]


@require_POST
@login_required
def delete_comment(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Delete one's own comment, or any at one's own entry."""
    me = request.user.pk
    found = sharing.deletable_comment(me, comment)
    if found is None:
        raise Http404
    actions.delete_comment(found, by=request.user)
    messages.success(request, _("De reactie is verwijderd."))
    may_read = found.share.entry.user_id == me or sharing.shared_with(me, found.share_id)
    return redirect(_place_of(found.share, me) if may_read else "reflection:shared-list")


def _place_of(share: Share, user_id: int) -> str:
    """Where one of the two finds what was said."""
    if share.entry.user_id == user_id:
        return f"{reverse('reflection:entry', args=[share.entry_id])}#gedeeld-{share.pk}"
    return f"{reverse('reflection:shared', args=[share.pk])}#reacties-{share.pk}"


def _thread_reply(request: HttpRequest, share: Share, *, status: int = 200, **extra: Any) -> HttpResponse:
    """What was said and the form: as a part for our script, as a page by itself otherwise."""
    thread = thread_of(request, share) | extra
    if is_in_place(request):
        template = "learning/reflection/share_thread.html"
        return private(render(request, template, {"thread": thread, "level": 3}, status=status))
    context = {"thread": thread, "back_url": _place_of(share, request.user.pk)}
    return private(render(request, "learning/reflection/share_reply.html", context, status=status))
