"""One's own programmes, the tasks of whom one mentors, asking for help, and what one's lead sees."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.journey.programmes import actions, queries
from learning.journey.programmes import presenting as show
from learning.journey.programmes.forms import HelpForm, LeaveForm, ReportForm
from learning.journey.programmes.models import Following, HelpAsked, Leave, Why
from learning.journey.programmes.queries import Way
from learning.journey.programmes.report import texts_since
from people.exports.pdf import is_available
from people.exports.views import asked, listed
from people.models import Membership, Role, Team, User
from people.refusal import Refused
from people.scope import member_required, private, viewer_of
from people.viewer import running


@require_GET
@member_required
def overview(request: HttpRequest) -> HttpResponse:
    """One's own rounds, those that ended, and what may be begun."""
    today, me = timezone.localdate(), viewer_of(request).user_id
    ways = queries.own(me, today)
    followed = {way.following.programme_id for way in ways}
    context = {
        "ways": [show.card(way) for way in ways],
        "ended": [show.card(way) for way in queries.own(me, today, ended=True)],
        "offered": [one for one in queries.offered(viewer_of(request)) if one.pk not in followed],
        "mentors": Following.objects.filter(mentor=me, ended_on__isnull=True).exists(),
    }
    return private(render(request, "learning/programmes/overview.html", context))


@require_POST
@member_required
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """Begin a programme by oneself, from today."""
    found = get_object_or_404(queries.offered(viewer_of(request)), slug=programme)
    me = _me(request)
    return redirect("programmes:way", actions.begin(found, me, by=me).pk)


@require_GET
@member_required
def way(request: HttpRequest, following: UUID) -> HttpResponse:
    """One round: what is done, what comes, and by when."""
    return _way_page(request, _own(request, following), LeaveForm())


def _way_page(request: HttpRequest, found: Way, form: LeaveForm) -> HttpResponse:
    context = {
        "way": found,
        "card": show.card(found),
        "phases": show.phases(found),
        "leaves": show.leaves(found, Leave.objects.filter(following=found.following)),
        "form": form,
        "whys": Why.choices,
        "runs": found.following.ended_on is None,
        "content": found.edition.content,
    }
    return private(render(request, "learning/programmes/way.html", context, status=422 if form.errors else 200))


_STEP_ACTIONS: dict[str, tuple[Callable[..., None], Any]] = {
    "done": (actions.report, gettext_lazy("Je begeleider ziet dat je dit gedaan hebt.")),
    "back": (actions.take_back, gettext_lazy("Teruggenomen.")),
    "exempt": (actions.ask_exemption, gettext_lazy("Gevraagd. Je teamleider beslist, en je ziet het hier.")),
    "exempt-back": (actions.take_back_exemption, gettext_lazy("Je vraag is teruggenomen.")),
}


@require_POST
@member_required
def step(request: HttpRequest, following: UUID, step: UUID) -> HttpResponse:
    """Say that a task is done, or ask not to have to do a step; and take that back."""
    found = _own(request, following)
    what = request.POST.get("what", "")
    if what not in _STEP_ACTIONS or found.step(step) is None:
        raise Http404
    act, said = _STEP_ACTIONS[what]
    extra = [request.POST.get("why", "")] if what == "exempt" else []
    try:
        act(found.following, step, *extra)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(said))
    return _back(found, f"#stap-{step}")


@require_POST
@member_required
def leave(request: HttpRequest, following: UUID) -> HttpResponse:
    """Days on which the round stands still."""
    found = _own(request, following)
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            actions.add_leave(found.following, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Bewaard. Je data zijn opnieuw uitgerekend."))
            return _back(found, "#verlof")
    return _way_page(request, found, form)


@require_POST
@member_required
def leave_delete(request: HttpRequest, following: UUID, leave: UUID) -> HttpResponse:
    """The round no longer stands still on these days."""
    found = _own(request, following)
    actions.take_back_leave(found.following, leave)
    messages.success(request, _("Weggehaald. Je data zijn opnieuw uitgerekend."))
    return _back(found, "#verlof")


@require_POST
@member_required
def settle(request: HttpRequest, following: UUID) -> HttpResponse:
    """Go over to the newest form, end the round, or end it and begin the next."""
    found, what = _own(request, following), request.POST.get("what", "")
    if what == "over":
        actions.move_over(found.following)
        messages.success(request, _("Je volgt nu de nieuwste versie. Wat je deed, telt mee."))
    elif what in {"end", "again"}:
        actions.end(found.following)
        if what == "again":
            me = _me(request)
            return redirect("programmes:way", actions.begin(found.following.programme, me, by=me).pk)
        messages.success(request, _("Beëindigd. Wat je deed, blijft hier staan."))
    else:
        raise Http404
    return _back(found, "")


@require_http_methods(["GET", "POST"])
@member_required
def report(request: HttpRequest, following: UUID) -> HttpResponse:
    """A draft of one's leerverslag: choose the texts, and a worker makes the file."""
    found, error, status = _own(request, following), "", 200
    entries = texts_since(_me(request), found.following)
    form = ReportForm(request.POST if request.method == "POST" else None, entries=entries)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return asked(request, form.cleaned_data["form"], form.chosen(following))
            except Refused as refusal:
                error, status = str(refusal), refusal.status
    context = {
        "way": found,
        "form": form,
        "error": error,
        "key": uuid.uuid4(),
        "no_pdf": not is_available(),
        "exports": listed(viewer_of(request).user_id),
    }
    return private(render(request, "learning/programmes/report.html", context, status=status))


# --- Mentors --------------------------------------------------------------------------------------


@require_GET
@member_required
def mentor(request: HttpRequest) -> HttpResponse:
    """The tasks that wait for one's signature, and those that one signed."""
    tasks = queries.mentored(viewer_of(request).user_id, timezone.localdate())
    context = {
        "waiting": [one for one in tasks if one.signed_on is None],
        "signed": [one for one in tasks if one.signed_on is not None],
    }
    return private(render(request, "learning/programmes/mentor.html", context))


@require_POST
@member_required
def sign(request: HttpRequest, following: UUID, step: UUID) -> HttpResponse:
    """Sign a task, or hand it back to talk about."""
    me = _me(request)
    tasks = queries.mentored(me.pk, timezone.localdate())
    if not any((one.following, one.step.id) == (following, step) for one in tasks):
        raise Http404
    found = Following.objects.get(pk=following)
    try:
        if request.POST.get("what") == "back":
            actions.hand_back(found, step)
            messages.success(request, _("Teruggegeven. Je collega ziet dat je het eerst wilt bespreken."))
        else:
            actions.sign(found, step, by=me)
            messages.success(request, _("Afgetekend."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:mentor")


# --- Asking for help, and being seen --------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@member_required
def ask_help(request: HttpRequest) -> HttpResponse:
    """Ask who leads one's team for time or help; or take that back."""
    me, today = _me(request), timezone.localdate()
    leads = _leads(me)
    if request.POST.get("what") == "back":
        actions.take_back_help(me)
        messages.success(request, _("Teruggenomen. Je teamleider ziet het niet meer."))
        return redirect("programmes:help")
    form = HelpForm(request.POST if request.method == "POST" else None, ways=queries.own(me.pk, today))
    if request.method == "POST" and leads and form.is_valid():
        actions.ask_help(me, **form.asked())
        messages.success(request, _("Gevraagd. Je teamleider ziet het bij het eerstvolgende bezoek."))
        return redirect("programmes:help")
    asked = HelpAsked.objects.filter(user=me).select_related("taken_up_by").first()
    context = {"form": form, "asked": asked, "leads": [str(lead) for lead in leads]}
    return private(render(request, "learning/programmes/help.html", context, status=422 if form.errors else 200))


def _leads(person: User) -> list[User]:
    """Who leads the teams that somebody belongs to today, themselves left out. One statement."""
    today = timezone.localdate()
    teams = Membership.objects.filter(running(today), user=person, team__isnull=False).values("team")
    rows = User.objects.filter(
        running(today, of="memberships__"), memberships__role=Role.LEAD, memberships__team__in=teams, is_active=True
    )
    return list(rows.exclude(pk=person.pk).distinct().order_by("last_name", "pk"))


@require_GET
@member_required
def seen(request: HttpRequest) -> HttpResponse:
    """What who leads one's team sees of one: that very page, with one's own lines alone."""
    me, today = _me(request), timezone.localdate()
    teams = Team.objects.filter(running(today, of="memberships__"), memberships__user=me).distinct().order_by("name")
    context = {
        "teams": [{"name": team.name, "page": queries.team_page(team.pk, today, only=me.pk)} for team in teams],
        "leads": [str(lead) for lead in _leads(me)],
    }
    return private(render(request, "learning/leading/seen.html", context))


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  member_required asks for an account
    return user


def _own(request: HttpRequest, following: UUID) -> Way:
    found = queries.own_one(viewer_of(request).user_id, following, timezone.localdate())
    if found is None:
        raise Http404
    return found


def _back(found: Way, place: str) -> HttpResponse:
    response = redirect("programmes:way", found.following.pk)
    response["Location"] += place
    return response
