"""One intention: made at an entry, and looked back at when its day has come."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.reflection import queries
from learning.reflection.actions import intentions as actions
from learning.reflection.forms import IntentionForm
from learning.reflection.models import Intention, Outcome
from learning.reflection.questions import asked
from learning.reflection.views.entries import entry_page
from learning.reflection.words import Reader
from people.guard import hints
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import private


@require_POST
@login_required
def intend(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Make the one intention of one's own entry."""
    found = queries.own_entry(request.user.pk, entry)
    if found is None:
        raise Http404
    form = IntentionForm(request.POST)
    try:
        hints.hold({name: request.POST.get(name, "") for name in ("when", "then")}, request.POST)
        if not form.is_valid():
            return entry_page(request, found, form=form, guard=hints.shown(request.POST), status=422)
        actions.make(found, by=request.user, **form.cleaned_data)
    except hints.Held as held:
        form = IntentionForm(request.POST.dict() | dict(held.texts))
        return entry_page(request, found, form=form, guard=hints.shown(request.POST, held), status=held.status)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return entry_page(request, found, form=form, guard=hints.shown(request.POST), status=refusal.status)
    messages.success(request, _("Je voornemen is bewaard. Op de dag die je koos, komt het terug op ‘Vandaag’."))
    return redirect(reverse("reflection:entry", args=[entry]) + "#voornemen")


def own_intention_or_404(request: HttpRequest, intention: uuid.UUID) -> Intention:
    """One's own intention; anybody else's does not exist."""
    found = queries.own_intentions(request.user.pk).filter(pk=intention).first()
    if found is None:
        raise Http404
    return found


@require_GET
@login_required
@never_cache
def intention(request: HttpRequest, intention: uuid.UUID) -> HttpResponse:
    """One's own intention: what one meant to do, and how it went."""
    return _page(request, own_intention_or_404(request, intention))


def _page(
    request: HttpRequest, found: Intention, *, refusal: Refused | None = None, field: str = "", status: int = 200
) -> HttpResponse:
    try:
        resolve = Reader(request.user.uuid).intention(found)
    except Unreadable:
        resolve = None
    about = asked(found.entry.question)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "intention": found,
        "resolve": resolve,
        "question": about,
        "outcomes": [
            {"value": one.value, "label": one.label, "checked": request.POST.get("outcome") == one.value}
            for one in Outcome
        ],
        **hints.typed(request.POST, refusal, "said"),
        "guard": hints.shown(request.POST, refusal),
        "error": str(refusal or ""),
        "wrong_field": field,
        "is_due": not found.outcome and found.follow_up_on <= today,
        "later": today + actions.USUAL,
        "first_day": date.fromordinal(today.toordinal() + 1),
        "last_day": today + actions.FARTHEST,
        "max_length": actions.MAX_HALF,
    }
    return private(render(request, "learning/reflection/intention.html", context, status=status))


@require_POST
@login_required
def close(request: HttpRequest, intention: uuid.UUID) -> HttpResponse:
    """Say how it went."""
    found = own_intention_or_404(request, intention)
    outcome, said = request.POST.get("outcome", ""), request.POST.get("said", "")
    try:
        hints.hold({"said": said}, request.POST)
        actions.close(found, by=request.user, outcome=outcome, said=said)
    except Refused as refusal:
        field = "" if isinstance(refusal, hints.Held) else "outcome"
        return _page(request, found, refusal=refusal, field=field, status=refusal.status)
    messages.success(request, _("Je keek terug. Dat is bewaard."))
    return redirect("reflection:intention", intention)


@require_POST
@login_required
def postpone(request: HttpRequest, intention: uuid.UUID) -> HttpResponse:
    """Look back on another day."""
    found = own_intention_or_404(request, intention)
    try:
        day = parse_date(request.POST.get("follow_up_on", ""))
    except ValueError:
        day = None
    try:
        actions.postpone(found, by=request.user, follow_up_on=day or timezone.localdate())
    except Refused as refusal:
        return _page(request, found, refusal=refusal, field="later", status=refusal.status)
    messages.success(request, _("Goed. Het komt op die dag terug."))
    return redirect("reflection:intention", intention)


@require_POST
@login_required
def delete(request: HttpRequest, intention: uuid.UUID) -> HttpResponse:
    """Delete one's own intention; its text stays."""
    found = own_intention_or_404(request, intention)
    actions.delete(found, by=request.user)
    messages.success(request, _("Je voornemen is verwijderd."))
    return redirect("reflection:entry", found.entry_id)
