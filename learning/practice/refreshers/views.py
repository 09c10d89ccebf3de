"""/opfrissen/: choosing to be asked again, short rounds of one theme, and when each question comes back. Nobody else sees any of it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.editions.memory import edition, editions
from cms.models import Theme
from learning.practice.grading import Unanswered, read
from learning.practice.models import HowSure, RefresherRound, RefresherTurn
from learning.practice.presenting import props, typed
from learning.practice.refreshers import actions, queries
from learning.practice.refreshers import presenting as show
from learning.practice.refreshers.forms import RhythmForm
from learning.practice.refreshers.scheduling import MOST, SECONDS, minutes
from people.refusal import Conflict, Refused
from people.scope import client_key, member_required, private, viewer_of


@require_http_methods(["GET", "POST"])
@member_required
def overview(request: HttpRequest) -> HttpResponse:
    """What refreshing is and the choice to do it; the round that may be begun; and of each question when it comes back, and why."""
    form = RhythmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.choose(form.cleaned_data["rhythm"], by=request.user)
        messages.success(request, _("Bewaard. Je kunt dit altijd veranderen, of ermee stoppen."))
        return redirect("refreshers:overview")
    viewer, now = viewer_of(request), timezone.now()
    rhythm = queries.rhythm_of(viewer.user_id)
    if rhythm and not form.is_bound:
        form = RhythmForm(initial={"rhythm": rhythm})
    themes = queries.coming(viewer, on=timezone.localdate(now)) if rhythm else []
    context = {
        "form": form,
        "rhythm": rhythm,
        "offered": show.offered(themes, queries.open_round(viewer, at=now)) if rhythm else None,
        "themes": show.listed(themes),
        "has_rounds": queries.has_rounds(viewer.user_id),
        "most": MOST,
        "seconds": SECONDS,
        "minutes": minutes(MOST),
        "key": uuid.uuid4(),
    }
    template = "learning/practice/refreshers/overview.html"
    return private(render(request, template, context, status=422 if form.errors else 200))


@require_POST
@member_required
def begin(request: HttpRequest) -> HttpResponse:
    """Draw a round, and open its first question."""
    try:
        found = actions.begin(request.POST.get("theme", ""), by=request.user, key=client_key(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("refreshers:overview")
    return redirect("refreshers:round", found.pk)


@require_POST
@member_required
def stop(request: HttpRequest) -> HttpResponse:
    """Be asked nothing any more."""
    actions.stop(by=request.user)
    messages.success(request, _("Opfrissen staat uit. Wat je beantwoordde, blijft bewaard."))
    return redirect("refreshers:overview")


@require_POST
@member_required
def delete(request: HttpRequest) -> HttpResponse:
    """Stop, and delete every round."""
    actions.forget(by=request.user)
    messages.success(request, _("Opfrissen staat uit, en al je rondes zijn verwijderd."))
    return redirect("refreshers:overview")


def _round(request: HttpRequest, found: uuid.UUID) -> tuple[RefresherRound, list[RefresherTurn], RefresherTurn | None]:
    own = queries.own_round(viewer_of(request), found)
    if own is None:
        raise Http404
    return own


@require_GET
@member_required
def round_of(request: HttpRequest, of_round: uuid.UUID) -> HttpResponse:
    """The next question; once there is none, what was answered and when it comes back."""
    found, turns, following = _round(request, of_round)
    if following is not None:
        return redirect("refreshers:question", found.pk, following.position)
    answered = [one for one in turns if one.answered_at is not None]
    context = {
        "theme": Theme(found.theme).label,
        "turns": _looked_back(request, answered),
        "left_out": len(turns) - len(answered),
        "right": sum(bool(one.correct) for one in answered),
        "total": len(answered),
    }
    return private(render(request, "learning/practice/refreshers/round.html", context))


def _looked_back(request: HttpRequest, turns: Iterable[RefresherTurn]) -> list[dict[str, Any]]:
    turns = list(turns)
    held = editions(one.question_id for one in turns)
    on = timezone.localdate()
    found = queries.coming_of(viewer_of(request).user_id, held.values(), on=on)
    return [
        {
            "stem": show.stem(held[one.question_id]),
            "right": one.correct,
            "url": reverse("refreshers:question", args=[one.round_id, one.position]),
            **(show.why(found[taught]) if (taught := held[one.question_id].taught_id) in found else {}),
        }
        for one in turns
    ]


@require_http_methods(["GET", "POST"])
@member_required
def question(request: HttpRequest, of_round: uuid.UUID, number: int) -> HttpResponse:
    """One question of a round: to answer it, or how that went and when it comes back."""
    found, turns, following = _round(request, of_round)
    turn = next((one for one in turns if one.position == number), None)
    if turn is None:
        raise Http404
    content = edition(turn.question_id).content
    if request.method == "GET":
        shown = props(content, turn.response) if turn.answered_at else props(content)
        return _page(request, found, turns, turn, following, shown)
    sure = _certainty(request)
    try:
        actions.answer(turn, read(content, request.POST), by=request.user, key=client_key(request), certainty=sure)
    except Conflict as conflict:
        turn.refresh_from_db()
        shown = props(content, turn.response) | {"error": str(conflict)}
        return _page(request, found, turns, turn, following, shown, status=conflict.status)
    except (Unanswered, Refused) as refusal:
        shown = props(content, chosen=typed(content, request.POST)) | {"error": str(refusal), "chosen_certainty": sure}
        return _page(request, found, turns, turn, following, shown, status=getattr(refusal, "status", 422))
    return redirect("refreshers:question", found.pk, number)


def _certainty(request: HttpRequest) -> int | None:
    raw = request.POST.get("certainty", "")
    return int(raw) if raw in {str(one) for one in HowSure.values} else None


def _page(
    request: HttpRequest,
    found: RefresherRound,
    turns: list[RefresherTurn],
    turn: RefresherTurn,
    following: RefresherTurn | None,
    shown: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    done = turn.answered_at is not None
    context = {
        "id": f"vraag-{turn.position}",
        "action": reverse("refreshers:question", args=[found.pk, turn.position]),
        "csrf_token": get_token(request),
        "key": uuid.uuid4(),
        "theme": Theme(found.theme).label,
        "number": turn.position,
        "total": len(turns),
        "certainties": HowSure.choices,
        "answered": done,
        "passed_over": not done and (following is None or following.position > turn.position),
        "coming": next(iter(_looked_back(request, [turn])), {}) if done else {},
        "next_url": reverse("refreshers:round", args=[found.pk]),
        "is_last": following is None,
    }
    template = "learning/practice/refreshers/question.html"
    return private(render(request, template, context | shown, status=status))
