"""The door of the stream."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from learning.team_sessions import live
from learning.team_sessions.seats import may_watch
from people.scope import private


@require_GET
def stream(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """204 for who sits at the table or leads, from our own pages; under ASGI hints follow (`live.streaming`). Others meet nothing."""
    found = may_watch(request, session)
    if found is None or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Http404
    reply = HttpResponse(status=204)
    reply["X-Session-Stream"], reply[live.VERSION] = str(found.pk), str(found.version)
    return private(reply)
