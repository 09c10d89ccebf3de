"""Activities by hand: writing one down, changing it, deleting it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learning.dossier import actions, queries
from learning.dossier.forms import OwnActivityForm, texts_of
from learning.dossier.models import OwnActivity
from learning.dossier.words import Reader
from people.guard import hints
from people.refusal import Refused
from people.scope import client_key, private


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Write down what one did elsewhere."""
    if request.method == "GET":
        return _page(request, OwnActivityForm(initial={"kind": request.GET.get("soort", "")}))
    return _saved(request, None)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def own(request: HttpRequest, source: uuid.UUID) -> HttpResponse:
    """One's own line by hand, to change."""
    found = _own_or_404(request, source)
    if request.method == "GET":
        return _page(request, OwnActivityForm.of(found, Reader(request.user.uuid).words(found)), found)
    return _saved(request, found)


def _saved(request: HttpRequest, found: OwnActivity | None) -> HttpResponse:
    """The guard first, then the form, then the action; whatever is not right comes back as it was typed."""
    form = OwnActivityForm(request.POST)
    try:
        hints.hold(texts_of(request.POST), request.POST)
        if not form.is_valid():
            return _page(request, form, found, guard=hints.shown(request.POST), status=422)
        if found is None:
            actions.add(client_key(request), form.facts, form.said, by=request.user)
        else:
            actions.change(found, form.facts, form.said, by=request.user)
    except hints.Held as held:
        form = OwnActivityForm(request.POST.dict() | dict(held.texts))
        return _page(request, form, found, guard=hints.shown(request.POST, held), status=held.status)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, found, guard=hints.shown(request.POST), status=refusal.status)
    messages.success(request, _("De regel staat in je dossier."))
    return redirect(f"{reverse('dossier:overview')}?jaar={form.facts.on.year}")


def _page(
    request: HttpRequest,
    form: OwnActivityForm,
    found: OwnActivity | None = None,
    *,
    guard: hints.Shown | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "guard": guard or hints.Shown(),
        "key": request.POST.get("key") or uuid.uuid4(),
        "is_new": found is None,
        "action": reverse("dossier:own", args=[found.pk]) if found else reverse("dossier:add"),
        "delete_url": reverse("dossier:own-delete", args=[found.pk]) if found else "",
    }
    return private(render(request, "learning/dossier/own.html", context, status=status))


@require_POST
@login_required
def delete(request: HttpRequest, source: uuid.UUID) -> HttpResponse:
    """Delete one's own line by hand."""
    found = _own_or_404(request, source)
    actions.delete_own(found, by=request.user)
    messages.success(request, _("De regel is verwijderd."))
    return redirect(f"{reverse('dossier:overview')}?jaar={found.on.year}")


def _own_or_404(request: HttpRequest, source: uuid.UUID) -> OwnActivity:
    found = queries.own_activity(request.user.pk, source)
    if found is None:
        raise Http404
    return found
