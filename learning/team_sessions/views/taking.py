"""The minutes of a session as a file: text or data at once, a PDF from the worker."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from learning.team_sessions import taking
from people.exports.kinds import MEDIA_TYPES
from people.exports.views import asked
from people.refusal import Refused
from people.scope import member_required, private


@require_GET
@member_required
def file(request: HttpRequest, session: uuid.UUID, form: str) -> HttpResponse:
    """The minutes to keep, as text or as data: never shown in the browser, and kept by no cache."""
    minutes = taking.read(session, reader=request.user)
    made = taking.AT_ONCE.get(form)
    if minutes is None or made is None:
        raise Http404
    response = HttpResponse(made(minutes), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{taking.NAME}-{minutes.on:%Y-%m-%d}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)


@require_POST
@member_required
def pdf(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Ask for the minutes as a PDF, and go to where one sees how far it is."""
    if taking.read(session, reader=request.user) is None:
        raise Http404
    try:
        return asked(request, taking.PDF, {"session": str(session)})
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:data")
