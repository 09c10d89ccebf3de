"""One's own certificates: taking one, keeping it as PDF or badge, and withdrawing it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.dossier.certificates import actions, credential, files, queries
from learning.dossier.certificates.models import Certificate, Why
from people.exports import pdf
from people.exports.views import asked, listed
from people.keys.vault import Unreadable
from people.models import Organisation
from people.refusal import Refused
from people.scope import private, viewer_of


@require_GET
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """What one may take, and what one has."""
    me = request.user.pk
    context = {
        "certificates": queries.own(me),
        "open": queries.open_to_take(me, _organisation(request)),
        "exports": [one for one in listed(me) if one["kind"] == files.PDF],
    }
    return private(render(request, "learning/dossier/certificates/overview.html", context))


@require_POST
@login_required
def take(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """A certificate of what one completed last in a module."""
    completion = queries.own_completion(request.user.pk, enrolment)
    if completion is None:
        raise Http404
    try:
        made = actions.take(completion, by=request.user, issuer=_organisation(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("certificates:overview")
    return redirect("certificates:one", made.pk)


@require_GET
@login_required
@never_cache
def one(request: HttpRequest, certificate: uuid.UUID) -> HttpResponse:
    """What it says, and what one may do with it."""
    return _page(request, _own(request, certificate))


@require_POST
@login_required
def paper(request: HttpRequest, certificate: uuid.UUID) -> HttpResponse:
    """Have the PDF made."""
    row = _own(request, certificate)
    try:
        _in_force(row)
        return asked(request, files.PDF, {"certificate": str(row.pk)})
    except Refused as refusal:
        return _page(request, row, error=str(refusal), status=refusal.status)


@require_GET
@login_required
@never_cache
def badge(request: HttpRequest, certificate: uuid.UUID) -> HttpResponse:
    """The Open Badge, as a file to keep."""
    row = _own(request, certificate)
    try:
        _in_force(row)
        token = credential.signed(row)
    except Refused as refusal:
        return _page(request, row, error=str(refusal), status=refusal.status)
    except Unreadable:
        error = _("De sleutel van %(issuer)s is er nu niet. Vraag de beheerder.") % {"issuer": row.organisation.name}
        return _page(request, row, error=error, status=503)
    response = HttpResponse(token, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="open-badge.jwt"'
    return private(response)


@require_POST
@login_required
def withdraw(request: HttpRequest, certificate: uuid.UUID) -> HttpResponse:
    """Let it count no more. One may take another later."""
    actions.withdraw(_own(request, certificate), by=request.user, why=Why.HOLDER)
    messages.success(request, _("Ingetrokken. Wie het certificaat controleert, ziet dat het niet meer telt."))
    return redirect("certificates:one", certificate)


def _own(request: HttpRequest, number: uuid.UUID) -> Certificate:
    row = queries.own_row(request.user.pk, number)
    if row is None:
        raise Http404
    return row


def _in_force(row: Certificate) -> None:
    if queries.state_of(row) != queries.VALID:
        raise Refused(_("Dit certificaat telt niet meer. Je kunt het niet meer meenemen."))


def _organisation(request: HttpRequest) -> Organisation | None:
    return Organisation.objects.filter(pk=viewer_of(request).organisation_id).first()


def _page(request: HttpRequest, row: Certificate, *, error: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = files.paper(queries.shown(row)) | {
        "error": error,
        "key": uuid.uuid4(),
        "has_pdf": pdf.is_available(),
        "in_force": queries.state_of(row) == queries.VALID,
    }
    return private(render(request, "learning/dossier/certificates/one.html", context, status=status))
