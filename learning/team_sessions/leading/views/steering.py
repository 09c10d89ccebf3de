"""For who leads: where the session is, what to say and do, and every click that changes it.

A click names the version it saw; one that came too late changes nothing, and is answered with what is so now.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.team_sessions import live, queries
from learning.team_sessions.actions import agreeing, cards, course, doors, rehearsing
from learning.team_sessions.leading import presenting
from learning.team_sessions.leading.forms import AgreeForm
from learning.team_sessions.leading.presenting import Told
from learning.team_sessions.leading.views.preparing import seen
from learning.team_sessions.models import Session
from learning.team_sessions.words import Resolve
from people.guard import hints
from people.keys.vault import Unreadable
from people.models import User
from people.refusal import Refused
from people.scope import client_key, member_required, private

_PARTS = "learning/team_sessions/leading/lead_parts.html"
View = Callable[..., HttpResponse]


def led(view: View) -> View:
    """Only who leads this session; anybody else meets a page that does not exist. A refusal comes back with what is so now."""

    @wraps(view)
    @member_required
    def inner(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
        found = queries.session_led_by(request.user, session)
        if found is None:
            raise Http404
        try:
            return view(request, found)
        except Refused as refusal:
            return _page(request, found.pk, Told(error=str(refusal)), status=refusal.status)

    return inner


def _page(request: HttpRequest, number: uuid.UUID, told: Told, *, status: int = 200) -> HttpResponse:
    now = queries.session_led_by(request.user, number)
    if now is None:
        raise Http404
    try:
        context: dict[str, Any] = presenting.lead_page(now, told)
    except Unreadable:
        context = {"unreadable": True, "session": now, "urls": presenting.lead_urls(now)}
    return private(render(request, "learning/team_sessions/leading/lead.html", context, status=status))


@require_GET
@never_cache
@led
def lead(request: HttpRequest, session: Session) -> HttpResponse:
    """The whole page."""
    return _page(request, session.pk, Told())


@require_GET
@never_cache
@led
def stand(request: HttpRequest, session: Session) -> HttpResponse:
    """Its parts as they are now."""
    mark = presenting.lead_mark(session)
    return live.unchanged(request, mark) or live.parts(
        request, _PARTS, presenting.lead_page(session), mark, version=session.version
    )


def _back(session: Session) -> HttpResponse:
    return redirect("team_sessions:lead", session.pk)


# --- The course -----------------------------------------------------------------------------------


@require_POST
@led
def begin(request: HttpRequest, session: Session) -> HttpResponse:
    """Open the session, in its lobby."""
    course.begin(session, by=request.user, seen=seen(request), key=client_key(request))
    return _back(session)


@require_POST
@led
def move(request: HttpRequest, session: Session) -> HttpResponse:
    """Go to a phase: the next, an earlier one, past one, or the same again."""
    course.move(session, to=request.POST.get("to", ""), by=request.user, seen=seen(request), key=client_key(request))
    return _back(session)


@require_POST
@led
def extend(request: HttpRequest, session: Session) -> HttpResponse:
    """Give the phase some minutes more."""
    typed = request.POST.get("minutes", "")
    minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    course.extend(session, minutes=minutes, by=request.user, seen=seen(request), key=client_key(request))
    return _back(session)


@require_POST
@led
def close(request: HttpRequest, session: Session) -> HttpResponse:
    """End it: minutes are made, and all that was without a name goes."""
    course.close(session, by=request.user, seen=seen(request), key=client_key(request))
    return redirect("team_sessions:session", session.pk)


@require_POST
@led
def code(request: HttpRequest, session: Session) -> HttpResponse:
    """Another code, or the door shut or open."""
    what = request.POST.get("what", "")
    asked: dict[str, Any] = {"by": request.user, "seen": seen(request), "key": client_key(request)}
    if what == "new":
        doors.rotate_code(session, **asked)
    elif what in {"lock", "unlock"}:
        doors.lock_code(session, locked=what == "lock", **asked)
    else:
        raise Refused(_("Kies wat je met de code wilt doen."))
    return _back(session)


@require_POST
@led
def pretend(request: HttpRequest, session: Session) -> HttpResponse:
    """Let the pretend participants of a rehearsal do what the phase asks."""
    try:
        acted = rehearsing.pretend(session, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _back(session)
    said = ngettext("%s verzonnen deelnemer deed mee.", "%s verzonnen deelnemers deden mee.", acted) % acted
    messages.info(request, said if acted else _("Hier is nu niets voor hen te doen."))
    return _back(session)


# --- Cards and agreements -------------------------------------------------------------------------


@require_POST
@led
def card(request: HttpRequest, session: Session) -> HttpResponse:
    """Have cards shown, let one through, mark it as talked about, or remove it for good. Each may be done twice."""
    what = request.POST.get("what", "")
    if what == "fetch":
        came = cards.fetch(session, by=request.user)
        if not came:
            messages.info(
                request, _("Er zijn nog geen vier nieuwe kaarten. Wacht even, of ga door: dan bekijk je ze daarna.")
            )
        return _back(session)
    doings: dict[str, Callable[[uuid.UUID], None]] = {
        "pass": lambda number: cards.let_through(session, number, by=request.user),
        "remove": lambda number: cards.remove(session, number, by=request.user),
        "discuss": lambda number: cards.discuss(session, number, by=request.user),
        "again": lambda number: cards.discuss(session, number, by=request.user, discussed=False),
    }
    try:
        number = uuid.UUID(request.POST.get("card", ""))
        do = doings[what]
    except (ValueError, KeyError):
        raise Http404 from None
    do(number)
    return _back(session)


@require_POST
@led
def agree(request: HttpRequest, session: Session) -> HttpResponse:
    """Write down what the team agreed on. What is refused comes back whole; what names somebody comes back once, with a hint."""
    members = presenting.members_of(session.team)
    form = AgreeForm(request.POST, members=members)
    if not form.is_valid():
        return _page(request, session.pk, Told(agree=form, guard=hints.shown(request.POST)), status=422)
    given = form.cleaned_data
    try:
        hints.hold({name: given[name] for name in ("when", "then")}, request.POST)
        agreeing.agree(
            session,
            Resolve(given["when"], given["then"]),
            due_on=given["due_on"],
            owner=_owner(members, given["owner"]),
            by=request.user,
            key=client_key(request),
        )
    except Refused as refusal:
        texts = refusal.texts if isinstance(refusal, hints.Held) else {}
        form = AgreeForm(request.POST.dict() | dict(texts), members=members)
        told = Told(error=str(refusal), agree=form, guard=hints.shown(request.POST, refusal))
        return _page(request, session.pk, told, status=refusal.status)
    messages.success(request, _("De afspraak is bewaard."))
    return _back(session)


def _owner(members: list[User], number: str) -> User | None:
    return next((one for one in members if str(one.uuid) == number), None)
