"""Preparing a session, saying who leads it, and calling it off."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learning.team_sessions import queries
from learning.team_sessions.actions import course
from learning.team_sessions.leading import presenting
from learning.team_sessions.leading.forms import FacilitatorsForm, PrepareForm
from learning.team_sessions.leading.views.sessions import found_or_404, own_team, session_page
from learning.team_sessions.models import Session
from people.models import User
from people.refusal import Refused
from people.scope import client_key, member_required, private


@require_http_methods(["GET", "POST"])
@member_required
@never_cache
def prepare(request: HttpRequest) -> HttpResponse:
    """Choose what about, how long, when and who leads. The same form sent twice makes one session."""
    team = own_team(request.user)
    if team is None:
        return private(render(request, "learning/team_sessions/leading/no_team.html", status=404))
    members = presenting.members_of(team)
    asked = {"about": f"vraag-{request.GET['vraag']}"} if request.GET.get("vraag", "").isdecimal() else {}
    form = PrepareForm(request.POST if request.method == "POST" else None, team=team, members=members, initial=asked)
    key: uuid.UUID | str = uuid.uuid4()
    if request.method == "POST" and form.is_valid():
        try:
            made = course.prepare(
                team,
                subject=form.subject,
                by=request.user,
                key=client_key(request),
                facilitators=_chosen(members, form.cleaned_data["facilitators"]),
                plan=form.plan,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("team_sessions:session", made.pk)
    context = {"form": form, "key": key, "team": team}
    return private(
        render(request, "learning/team_sessions/leading/prepare.html", context, status=422 if form.errors else 200)
    )


def _chosen(members: list[User], numbers: list[str]) -> list[User]:
    return [one for one in members if str(one.uuid) in numbers]


@require_POST
@member_required
def cancel(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Call a session off that has not begun."""
    found = _led(request, session)
    try:
        course.cancel(found, by=request.user)
    except Refused as refusal:
        return session_page(request, found, error=str(refusal), status=refusal.status)
    messages.success(request, _("De sessie is afgezegd. Wat ervoor binnenkwam, is weg."))
    return redirect("team_sessions:overview")


@require_POST
@member_required
def facilitators(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Say who lead it from now on."""
    found = _led(request, session)
    members = presenting.members_of(found.team)
    outside = [one for one in found.facilitators.all() if one not in members]
    form = FacilitatorsForm(request.POST, members=[*members, *outside])
    if not form.is_valid():
        return session_page(request, found, form=form, status=422)
    people = _chosen([*members, *outside], form.cleaned_data["facilitators"])
    try:
        course.set_facilitators(found, people=people, by=request.user, seen=seen(request), key=client_key(request))
    except Refused as refusal:
        return session_page(
            request, Session.objects.get(pk=found.pk), form=form, error=str(refusal), status=refusal.status
        )
    messages.success(request, _("Bewaard wie de sessie begeleidt."))
    return redirect("team_sessions:session", found.pk)


def _led(request: HttpRequest, number: uuid.UUID) -> Session:
    found_or_404(request, number)
    found = queries.session_led_by(request.user, number)
    if found is None:
        raise Http404
    return found


def seen(request: HttpRequest) -> int:
    """The version that somebody saw when they clicked; 0, which none is, for a form without one."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
