"""For who was shown a certificate, and for programs: the check page, an issuer's public keys, and its list of withdrawals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning.dossier.certificates import attempts, credential, queries
from learning.dossier.certificates.forms import NameForm
from learning.dossier.certificates.models import IssuerKey
from people.keys.vault import Unreadable
from people.models import Organisation
from people.refusal import Refused
from people.scope import private


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate counts, and of what it is. Whose it is, nobody reads here: a name that one already has can be compared."""
    network = request.META.get("REMOTE_ADDR", "-")
    try:
        attempts.check_address(network)
        found = queries.checked(code)
        if found is None:
            attempts.wrong_address(network)
            return _page(request, None, status=404)
        if request.method == "GET":
            return _page(request, found)
        return _compared(request, found, network)
    except Refused as refusal:
        return _page(request, None, notice=str(refusal), status=refusal.status)


def _compared(request: HttpRequest, found: queries.Shown, network: str) -> HttpResponse:
    form = NameForm(request.POST)
    attempts.check_name(found.code, network)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    matches = queries.is_name(form.cleaned_data["name"], found)
    if not matches:
        attempts.wrong_name(found.code, network)
    return _page(request, found, form=form, compared=_yes() if matches else _no(), matches=matches)


def _yes() -> str:
    return _("Deze naam staat op het certificaat.")


def _no() -> str:
    return _("Deze naam staat niet op het certificaat. Kijk of je hem hebt overgenomen zoals hij er staat.")


def _page(request: HttpRequest, found: queries.Shown | None, *, status: int = 200, **more: Any) -> HttpResponse:
    """What a visitor may know: nothing that says who the holder is, and no reason of a withdrawal."""
    context: dict[str, Any] = {"form": NameForm(), "notice": ""} | more
    if found is not None:
        context |= {
            "state": found.state,
            "word": found.word,
            "module": found.module,
            "edition": found.edition,
            "published_on": found.published_on,
            "issuer": found.issuer,
            "completed_on": found.completed_on,
            "expires_on": found.expires_on,
            "withdrawn_on": found.withdrawn_on,
            "reviewer": found.reviewer,
            "criteria": credential.criteria(found),
            "what_it_is": credential.what_it_is(),
        }
    return private(render(request, "learning/dossier/certificates/check.html", context, status=status))


@require_safe
def keys(request: HttpRequest, organisation: str) -> HttpResponse:
    """The public keys of an issuer, at an address that stays (did:web)."""
    document = credential.document(get_object_or_404(Organisation, slug=organisation))
    if not document["verificationMethod"]:
        raise Http404
    return _for_programs(JsonResponse(document, content_type="application/did+json"))


@require_safe
def withdrawals(request: HttpRequest, organisation: str) -> HttpResponse:
    """An issuer's list of withdrawals: the same for everybody, so that asking for it tells nobody which certificate one looks at."""
    issuer = get_object_or_404(Organisation, slug=organisation)
    try:
        return _for_programs(HttpResponse(credential.withdrawals(issuer), content_type="application/vc+jwt"))
    except IssuerKey.DoesNotExist:
        raise Http404 from None
    except Unreadable:
        return HttpResponse(status=503, headers={"Retry-After": "600"})


def _for_programs(response: HttpResponse) -> HttpResponse:
    """For programs of others, in a browser too."""
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response
