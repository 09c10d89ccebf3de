"""Writing in the mirror: one question, one page, and nothing of before until it is written."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.reflection_questions import AskedQuestion
from learning.reflection import draft_queries
from learning.reflection.actions import drafts, entries
from learning.reflection.drafted import going_on, keeps_drafts
from learning.reflection.forms import WRITTEN, BesideForm, words_of
from learning.reflection.models import Dimension, Draft
from learning.reflection.questions import anchors, asked
from learning.reflection.words import Reader
from people.guard import hints
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import client_key, is_in_place, private

_DIMENSION_ASKS = {
    Dimension.TECHNICAL: gettext_lazy("Wat deed je, en welke kennis of methode gebruikte je?"),
    Dimension.NORMATIVE: gettext_lazy("Welke waarden, regels en belangen speelden mee? Wat vond jij goed om te doen?"),
    Dimension.PERSONAL: gettext_lazy("Wat raakte je? Wat nam je van jezelf mee?"),
}


@dataclass(frozen=True)
class Sheet:
    """What the page is filled with: the draft it goes on with (if any), its fields, and what is wrong with them."""

    key: uuid.UUID
    version: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    minutes_error: str = ""
    others: tuple[Draft, ...] = ()
    guard: hints.Shown | None = None


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Write at one of the ten questions."""
    question = asked(number)
    if question is None:
        raise Http404
    return _write(request, question, reverse("reflection:write", args=[number]))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def write_free(request: HttpRequest) -> HttpResponse:
    """Write about whatever asks for it."""
    return _write(request, None, reverse("reflection:write-free"))


def _write(request: HttpRequest, question: AskedQuestion | None, place: str) -> HttpResponse:
    if request.method == "GET":
        return _page(request, question, place, _sheet(request, place))
    return _keep(request, question, place) if request.POST.get("keep") else _save(request, question, place)


def _sheet(request: HttpRequest, place: str) -> Sheet:
    """The draft that was asked for, or the one last touched here; an empty sheet otherwise."""
    found = draft_queries.drafts_at(request.user.pk, place)
    wanted = request.GET.get("concept", "")
    found.sort(key=lambda draft: str(draft.pk) != wanted)
    if not found or "nieuw" in request.GET:
        return Sheet(uuid.uuid4(), others=tuple(found))
    first, *others = found
    try:
        kept = Reader(request.user.uuid).draft(first)
        return Sheet(first.pk, first.version, kept, others=tuple(others), guard=hints.shown(kept))
    except Unreadable:
        return Sheet(uuid.uuid4(), others=tuple(found))


def _sent(request: HttpRequest, refusal: Refused | None = None, **more: Any) -> Sheet:
    """The page as it was sent, to go on with. A key that was used before is replaced, so that saving again saves this text."""
    fields, guard = hints.typed(request.POST, refusal, *drafts.FIELDS), hints.shown(request.POST, refusal)
    return Sheet(fields=fields, error=str(refusal or ""), guard=guard, **going_on(request, refusal), **more)


def _keep(request: HttpRequest, question: AskedQuestion | None, place: str) -> HttpResponse:
    """Keep as a draft, for who has no script. What was overtaken is kept beside the other."""
    sheet = _sent(request)
    try:
        drafts.keep(sheet.key, by=request.user, seen=sheet.version, place=place, path=place, fields=dict(sheet.fields))
        messages.success(request, _("Je concept is bewaard."))
    except drafts.Overtaken:
        beside = uuid.uuid4()
        drafts.keep(beside, by=request.user, seen=0, place=place, path=place, fields=dict(sheet.fields))
        messages.warning(
            request,
            _("Deze tekst was ook ergens anders veranderd. Allebei zijn bewaard: hier staat wat je net schreef."),
        )
        return redirect(f"{place}?concept={beside}")
    except Refused as refusal:
        return _page(request, question, place, _sent(request, refusal), status=refusal.status)
    return redirect(f"{place}?concept={sheet.key}")


def _save(request: HttpRequest, question: AskedQuestion | None, place: str) -> HttpResponse:
    """Save as an entry. What is refused comes back whole; what names somebody comes back once, with a hint."""
    form = BesideForm(request.POST)
    try:
        key = client_key(request)
        hints.hold({name: request.POST.get(name, "") for name in WRITTEN}, request.POST)
        if not form.is_valid():
            wrong = form.errors.get("minutes", [_("Kies een van de vijf, of geen.")])[0]
            return _page(request, question, place, _sent(request, minutes_error=wrong), status=422)
        beside = entries.Beside(
            rating=form.cleaned_data["rating"],
            minutes=form.cleaned_data["minutes"],
            keeps_drafts=keeps_drafts(request),
        )
        saved = entries.write(words_of(request.POST), by=request.user, key=key, about=_about(question), beside=beside)
    except Refused as refusal:
        return _page(request, question, place, _sent(request, refusal), status=refusal.status)
    return redirect(reverse("reflection:entry", args=[saved.pk]) + "?bewaard")


def _about(question: AskedQuestion | None) -> entries.About:
    if question is None:
        return entries.About(prompt=_("Vrije tekst"))
    return entries.About(prompt=str(question.asks), question=question.number, asked_id=question.edition_id)


def _page(
    request: HttpRequest, question: AskedQuestion | None, place: str, sheet: Sheet, *, status: int = 200
) -> HttpResponse:
    """The page; for our script, its form alone."""
    context = {
        "question": question,
        "title": question.asks if question else _("Schrijf wat je bezighoudt"),
        "place": place,
        "sheet": sheet,
        "dimensions": [
            {
                "name": one.value,
                "label": one.label,
                "asks": getattr(question and question.dimensions, one.value, "") or _DIMENSION_ASKS[one],
                "text": sheet.fields.get(one.value, ""),
            }
            for one in Dimension
        ],
        "dimensions_open": any(sheet.fields.get(one.value) for one in Dimension),
        "anchors": [
            {"value": str(value), "words": words, "checked": sheet.fields.get("rating") == str(value)}
            for value, words in enumerate(anchors(question), 1)
        ],
        "max_length": entries.MAX_TEXT,
    }
    name = "learning/reflection/write_form.html" if is_in_place(request) else "learning/reflection/write.html"
    return private(render(request, name, context, status=status))
