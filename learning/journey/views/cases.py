"""Where a case meets the mirror: what someone writes at a reflection scene, or after the case."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases_library.figures import figures
from learning.journey import actions
from learning.practice.runs import queries
from learning.practice.runs.debrief import asked_question
from learning.practice.runs.folding import AFTERWARDS
from learning.practice.runs.scenes import prompt_props
from learning.reflection.drafted import going_on, keeps_drafts
from people.guard import hints
from people.refusal import Refused
from people.scope import client_key, is_in_place, member_required, private, viewer_of


@require_POST
@member_required
def reflect(request: HttpRequest, run: uuid.UUID, place: str) -> HttpResponse:
    """Save what was written at a place of one's own run in one's own mirror."""
    found = queries.playing(viewer_of(request), run)
    question = asked_question(found.play, place) if found else None
    if found is None or question is None:
        raise Http404
    prompt, text = prompt_props(found, place, question), request.POST.get("text", "")
    try:
        hints.hold({"text": text}, request.POST, exempt=lambda: figures(found.play.case))
        entry = actions.write_case_reflection(
            found, place, question, text, by=request.user, key=client_key(request), keeps_drafts=keeps_drafts(request)
        )
    except Refused as refusal:
        again = prompt | hints.typed(request.POST, refusal, "text") | going_on(request, refusal)
        again |= {"error": str(refusal), "state": "unsaved", "guard": hints.shown(request.POST, refusal)}
        return _reply(request, found, again, place, status=refusal.status)
    if not is_in_place(request):
        return redirect(_page(found, place) + "#spiegel")
    return _reply(
        request, found, prompt | {"entry_url": reverse("reflection:entry", args=[entry.pk]), "focus": True}, place
    )


def _page(found: queries.Playing, place: str) -> str:
    return reverse("practice:debrief" if place == AFTERWARDS else "practice:run", args=[found.pk])


def _reply(
    request: HttpRequest, found: queries.Playing, prompt: dict[str, Any], place: str, *, status: int = 200
) -> HttpResponse:
    """The prompt as a fragment for our script; for a plain form that needs mending, a page with it alone."""
    context = {"prompt": prompt, "heading": found.play.case.title, "back_url": _page(found, place)}
    name = "learning/practice/prompt.html" if is_in_place(request) else "learning/practice/one_prompt.html"
    return private(render(request, name, context, status=status))
