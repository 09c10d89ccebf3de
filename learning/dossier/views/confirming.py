"""Asking colleagues to confirm that one took part, and answering them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.dossier import actions, queries
from learning.dossier.forms import AnswerForm, AskForm
from learning.dossier.models import TOGETHER
from learning.dossier.presenting import confirmed_words
from people.colleagues import Colleague
from people.refusal import Refused
from people.scope import private

BIG = 200
"""Colleagues. From here up one searches by name instead of looking through a list; a name is posted, never put in an address."""
MOST_FOUND = 50


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def ask(request: HttpRequest, source: uuid.UUID) -> HttpResponse:
    """Choose a colleague who was there, for one's own line."""
    line = queries.own_line(request.user.pk, source)
    if line is None or line.kind not in TOGETHER:
        raise Http404
    near, asked = queries.may_be_asked(request.user, line), request.POST.get("name", "").strip()
    listed = _listed(near, asked, chosen=request.POST.get("peer", ""))
    is_sent = request.method == "POST" and "search" not in request.POST
    form = AskForm(request.POST if is_sent else None, near=listed)
    if form.is_valid():
        try:
            actions.ask(source, form.cleaned_data["peer"], by=request.user)
        except Refused as refusal:
            form.add_error("peer", str(refusal))
        else:
            messages.success(request, _("Gevraagd. Je collega ziet de vraag bij ‘Dossier’."))
            return redirect("dossier:ask", source)
    context: dict[str, Any] = {
        "form": form,
        "line": line,
        "nobody": not near,
        "searches": len(near) >= BIG,
        "asked": asked,
        "found": len(listed) if asked else None,
        "confirmed": confirmed_words(line),
        "days": queries.ASKED_FOR.days,
    }
    return private(render(request, "learning/dossier/ask.html", context, status=422 if form.errors else 200))


def _listed(near: tuple[Colleague, ...], asked: str, *, chosen: str) -> list[Colleague]:
    """Whom the list shows: everybody, or where there are very many one's team mates, or whom was searched for; and who was chosen."""
    words = asked.casefold().split()
    if len(near) < BIG:
        return list(near)
    met = [one for one in near if (all(word in one.name.casefold() for word in words) if words else one.is_near)]
    return met[:MOST_FOUND] + [one for one in near if str(one.uuid) == chosen and one not in met[:MOST_FOUND]]


@require_GET
@login_required
@never_cache
def questions(request: HttpRequest) -> HttpResponse:
    """What waits for one's own answer."""
    return _questions(request)


def _questions(request: HttpRequest, *, wrong: uuid.UUID | None = None, status: int = 200) -> HttpResponse:
    found = queries.questions(request.user.pk)
    return private(
        render(request, "learning/dossier/questions.html", {"questions": found, "wrong": wrong}, status=status)
    )


@require_POST
@login_required
def answer(request: HttpRequest, question: uuid.UUID) -> HttpResponse:
    """Say once whether a colleague took part."""
    if queries.question(request.user.pk, question) is None:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _questions(request, wrong=question, status=422)
    took_part = form.cleaned_data["took_part"] == "ja"
    actions.answer(question, by=request.user, took_part=took_part, named=form.cleaned_data["named"])
    messages.success(request, _("Dank je. Je antwoord is bewaard."))
    return redirect("dossier:questions")
