"""/sessies/<number>/meedoen/: a participant's screen, and what they give and write from it.

Who does not sit at the table meets a page that does not exist; who is not signed in, and no guest either, is led to the door.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.reflection.actions.entries import Beside
from learning.reflection.drafted import going_on, keeps_drafts
from learning.reflection.words import Words
from learning.team_sessions import live, queries
from learning.team_sessions.actions import agreeing, giving, notes
from learning.team_sessions.browser import was_guest_of, with_browser_token
from learning.team_sessions.models import Agreement, Session, Standing
from learning.team_sessions.phone import presenting
from learning.team_sessions.phone.presenting import Sheet
from learning.team_sessions.phone.views import joining
from learning.team_sessions.seats import Seat, seat_at
from people.guard import hints
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import client_key, is_in_place, private

_PAGE = "learning/team_sessions/phone/table.html"
_PARTS = "learning/team_sessions/phone/_parts.html"
_FRAGMENTS = {"kaart": "card_reply.html", "schaal": "_scale.html", "eigen": "note_form.html"}
_OVER = "over"
View = Callable[..., HttpResponse]


def seat_required(view: View) -> View:
    """Only who sits at the table; a view gets their seat. Whoever gave something here before the session ended hears that it did."""

    @wraps(view)
    def inner(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
        seat = seat_at(request, session)
        if seat is not None:
            return view(request, seat)
        if was_guest_of(request, session):
            return _gone(request, session)
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("team_sessions:phone", args=[session]))
        raise Http404

    return inner


@require_GET
@never_cache
def phone(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The screen of who sits at the table; the door of who may come in."""
    seat = seat_at(request, session)
    if seat is not None:
        member_in = seat.session.pk if seat.user is not None else None
        return with_browser_token(_page(request, seat, presenting.EMPTY), request, member_in=member_in)
    if was_guest_of(request, session):
        return _gone(request, session)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found = queries.session_of(request.user, session)
    if found is None:
        raise Http404
    return joining.door_page(request, found)


@require_GET
@never_cache
@seat_required
def stand(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The parts of the screen as they are now; nothing when this screen has them already."""
    mark = presenting.mark(seat) + request.GET.get("kaart", "")
    same = live.unchanged(request, mark)
    if same is not None:
        return same
    try:
        context = presenting.page(seat, over=request.GET.get("kaart", ""))
    except Unreadable:
        return private(HttpResponse(status=503))
    return live.parts(request, _PARTS, context, mark, version=seat.session.version)


# --- Giving, without a name -----------------------------------------------------------------------


@require_POST
@seat_required
def card(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write a card, or write one anew. What is refused comes back whole; what names somebody comes back once, with a hint."""
    text, over = request.POST.get("text", ""), _uuid(request.POST.get("over", ""))
    try:
        key = client_key(request)
        hints.hold({"text": text}, request.POST)
        _draw(seat)
        giving.put_card(seat.session, token=seat.token, key=key, text=text, over=over)
    except Refused as refusal:
        return _back(request, seat, "kaart", refusal, "text", over=str(over or ""))
    return _done(request, seat, "kaart", _("Je kaart is bewaard, zonder naam."))


@require_POST
@seat_required
def card_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take one's own card back, before it is shown."""
    over = _uuid(request.POST.get("over", ""))
    try:
        if over is not None:
            giving.take_back(seat.session, token=seat.token, over=over)
    except Refused as refusal:
        return _back(request, seat, "kaart", refusal)
    return _done(request, seat, "kaart", _("Je kaart is weg."))


@require_POST
@seat_required
def scale(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say where one stands, or say it anew."""
    value, over = request.POST.get("value", ""), _uuid(request.POST.get("over", ""))
    try:
        key = client_key(request)
        _draw(seat)
        number = int(value) if value in {"1", "2", "3", "4", "5"} else 0
        giving.vote(seat.session, token=seat.token, key=key, value=number, over=over)
    except Refused as refusal:
        return _back(request, seat, "schaal", refusal, "value")
    return _done(request, seat, "schaal", _("Je keuze is bewaard, zonder naam."))


# --- For oneself, and for the team ----------------------------------------------------------------


@require_POST
@seat_required
def note(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Save what one wrote for oneself in one's own mirror; in every phase, and after the end too."""
    text = request.POST.get("text", "")
    if seat.user is None:
        raise Http404
    try:
        key = client_key(request)
        hints.hold({"text": text}, request.POST)
        beside = Beside(keeps_drafts=keeps_drafts(request))
        saved = notes.write(seat.session, Words(text), by=seat.user, key=key, beside=beside)
    except Refused as refusal:
        return _back(request, seat, "eigen", refusal, "text", **going_on(request, refusal))
    url = reverse("reflection:entry", args=[saved.pk])
    return _done(request, seat, "eigen", _("Bewaard in je spiegel"), url=url)


@require_POST
@seat_required
def claim(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take a card on the table into one's own mirror. The session hears nothing of it."""
    number = _uuid(request.POST.get("card", ""))
    if seat.user is None or number is None:
        raise Http404
    try:
        notes.claim(seat.session, number, by=seat.user, key=client_key(request))
        messages.success(request, _("De kaart staat nu ook in je spiegel. Alleen jij ziet dat."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("team_sessions:phone", seat.session.pk)


@require_POST
@seat_required
def settle(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say how it went with an agreement that one sees to."""
    own = Agreement.objects.filter(owner=seat.user, session__team=seat.session.team_id) if seat.user else None
    number, standing = _uuid(request.POST.get("agreement", "")), request.POST.get("standing", "")
    found = own.filter(pk=number).first() if own is not None and number else None
    if found is None or seat.user is None:
        raise Http404
    try:
        if standing in Standing.values:
            agreeing.settle(found, Standing(standing), by=seat.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("team_sessions:phone", seat.session.pk)


# --- Answering ------------------------------------------------------------------------------------


def _draw(seat: Seat) -> None:
    giving.draw(seat.participation, token=seat.token)


def _uuid(raw: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(raw)
    except ValueError:
        return None


def _back(request: HttpRequest, seat: Seat, part: str, refusal: Refused, *fields: str, **more: Any) -> HttpResponse:
    """The form as it was sent, to go on with; a new key where the old one had been used before."""
    if "key" not in more:
        more |= {"key": going_on(request, refusal)["key"]}
    sheet = Sheet(
        part=part,
        fields=hints.typed(request.POST, refusal, *fields),
        error=str(refusal),
        guard=hints.shown(request.POST, refusal),
        **more,
    )
    return _answer(request, seat, sheet, status=refusal.status)


def _done(request: HttpRequest, seat: Seat, part: str, words: str, *, url: str = "") -> HttpResponse:
    if is_in_place(request):
        return _answer(request, seat, Sheet(part=part, done=words, url=url))
    messages.success(request, words)
    return redirect(f"{reverse('team_sessions:phone', args=[seat.session.pk])}#{part}")


def _answer(request: HttpRequest, seat: Seat, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    """The part alone for our script, the whole page otherwise. The session may have gone on meanwhile: it is asked anew."""
    now = seat_at(request, seat.session.pk) or seat
    if is_in_place(request):
        return _show(request, now, sheet, f"learning/team_sessions/phone/{_FRAGMENTS[sheet.part]}", status=status)
    return _page(request, now, sheet, status=status)


def _page(request: HttpRequest, seat: Seat, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    return _show(request, seat, sheet, _PAGE, status=status)


def _show(request: HttpRequest, seat: Seat, sheet: Sheet, template: str, *, status: int = 200) -> HttpResponse:
    try:
        context = presenting.page(seat, sheet, over=request.GET.get("kaart", ""))
        if template == _PAGE:
            context["stays"] = presenting.stays(seat)
    except Unreadable:
        context = {"session": seat.session, "seat": seat, "urls": presenting.urls(seat.session)}
        return private(render(request, "learning/team_sessions/phone/unreadable.html", context, status=503))
    return private(render(request, template, context, status=status))


def _gone(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """For a guest's browser after the end. What it sent is shown to it, so that nothing typed is lost; it was not shared."""
    found = Session.objects.filter(queries.stays(), pk=number).select_related("team").first()
    if found is None:
        raise Http404
    context = presenting.page_of_gone_guest(found, unsent=request.POST.get("text", ""))
    if is_in_place(request):
        html = render_to_string("learning/team_sessions/phone/gone_reply.html", context, request)
        return private(HttpResponse(html, status=422))
    if request.resolver_match and request.resolver_match.url_name == "phone-stand":
        return live.unchanged(request, _OVER) or live.parts(request, _PARTS, context, _OVER, version=found.version)
    return private(render(request, _PAGE, context, status=200 if request.method == "GET" else 422))
