"""What a guest wrote for themselves and kept on the device, taken into their own mirror after signing in; the session hears nothing."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.reflection.actions import entries
from learning.reflection.drafted import going_on
from learning.reflection.questions import asked
from learning.reflection.words import Words
from people.guard import hints
from people.refusal import Refused
from people.scope import client_key, is_in_place, private


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def carry(request: HttpRequest) -> HttpResponse:
    """The device fills the form with what it kept, one text after the other; each key is the text's own, so that it is kept once."""
    if request.method == "GET":
        return _page(request, {"key": uuid.uuid4()})
    typed = request.POST.get("text", "")
    try:
        key = client_key(request)
        hints.hold({"text": typed}, request.POST)
        entries.write(Words(typed), by=request.user, key=key, about=_about(request.POST.get("question", "")))
    except Refused as refusal:
        fields = hints.typed(request.POST, refusal, "text", "question")
        sheet = (
            fields | {"error": str(refusal), "guard": hints.shown(request.POST, refusal)} | going_on(request, refusal)
        )
        return _page(request, sheet, status=refusal.status)
    return redirect(f"{reverse('team_sessions:carry')}?bewaard={key}")


def _about(number: str) -> entries.About:
    question = asked(int(number)) if number.isascii() and number.isdigit() and len(number) < 3 else None
    if question is None:
        return entries.About(prompt=_("Vrije tekst"))
    return entries.About(prompt=str(question.asks), question=question.number, asked_id=question.edition_id)


def _page(request: HttpRequest, sheet: dict, *, status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "max_length": entries.MAX_TEXT, "saved": request.GET.get("bewaard", "")}
    name = (
        "learning/team_sessions/phone/carry_form.html"
        if is_in_place(request)
        else "learning/team_sessions/phone/carry.html"
    )
    return private(render(request, name, context, status=status))
