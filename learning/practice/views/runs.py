"""Playing: a scene, a step, and what may be done with a run that is one's own."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases_library.figures import figures
from learning.practice.models import Certainty
from learning.practice.runs import actions, queries
from learning.practice.runs.looking_back import compare_props, debrief_props
from learning.practice.runs.queries import Playing
from learning.practice.runs.scenes import scene_props
from people.guard import hints
from people.keys.vault import Unreadable
from people.refusal import Conflict, Refused
from people.scope import client_key, is_in_place, member_required, private, viewer_of


def playing_or_404(request: HttpRequest, run: uuid.UUID) -> Playing:
    """One's own run; anybody else's does not exist."""
    found = queries.playing(viewer_of(request), run)
    if found is None:
        raise Http404
    return found


@require_GET
@member_required
def run(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """The scene in which a run stands. Three statements, whatever it holds."""
    return _scene(request, playing_or_404(request, run))


def _scene(request: HttpRequest, found: Playing, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The scene: as a part for our script, as a whole page otherwise."""
    template = "learning/practice/scene.html" if is_in_place(request) else "learning/practice/run.html"
    return private(render(request, template, scene_props(found, **extra), status=status))


@require_POST
@member_required
def step(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Take a choice or an aside, once. What was typed stays on the screen whatever happens."""
    found = playing_or_404(request, run)
    aside, reason = request.POST.get("aside", ""), request.POST.get("reason", "")
    try:
        after = _take(request, found, aside=aside, reason=reason)
    except Conflict as conflict:
        extra = {"notice": str(conflict), "lost": reason.strip()}
        return _scene(request, playing_or_404(request, run), status=conflict.status, **extra)
    except Refused as refusal:
        return _scene(request, found, status=refusal.status, error=str(refusal), **_sent(request, refusal))
    if is_in_place(request) or (aside and reason.strip()):
        return _scene(request, after, arrived=True, **(_sent(request) if aside else {}))
    there = redirect("practice:run", run)
    there["Location"] += "#scene-titel"
    return there


def _take(request: HttpRequest, found: Playing, *, aside: str, reason: str) -> Playing:
    """The step as it was sent. A reason that names somebody who is not in the case holds it once; beside an aside no reason is kept."""
    number = _number(request)
    if not aside and number == len(found.steps) + 1:
        hints.hold({"reason": reason}, request.POST, exempt=lambda: figures(found.play.case))
    return actions.take(
        found,
        number=number,
        taken=f"@{aside}" if aside else request.POST.get("choice", ""),
        by=request.user,
        key=client_key(request),
        reason=reason,
        certainty=_certainty(request),
    )


def _sent(request: HttpRequest, refusal: Refused | None = None) -> dict[str, Any]:
    """What a scene that comes back holds of the form."""
    return {
        **hints.typed(request.POST, refusal, "reason"),
        "guard": hints.shown(request.POST, refusal),
        "chosen": request.POST.get("choice", ""),
        "certainty": _certainty(request),
    }


def _number(request: HttpRequest) -> int:
    raw = request.POST.get("number", "")
    return int(raw) if raw.isdecimal() and len(raw) < 7 else 0


def _certainty(request: HttpRequest) -> int | None:
    raw = request.POST.get("certainty", "")
    return int(raw) if raw in {str(one) for one in Certainty.values} else None


# --- Looking back ---------------------------------------------------------------------------------


@require_GET
@member_required
def debrief(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """The debrief of a run that reached an ending; before that, back to its scene."""
    found = playing_or_404(request, run)
    if found.ended_at is None:
        return redirect("practice:run", run)
    shown = queries.spreads(found, viewer_of(request).team_id)
    context = debrief_props(found, reasons=_reasons(request, found), spreads=shown)
    return private(render(request, "learning/practice/debrief.html", context))


def _reasons(request: HttpRequest, found: Playing) -> dict[int, str]:
    """One's own reasons by step. What cannot be opened any more says so."""
    if not any(one.has_reason for one in found.steps):
        return {}
    opened = {}
    for one in queries.sealed_reasons(found):
        try:
            opened[one.number] = actions.open_reason(one, by=request.user)
        except Unreadable:
            opened[one.number] = _("(Deze reden kan niet meer worden geopend.)")
    return opened


@require_POST
@member_required
def finish_debrief(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Finish the debrief: the case is done."""
    found = playing_or_404(request, run)
    try:
        now = actions.finish_debrief(found, by=request.user, team_id=viewer_of(request).team_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("practice:run", run)
    if now:
        messages.success(request, _("‘%(title)s’ is gespeeld en nabesproken.") % {"title": found.play.case.title})
    return redirect("practice:debrief", run)


@require_GET
@member_required
def compare(request: HttpRequest, run: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two of one's own runs of one case beside each other."""
    found = [playing_or_404(request, one) for one in (run, other)]
    if found[0].case_id != found[1].case_id or run == other:
        raise Http404
    return private(render(request, "learning/practice/compare.html", compare_props(*found)))


# --- Going on otherwise, and deleting ----------------------------------------------------------------


@require_POST
@member_required
def fork(request: HttpRequest, run: uuid.UUID, number: int) -> HttpResponse:
    """Play on from a moment of this run; the run itself stays as it is."""
    found = playing_or_404(request, run)
    try:
        made = actions.fork(found, at=number, by=request.user, key=client_key(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("practice:debrief", run)
    messages.success(request, _("Je speelt verder vanaf dat moment. Je eerdere keer blijft staan."))
    return redirect("practice:run", made.pk)


@require_POST
@member_required
def delete(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Delete one's own run, with its reasons."""
    found = playing_or_404(request, run)
    actions.delete_run(found, by=request.user)
    messages.success(request, _("Deze keer is verwijderd, met wat je erbij schreef."))
    return redirect("practice:case", found.slug)


@require_POST
@member_required
def delete_reason(request: HttpRequest, run: uuid.UUID, number: int) -> HttpResponse:
    """Delete one's own reason; the choice stays."""
    found = playing_or_404(request, run)
    actions.delete_reason(found, number, by=request.user)
    messages.success(request, _("Je reden is verwijderd. Je keuze blijft staan."))
    return redirect("practice:debrief", run)
