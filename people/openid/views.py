"""The door of a sign-in service, and the pages on which one joins it to one's account."""

import uuid
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import audit
from people.models import User
from people.openid import actions, limits, protocol, remembered, rules
from people.openid.asking import Declined, Unreachable
from people.openid.models import Identity
from people.openid.service import Service
from people.refusal import Refused
from people.scope import private

# --- The door -------------------------------------------------------------------------------------


@require_POST
@rules.configured
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """Send the browser to the service, by a page of ours: a form's redirect elsewhere is not what our policy allows."""
    found = _service(service)
    if limits.too_many(request):
        return _failed(request, found, "often", 429)
    state = remembered.new_state()
    try:
        address, attempt = protocol.begin(found, back_to=_back_to(found), state=state)
    except Unreachable as fault:
        return _unreachable(request, found, fault)
    asked = request.POST.get("next", "")
    remembered.set_out(request.session, state, attempt, service=found, onward=asked if _is_ours(asked) else "")
    return _page(request, "go", {"service": found, "address": address})


@require_GET
@rules.configured
def back(request: HttpRequest, service: str) -> HttpResponse:
    """Where the service sends the browser back to."""
    found = _service(service)
    if limits.too_many(request):
        return _failed(request, found, "often", 429)
    begun = remembered.come_back(request.session, request.GET.get("state", ""), service=found)
    if begun is None:
        return _refused(request, found, "state", "stale")
    attempt, onward = begun
    try:
        if not _is_from(request, found):
            return _refused(request, found, "issuer", "bad")
        if "error" in request.GET or not request.GET.get("code"):
            return _refused(request, found, "service", "no")
        proof = protocol.finish(found, code=request.GET["code"], back_to=_back_to(found), attempt=attempt)
    except Declined as fault:
        return _refused(request, found, f"code-{fault}".replace(" ", "-"), "bad")
    except Unreachable as fault:
        return _unreachable(request, found, fault)
    except protocol.BadToken as fault:
        return _refused(request, found, f"token-{fault}", "bad")
    return _arrived(request, found, proof, onward)


def _arrived(request: HttpRequest, service: Service, proof: protocol.Proof, onward: str) -> HttpResponse:
    known = Identity.objects.filter(issuer=proof.issuer, subject=proof.subject).select_related("user").first()
    if known is None:
        remembered.wait(request.session, proof, service=service)
        here = "people:openid-join" if request.user.is_authenticated else "people:openid-new"
        return redirect(onward if onward.startswith(_WELCOME) else here)
    if request.user.is_authenticated and known.user_id != request.user.pk:
        return _refused(request, service, "other-account", "other", 409)
    if not rules.may_use(known.user, service):
        return _refused(request, service, "not-a-member", "closed", 403)
    if request.user.is_authenticated:
        return redirect(onward or "people:openid-list")
    _record(request, known.user, service, second_factor=proof.second_factor)
    answer: HttpResponse = perform_login(request, Login(user=known.user, redirect_url=onward or None))
    return answer


@require_GET
@rules.configured
def new(request: HttpRequest) -> HttpResponse:
    """For who has signed in at a service and is not known here yet: what to do now."""
    waiting = remembered.waiting(request.session)
    if request.user.is_authenticated:
        return redirect("people:openid-join")
    if waiting is None:
        return redirect("account_login")
    return _page(request, "new", {"service": _service(waiting.service)})


# --- One's own -------------------------------------------------------------------------------------


@require_GET
@rules.configured
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The services that open one's account, and those that could."""
    names = {one.issuer: one.name for one in rules.services()}
    joined = list(Identity.objects.filter(user=request.user))
    context = {
        "joined": [
            {
                "uuid": one.uuid,
                "name": names.get(one.issuer, _("Een dienst die hier niet meer meedoet")),
                "at": one.made_at,
            }
            for one in joined
        ],
        "open": [
            one
            for one in rules.services()
            if one.issuer not in {held.issuer for held in joined} and rules.may_use(request.user, one)
        ],
    }
    return _page(request, "list", context)


@require_http_methods(["GET", "POST"])
@rules.configured
@login_required
def join(request: HttpRequest) -> HttpResponse:
    """Say yes to joining who came back to one's account; never by an address alone."""
    waiting = remembered.waiting(request.session)
    if waiting is None:
        if request.method == "POST":
            messages.error(request, _("Dat duurde te lang. Log opnieuw in bij de dienst."))
        return redirect("people:openid-list")
    rules.require_proof(request)
    service = _service(waiting.service)
    if not rules.may_use(request.user, service):
        return _refused(request, service, "not-a-member", "closed", 403)
    if request.method == "GET":
        return _page(request, "join", {"service": service})
    try:
        actions.join(request.user, issuer=waiting.issuer, subject=waiting.subject)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Gekoppeld. Je kunt voortaan inloggen met %(name)s.") % {"name": service.name})
    remembered.done(request.session)
    return redirect("people:openid-list")


@require_POST
@rules.configured
@login_required
def remove(request: HttpRequest) -> HttpResponse:
    """Take a service off one's account, never the last way in."""
    try:
        found = Identity.objects.filter(pk=uuid.UUID(request.POST.get("which", "")), user=request.user).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    rules.require_proof(request)
    try:
        actions.remove(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De koppeling is weg. Je logt daar niet meer mee in."))
    return redirect("people:openid-list")


# --- For the invitation's page ---------------------------------------------------------------------


def came_in(request: HttpRequest, user: User, waiting: remembered.Waiting) -> None:
    """Note that this session of a new account was opened by the service."""
    _record(request, user, _service(waiting.service), second_factor=waiting.second_factor)
    remembered.done(request.session)


_WELCOME = "/welkom/"


def _record(request: HttpRequest, user: User, service: Service, *, second_factor: bool) -> None:
    record_authentication(request, user, rules.METHOD, service=service.key, second_factor=second_factor)


def _service(key: str) -> Service:
    for one in rules.services():
        if one.key == key:
            return one
    raise Http404


def _back_to(service: Service) -> str:
    """The one address that is registered at the service, whatever host this request came for."""
    return settings.SITE_URL + reverse("people:openid-back", args=[service.key])


def _is_ours(path: str) -> bool:
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _is_from(request: HttpRequest, service: Service) -> bool:
    """Whether the answer is of this service, where it says so (RFC 9207)."""
    said = request.GET.get("iss")
    return said == service.issuer if said is not None else not protocol.says_its_issuer(service)


def _refused(request: HttpRequest, service: Service, reason: str, words: str, status: int = 400) -> HttpResponse:
    limits.count(request)
    audit.record("sign-in", f"openid:{service.key}", result=f"refused-{reason}", request=request)
    return _failed(request, service, words, status)


def _unreachable(request: HttpRequest, service: Service, fault: Unreachable) -> HttpResponse:
    audit.record("sign-in", f"openid:{service.key}", result=f"unreachable-{fault}".replace(" ", "-"), request=request)
    return _failed(request, service, "unreachable", 503)


def _failed(request: HttpRequest, service: Service, words: str, status: int) -> HttpResponse:
    return _page(request, "failed", {"service": service, "why": words}, status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return private(render(request, f"people/openid/{name}.html", context, status=status))
