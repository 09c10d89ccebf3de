"""The page where a draft is read by a second pair of eyes, and the one where an administrator says whether that is the rule."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.checks.deciding import asks_first, why_not_publish
from cms.editions.publishing import check
from cms.gate import refused
from cms.permissions import author_of
from cms.second_reader import actions
from cms.second_reader.forms import PolicyForm, RemarkForm
from cms.second_reader.policy import publishers, under_way
from cms.second_reader.queries import Reading, reading_of
from people.models import Organisation, User
from people.policy import set_two_person_approval
from people.refusal import Refused


@never_cache
@require_GET
def show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How it stands with the second reading of one draft, and what this person can do."""
    return _page(request, _reading(request, kind, pk), RemarkForm())


@never_cache
@require_POST
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask, take back, send back or publish: what `wat` says."""
    reading, what = _reading(request, kind, pk), request.POST.get("wat", "")
    form = RemarkForm(request.POST, is_needed=what == "terug")
    if not form.is_valid():
        return _page(request, reading, form, status=422)
    doing = {"vraag": _ask, "trek-in": _withdraw, "terug": _send_back, "publiceer": _publish}.get(what)
    if doing is None:
        raise Http404
    try:
        return doing(request, reading, form.cleaned_data["remark"])
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(reading.url)


def _ask(request: HttpRequest, reading: Reading, remark: str) -> HttpResponse:
    actions.ask(reading.item, remark=remark, by=cast(User, request.user))
    messages.success(request, _("Gevraagd. Je collega’s zien het op hun startpagina."))
    return redirect(reading.url)


def _withdraw(request: HttpRequest, reading: Reading, remark: str) -> HttpResponse:
    if not reading.is_mine:
        raise Http404
    actions.withdraw(reading.item, by=cast(User, request.user))
    messages.success(request, _("Je vraag is ingetrokken. Je concept is bewaard."))
    return redirect(reading.url)


def _send_back(request: HttpRequest, reading: Reading, remark: str) -> HttpResponse:
    _answer_allowed(reading)
    actions.send_back(reading.item, remark=remark, by=cast(User, request.user))
    messages.success(request, _("Teruggestuurd, met je opmerking."))
    return redirect("wagtailadmin_home")


def _publish(request: HttpRequest, reading: Reading, remark: str) -> HttpResponse:
    """As the ordinary button: an error refuses, a warning asks first."""
    _answer_allowed(reading)
    draft = reading.item.get_latest_revision_as_object()
    if reasons := [*check(draft), *why_not_publish(draft)]:
        return refused(request, [_("Nog niet gepubliceerd."), *reasons], to=reading.url)
    if asks_first(draft):
        messages.warning(request, _("Nog niet gepubliceerd. Kijk eerst naar wat de controle vond."))
        return redirect("check-page", reading.item.pk)
    sent = request.POST.get("revision", "")
    actions.approve(reading.item, revision_id=int(sent) if sent.isdecimal() else 0, by=cast(User, request.user))
    messages.success(request, _("‘%(title)s’ is gepubliceerd.") % {"title": reading.title})
    return redirect(reading.edit_url)


def _answer_allowed(reading: Reading) -> None:
    if reading.state != "asked":
        raise Refused(_("Dit wacht niet meer op een lezer: een collega was je voor, of de vraag is teruggetrokken."))
    if not reading.may_decide:
        raise Refused(reading.why_not_alone or _("Je mag dit niet publiceren. Vraag het een collega."))
    if reading.is_locked:
        raise Refused(_("Dit is vergrendeld of ingepland. Haal dat er eerst af."))


def _reading(request: HttpRequest, kind: str, pk: int) -> Reading:
    found = reading_of(cast(User, request.user), kind, pk)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, reading: Reading, form: RemarkForm, *, status: int = 200) -> HttpResponse:
    title = _("Nalezen: %(title)s") % {"title": reading.title}
    context: dict[str, Any] = {"header_title": title, "page_title": title, "reading": reading, "form": form}
    context["check_url"] = reverse("check-page", args=[reading.item.pk]) if reading.has_checks else ""
    return TemplateResponse(request, "cms/studio/second_reader.html", context, status=status)


# --- The policy -----------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """Whether this administrator's organisation publishes with four eyes; turning it takes one's word that one read what happens."""
    organisation = Organisation.objects.filter(pk=author_of(request.user).administers_id).first()
    if organisation is None:
        raise Http404
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["state"] == "aan"
        set_two_person_approval(organisation, on=on, by=cast(User, request.user))
        messages.success(
            request, _("Vier ogen staat aan.") if on else _("Vier ogen staat uit. Alle concepten zijn bewaard.")
        )
        return redirect("four-eyes")
    context = {
        "header_title": _("Vier ogen"),
        "page_title": _("Vier ogen"),
        "organisation": organisation,
        "form": form,
        "publishers": publishers(organisation),
        "under_way": len(under_way(organisation)),
    }
    return TemplateResponse(request, "cms/studio/four_eyes.html", context, status=422 if form.errors else 200)
