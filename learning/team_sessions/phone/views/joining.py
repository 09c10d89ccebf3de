"""/meedoen/: coming in with a code, with one's account or as a guest; and for the team without a code. Looking at a page joins nothing."""

import uuid

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learning.team_sessions import queries, rules
from learning.team_sessions.actions import doors, ending
from learning.team_sessions.browser import (
    begin,
    guest_token,
    was_guest_of,
    was_member_of,
    with_browser_token,
    without_browser_token,
)
from learning.team_sessions.models import Session, State
from learning.team_sessions.phases import Phase
from learning.team_sessions.phone.forms import CodeForm, NameForm
from learning.team_sessions.seats import Seat, seat_at
from people.models import User
from people.refusal import Refused
from people.scope import private

_AS_GUEST = "gast"


@require_http_methods(["GET", "POST"])
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    form = CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _code_page(request, form, status=422 if request.POST else 200)
    try:
        doors.find(form.cleaned_data["code"], network=_network(request), by=_account(request))
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return _code_page(request, form, status=refusal.status)
    return redirect("team_sessions:join", form.cleaned_data["code"])


@require_http_methods(["GET", "POST"])
@never_cache
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Choose how to come in, with a code from a QR or that was typed. A code that opens nothing (any more) asks for another."""
    try:
        session = doors.find(code, network=_network(request), by=_account(request))
        if request.method == "GET":
            return _choose(request, session, code, NameForm())
        if request.POST.get("as") == _AS_GUEST:
            return _enter_as_guest(request, session, code)
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("team_sessions:join", args=[code]))
        seat = seat_at(request, session.pk)
        doors.join(session, by=request.user, with_code=True, guest=guest_token(request))
    except Refused as refusal:
        return _refused(request, code, refusal)
    return _inside(request, session, former=seat)


@require_POST
def enter(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Come in as a member of the team, without a code; or go on with one's account where this browser sits as a guest."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("team_sessions:phone", args=[session]))
    seat = seat_at(request, session)
    found = seat.session if seat is not None else queries.session_of(request.user, session)
    if found is None:
        raise Http404
    try:
        doors.join(found, by=request.user, with_code=seat is not None and seat.is_guest, guest=guest_token(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("team_sessions:phone", session)
    return _inside(request, found, former=seat)


@require_POST
def leave(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Let this browser be nobody's, for a guest who hands it on. What was given stays."""
    seat = seat_at(request, session)
    if (seat is None or not seat.is_guest) and not was_guest_of(request, session):
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("team_sessions:phone", args=[session]))
        raise Http404
    messages.success(request, _("Dit apparaat doet niet meer mee. Wat je deelde, ligt op tafel."))
    return without_browser_token(redirect("team_sessions:code"))


def door_page(request: HttpRequest, session: Session) -> HttpResponse:
    """For somebody who may come in and has not yet: a button, or what they are waiting for."""
    context = {
        "session": session,
        "enter_url": reverse("team_sessions:phone-enter", args=[session.pk]),
        "is_early": session.state == State.PREPARED,
        "is_open": session.state == State.OPEN or (session.state == State.PREPARED and session.gathers_early),
        "is_over": session.state == State.CLOSED,
        "may_join": rules.may_join(_user(request), session),
        "notice": queries.notice(session),
    }
    return private(render(request, "learning/team_sessions/phone/door.html", context))


def _choose(request: HttpRequest, session: Session, code: str, form: NameForm, *, status: int = 200) -> HttpResponse:
    """Who is in already goes on where they were."""
    if seat_at(request, session.pk) is not None:
        return redirect("team_sessions:phone", session.pk)
    here = reverse("team_sessions:join", args=[code])
    user, is_taken = _account(request), was_member_of(request, session.pk)
    context = {
        "session": session,
        "here": here,
        "name": user.first_name if user else "",
        "may_join": user is not None and rules.may_join(user, session, with_code=True),
        "sign_in_url": f"{reverse('account_login')}?next={here}",
        "form": form,
        "asks_name": session.phase == Phase.LOBBY,
        "guests": not session.rehearsal and not is_taken,
        "is_taken": is_taken,
        "months": ending.months_of(session.team),
        "notice": queries.notice(session),
    }
    return private(render(request, "learning/team_sessions/phone/join.html", context, status=status))


def _enter_as_guest(request: HttpRequest, session: Session, code: str) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        return _choose(request, session, code, form, status=422)
    begin(request)
    if was_member_of(request, session.pk) and seat_at(request, session.pk) is None:
        return _choose(request, session, code, form, status=422)
    token, name = guest_token(request), form.cleaned_data["name"]
    found = doors.join_as_guest(session, token=token, name=name, account=_account(request))
    if found.user_id is not None:
        messages.info(request, _("Je doet al mee met je account. Een plek als gast komt daar niet bij."))
    return _inside(request, session, guest=found.user_id is None)


def _inside(request: HttpRequest, session: Session, *, guest: bool = False, former: Seat | None = None) -> HttpResponse:
    """To the table, with what this browser is known by. Who comes late hears where the others are; who sat here as a guest (`former`),
    what became of that."""
    if former is not None and former.is_guest:
        messages.info(request, _("Je doet nu mee met je account. Wat je als gast deelde, ligt er zonder naam."))
    elif former is None and session.state == State.OPEN and session.phase != Phase.LOBBY:
        messages.info(
            request,
            _("De sessie is al bezig: ‘%(phase)s’. Doe mee vanaf hier.") % {"phase": session.get_phase_display()},
        )
    reply = redirect("team_sessions:phone", session.pk)
    return with_browser_token(reply, request, **{"guest_in" if guest else "member_in": session.pk})


def _refused(request: HttpRequest, code: str, refusal: Refused) -> HttpResponse:
    form = CodeForm({"code": code})
    if form.is_valid() or refusal.status != 422:
        form.add_error("code", str(refusal))
    status = 404 if request.method == "GET" and refusal.status == 422 else refusal.status
    return _code_page(request, form, status=status)


def _code_page(request: HttpRequest, form: CodeForm, *, status: int) -> HttpResponse:
    return private(render(request, "learning/team_sessions/phone/code.html", {"form": form}, status=status))


def _network(request: HttpRequest) -> str:
    found: str = request.META.get("REMOTE_ADDR", "-")
    return found


def _account(request: HttpRequest) -> User | None:
    return _user(request) if request.user.is_authenticated else None


def _user(request: HttpRequest) -> User:
    user: User = request.user
    return user
