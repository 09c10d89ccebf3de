"""Voting in a poll of a lesson. It counts for nothing in the lesson: no part of the page beside it changes."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.editions.memory import LoadedEdition, edition
from learning.journey.rendering import block_of, poll_fragment
from learning.journey.views.scope import back_to, standing_or_404
from learning.practice.polls import actions
from learning.practice.polls.queries import NOTHING, polls_of
from people.refusal import Conflict, Refused
from people.scope import client_key, is_in_place, member_required, private, viewer_of


@require_POST
@member_required
def vote(request: HttpRequest, module: str, lesson: str, block: str) -> HttpResponse:
    """Vote, or vote anew where votes have names."""
    entry = standing_or_404(request, module).entry(lesson)
    loaded = edition(entry["edition"]) if entry else None
    found = block_of(loaded, block, "poll") if loaded else None
    if loaded is None or found is None:
        raise Http404
    address = reverse("journey:lesson", args=[module, lesson])
    try:
        _vote(request, loaded, found)
    except Refused as refusal:
        extra = {"error": str(refusal)}
        return _reply(request, loaded, found, address, extra, status=refusal.status)
    if not is_in_place(request):
        return back_to(f"#peiling-{block}", "journey:lesson", module, lesson)
    heading = _("Je hebt gestemd") if found["unnamed"] else _("Je stem is bewaard")
    return _reply(request, loaded, found, address, {"heading": heading})


def _vote(request: HttpRequest, loaded: LoadedEdition, block: dict[str, Any]) -> None:
    """Raises Refused also when the poll was with a name on the page that was sent, and is without one now, or the other way round."""
    if bool(request.POST.get("unnamed")) != block["unnamed"]:
        raise Conflict(
            _("Deze peiling is intussen veranderd. Er is niets bewaard. Kijk wat er nu staat en kies opnieuw.")
        )
    poll = actions.poll_of(loaded, block, viewer_of(request).organisation_id)
    choice = request.POST.get("choice", "")
    if block["unnamed"]:
        actions.vote_unnamed(poll, choice, by=request.user)
    else:
        actions.vote(poll, choice, by=request.user, key=client_key(request), over=_over(request))


def _over(request: HttpRequest) -> uuid.UUID | None:
    """The key of the vote that the page showed; None when it showed none."""
    try:
        return uuid.UUID(request.POST.get("over", ""))
    except ValueError:
        return None


def _reply(
    request: HttpRequest,
    loaded: LoadedEdition,
    block: dict[str, Any],
    address: str,
    extra: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The poll as it stands now, as a fragment for our script; for a plain form that was refused, a page around it."""
    viewer = viewer_of(request)
    polls = polls_of(viewer.user_id, viewer.organisation_id, loaded.line_id)
    html = poll_fragment(
        loaded,
        block,
        polls.get((block["id"], block["unnamed"]), NOTHING),
        f"{address}peiling/{block['id']}/",
        csrf_token=get_token(request),
        key=str(uuid.uuid4()),
        extra=extra,
    )
    if is_in_place(request):
        return private(HttpResponse(html, status=status))
    context = {"heading": loaded.content["title"], "back_url": address, "fragment": html}
    return private(render(request, "learning/journey/one_question.html", context, status=status))
