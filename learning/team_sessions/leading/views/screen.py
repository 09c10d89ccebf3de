"""The big screen: for who sits at the table, to be seen by all of them from far away."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.team_sessions import live, queries, rules
from learning.team_sessions.leading import presenting
from learning.team_sessions.models import Session
from people.keys.vault import Unreadable
from people.scope import member_required, private

_PARTS = "learning/team_sessions/leading/screen_parts.html"


@require_GET
@member_required
@never_cache
def screen(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The whole page."""
    found = _watched(request, session)
    try:
        context = presenting.screen_page(found)
    except Unreadable:
        context = {"unreadable": True, "session": found}
    return private(render(request, "learning/team_sessions/leading/screen.html", context))


@require_GET
@member_required
@never_cache
def stand(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Its parts as they are now."""
    found = _watched(request, session)
    mark = presenting.screen_mark(found)
    return live.unchanged(request, mark) or live.parts(
        request, _PARTS, presenting.screen_page(found), mark, version=found.version
    )


def _watched(request: HttpRequest, number: uuid.UUID) -> Session:
    found = queries.session_of(request.user, number)
    if found is None or not rules.at_table(request.user, found):
        raise Http404
    return found
