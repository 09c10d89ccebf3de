"""/sessies/: what a team planned, what goes on, what came out; and how long that is kept."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.team_sessions import queries, rules
from learning.team_sessions.actions import agreeing, cards, ending
from learning.team_sessions.leading import presenting
from learning.team_sessions.leading.forms import FacilitatorsForm, KeepingForm
from learning.team_sessions.minutes import minutes_of
from learning.team_sessions.models import Agreement, Session, Standing, State
from people.exports.pdf import is_available
from people.keys.vault import Unreadable
from people.models import Team, User
from people.refusal import Refused
from people.scope import member_required, private

MOST_OVER = 30
"""Sessions that are over, in the list."""


@require_GET
@member_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """What is planned, what goes on and what is over, of one's own team."""
    return _overview(request)


def _overview(request: HttpRequest, *, keeping: KeepingForm | None = None) -> HttpResponse:
    user = request.user
    found = list(queries.sessions_of(user).prefetch_related("facilitators"))
    led = {one.pk: user in one.facilitators.all() for one in found}
    rows = {
        state: [presenting.card_of(one, user, led=led) for one in found if one.state == state] for state in State.values
    }
    team = own_team(user)
    coming = sorted(rows[State.PREPARED], key=lambda row: (row["planned_at"] is None, row["planned_at"] or 0))
    context = {
        "open": rows[State.OPEN],
        "coming": coming,
        "over": rows[State.CLOSED][:MOST_OVER],
        "team": team,
        "agreements": _agreements(team, user),
        "keeping": keeping or _keeping(user),
    }
    return private(
        render(request, "learning/team_sessions/leading/overview.html", context, status=422 if keeping else 200)
    )


def own_team(user: User) -> Team | None:
    """The team that somebody prepares sessions with: the first of theirs."""
    membership = user.memberships.select_related("team").filter(team__isnull=False).order_by("pk")
    return next((one.team for one in membership if one.team and rules.may_prepare(user, one.team)), None)


def _keeping(user: User) -> KeepingForm | None:
    teams = ending.months_of_each(rules.keeps(user))
    return KeepingForm(teams=teams) if teams else None


def _agreements(team: Team | None, user: User) -> tuple[queries.Agreed, ...]:
    """What stands open: for who does the team's work, as its minutes are."""
    if team is None or not rules.does_the_work(user, team):
        return ()
    try:
        return queries.open_agreements(team)
    except Unreadable:
        return ()


@require_POST
@member_required
def keep(request: HttpRequest) -> HttpResponse:
    """Say how long a team keeps what came out of its sessions."""
    teams = ending.months_of_each(rules.keeps(request.user))
    if not teams:
        raise Http404
    form = KeepingForm(request.POST, teams=teams)
    if not form.is_valid():
        return _overview(request, keeping=form)
    months = form.cleaned_data["months"]
    ending.set_keeping(form.chosen, months=months, by=request.user)
    said = ngettext(
        "Verslagen van %(team)s blijven voortaan %(months)s maand.",
        "Verslagen van %(team)s blijven voortaan %(months)s maanden.",
        months,
    )
    messages.success(request, said % {"team": form.chosen.name, "months": months})
    return redirect("team_sessions:overview")


# --- One session ----------------------------------------------------------------------------------


@require_GET
@member_required
@never_cache
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """One session: before it what, when and who; after it what came out."""
    return session_page(request, found_or_404(request, session))


def found_or_404(request: HttpRequest, number: uuid.UUID) -> Session:
    found = queries.session_of(request.user, number)
    if found is None:
        raise Http404
    return found


def session_page(
    request: HttpRequest, found: Session, *, form: FacilitatorsForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    leads = rules.may_lead(user, found)
    try:
        minutes, unreadable = minutes_of(found, reader=user), False
    except Unreadable:
        minutes, unreadable = None, True
    context = {
        "session": found,
        "card": presenting.card_of(found, user, led={found.pk: leads}),
        "leads": leads,
        "facilitators": [one.get_full_name() for one in found.facilitators.all()],
        "form": form or _facilitators_form(found) if leads and found.state != State.CLOSED else None,
        "notice": queries.notice(found),
        "minutes": minutes,
        "unreadable": unreadable,
        "was_there": queries.participation_of(found, user) is not None,
        "is_over": found.state == State.CLOSED,
        "standings": Standing.choices,
        "no_pdf": not is_available(),
        "error": error,
        "key": uuid.uuid4,
    }
    return private(render(request, "learning/team_sessions/leading/session.html", context, status=status))


def _facilitators_form(found: Session) -> FacilitatorsForm:
    chosen = [str(one.uuid) for one in found.facilitators.all()]
    return FacilitatorsForm(members=presenting.members_of(found.team), initial={"facilitators": chosen})


@require_POST
@member_required
def settle(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Say how it is with an agreement, from the page of its session, the list, or while looking back."""
    found = found_or_404(request, session)
    agreement = Agreement.objects.filter(pk=_number(request, "agreement"), session__team=found.team).first()
    standing = request.POST.get("standing", "")
    if agreement is None or standing not in Standing.values:
        raise Http404
    try:
        agreeing.settle(agreement, Standing(standing), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    places = {"begeleiden": "team_sessions:lead", "lijst": "team_sessions:overview"}
    place = places.get(request.POST.get("terug", ""), "team_sessions:session")
    return redirect(place, *([] if place.endswith("overview") else [found.pk]))


def _number(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


@require_POST
@member_required
def remove(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Take a card out of the minutes for good; for who led."""
    found = queries.session_led_by(request.user, session)
    if found is None:
        raise Http404
    try:
        cards.remove(found, _number(request, "card"), by=request.user)
        messages.success(request, _("De kaart is weg uit het verslag, voorgoed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("team_sessions:session", found.pk)
