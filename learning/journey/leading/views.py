"""The page of who leads a team, and what they decide there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.journey.leading.forms import DateForm, GiveForm
from learning.journey.leading.scope import members_of, team_for, teams_led
from learning.journey.programmes import actions, queries
from learning.journey.programmes.models import Following, HelpAsked
from people.access import actions as access
from people.access.models import What
from people.models import User
from people.refusal import Refused
from people.scope import member_required, private, viewer_of


@require_GET
@member_required
def teams(request: HttpRequest) -> HttpResponse:
    """The teams that one leads; the one at once."""
    found = list(teams_led(viewer_of(request).user_id, timezone.localdate()))
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("leading:team", found[0].uuid)
    return private(render(request, "learning/leading/teams.html", {"teams": found}))


@require_GET
@member_required
def team(request: HttpRequest, team: UUID) -> HttpResponse:
    """Who asked for time or help, who has not begun, what is past its day. Nobody else stands there."""
    found = team_for(request, team)
    page = queries.team_page(found.pk, timezone.localdate())
    access.looked(_me(request), What.TEAM, page.people)
    context = {
        "team": found,
        "page": page,
        "date_form": DateForm(auto_id=False),
        "may_decide": True,
    }
    return private(render(request, "learning/leading/team.html", context))


@require_http_methods(["GET", "POST"])
@member_required
def give(request: HttpRequest, team: UUID) -> HttpResponse:
    """Give somebody of the team a programme."""
    found = team_for(request, team)
    form = GiveForm(request.POST if request.method == "POST" else None, team=found, viewer=viewer_of(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.begin(
                said["programme"], said["person"], first_day=said["first_day"], mentor=said["mentor"], by=_me(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            access.looked(_me(request), What.PLAN, [said["person"].pk])
            messages.success(
                request, _("Gegeven. %(name)s ziet het op de eigen startpagina.") % {"name": said["person"]}
            )
            return redirect("leading:team", found.uuid)
    context = {"team": found, "form": form}
    return private(render(request, "learning/leading/give.html", context, status=422 if form.errors else 200))


@require_POST
@member_required
def decide(request: HttpRequest, team: UUID, following: UUID, step: UUID) -> HttpResponse:
    """Grant an exemption or not, or agree another day."""
    found = team_for(request, team)
    about = Following.objects.filter(
        pk=following, ended_on__isnull=True, user__in=members_of(found, timezone.localdate())
    ).first()
    what = request.POST.get("what", "")
    if about is None or what not in {"grant", "refuse", "date"}:
        raise Http404
    form = DateForm(request.POST)
    try:
        if what != "date":
            actions.decide_exemption(about, step, grant=what == "grant", by=_me(request))
        elif form.is_valid():
            actions.agree_date(about, step, form.cleaned_data["due_on"], by=_me(request))
        else:
            raise Refused(str(form.errors["due_on"][0]))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        access.looked(_me(request), What.PLAN, [about.user_id])
        messages.success(request, _("Bewaard. Je collega ziet het in het eigen programma."))
    return redirect("leading:team", found.uuid)


@require_POST
@member_required
def help_asked(request: HttpRequest, team: UUID, asked: UUID) -> HttpResponse:
    """See to what somebody asked, or say that it was dealt with."""
    found = team_for(request, team)
    row = HelpAsked.objects.filter(pk=asked, user__in=members_of(found, timezone.localdate())).first()
    if row is None:
        raise Http404
    if request.POST.get("what") == "settle":
        actions.settle(row)
        messages.success(request, _("Afgehandeld. De vraag is weg."))
    else:
        actions.take_up(row, by=_me(request))
        messages.success(request, _("Je collega ziet dat je dit oppakt."))
    return redirect("leading:team", found.uuid)


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  member_required asks for an account
    return user
