"""/sessies/<number>/peiling/: the poll of a session on a page of its own, and the posts of its forms, wherever they stand.

The forms are partials in templates/learning/team_sessions/polls/; the three screens include them, with the props of
`learning.team_sessions.poll_forms`.
"""

import uuid

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.team_sessions import queries
from learning.team_sessions.actions import polling
from learning.team_sessions.browser import begin, with_browser_token
from learning.team_sessions.models import Session
from learning.team_sessions.poll_forms import CHOICES, NOTHING, Came, for_lead, for_phone
from learning.team_sessions.seats import Seat, seat_at
from people.guard import hints
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import client_key, is_in_place, private

_PLACES = frozenset({"begeleiden", "meedoen"})
"""The screens that a form may stand in, and go back to."""


# --- The page ---------------------------------------------------------------------------------------


@require_GET
@never_cache
def poll(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The poll as it stands, for who leads and for whoever sits at the table."""
    found = _led(request, session)
    return _page(request, found, _seat(request, session) if found is None else None, NOTHING)


def _page(
    request: HttpRequest, led: Session | None, seat: Seat | None, came: Came, *, status: int = 200
) -> HttpResponse:
    session = led or (seat.session if seat else None)
    if session is None:
        return redirect_to_login(request.path)
    try:
        props = for_lead(session, came) if led else for_phone(seat, came) if seat else {}
    except Unreadable:
        props = {"unreadable": True}
    back = f"/sessies/{session.pk}/{'begeleiden' if led else 'meedoen'}/"
    context = {"session": session, "leads": led is not None, "polling": props, "back_url": back}
    return private(render(request, "learning/team_sessions/polls/page.html", context, status=status))


def _led(request: HttpRequest, number: uuid.UUID) -> Session | None:
    return queries.session_led_by(request.user, number) if request.user.is_authenticated else None


def _seat(request: HttpRequest, number: uuid.UUID) -> Seat | None:
    """The seat; None for who may still sign in. Raises Http404 for who did and does not sit here."""
    seat = seat_at(request, number)
    if seat is None and request.user.is_authenticated:
        raise Http404
    return seat


# --- For who leads ----------------------------------------------------------------------------------


@require_POST
def put(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Put a poll to those present."""
    led = _led(request, session)
    if led is None:
        return _nobody(request)
    texts = {name: request.POST.get(name, "") for name in ("asks", "about", *CHOICES)}
    try:
        hints.hold(texts, request.POST)
        polling.put(
            led,
            asks=texts["asks"],
            about=texts["about"],
            choices=[texts[name] for name in CHOICES],
            by=request.user,
            key=client_key(request),
        )
    except Refused as refusal:
        fields = hints.typed(request.POST, refusal, *texts)
        came = Came(fields=fields, error=str(refusal), guard=hints.shown(request.POST, refusal))
        return _page(request, _led(request, session), None, came, status=refusal.status)
    return _back(request, session)


@require_POST
def close(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Close the open poll, and show it."""
    led = _led(request, session)
    if led is None:
        return _nobody(request)
    try:
        polling.close(led, by=request.user, seen=_number(request, "seen"), key=client_key(request))
    except Refused as refusal:
        return _page(request, _led(request, session), None, Came(error=str(refusal)), status=refusal.status)
    return _back(request, session)


def _nobody(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.path)


# --- For whoever sits at the table ------------------------------------------------------------------


@require_POST
def vote(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Choose in the open poll, or choose anew. A browser that holds no token yet is given one with the reply."""
    begin(request)
    seat = _seat(request, session)
    if seat is None:
        return _nobody(request)
    came, status = _vote(request, seat)
    if is_in_place(request):
        props = for_phone(seat, came, place=request.POST.get("place", ""))
        reply: HttpResponse = render(
            request, "learning/team_sessions/polls/_phone.html", {"polling": props}, status=status
        )
        return with_browser_token(private(reply), request)
    reply = _page(request, None, seat, came, status=status) if came.error else _back(request, session)
    return with_browser_token(reply, request)


def _vote(request: HttpRequest, seat: Seat) -> tuple[Came, int]:
    try:
        number = _uuid(request.POST.get("poll", ""))
        if number is None:
            raise Refused(_("Dit formulier is niet volledig aangekomen. Laad de pagina opnieuw en kies nog eens."))
        polling.vote(
            seat.participation,
            number,
            token=seat.token,
            key=client_key(request),
            choice=_number(request, "choice"),
            over=_uuid(request.POST.get("over", "")),
        )
    except Refused as refusal:
        return Came(error=str(refusal)), refusal.status
    return Came(done=_("Je keuze is bewaard, zonder naam.")), 200


def _back(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """To the screen that the form stood in."""
    place = request.POST.get("place", "")
    here = f"/sessies/{session}/{place}/#peiling" if place in _PLACES else reverse("team_sessions:poll", args=[session])
    return redirect(here)


def _number(request: HttpRequest, name: str) -> int:
    """A whole number from a form; 0 for anything else, which is no version and no choice."""
    raw = request.POST.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 9 else 0


def _uuid(raw: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(raw)
    except ValueError:
        return None
