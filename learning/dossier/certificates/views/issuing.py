"""For an organisation's administrator, and who runs the platform: what was issued, withdrawing one, and how long certificates count."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.dossier.certificates import actions, queries
from learning.dossier.certificates.forms import FilterForm, MonthsForm, WhyForm
from learning.dossier.certificates.models import Why
from people.administration.scope import organisation_for
from people.models import Organisation
from people.scope import member_required, private


@require_GET
@member_required
@never_cache
def issued(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who has a certificate of this organisation, and of what. That somebody completed a module is all that it says."""
    owner = organisation_for(request, organisation)
    return _list(request, owner, MonthsForm(initial={"months": queries.months_of(owner)}))


@require_POST
@member_required
def months(request: HttpRequest, organisation: str) -> HttpResponse:
    """How long certificates count that are taken from now on."""
    owner, form = organisation_for(request, organisation), MonthsForm(request.POST)
    if not form.is_valid():
        return _list(request, owner, form, status=422)
    actions.set_months(owner, by=request.user, months=form.cleaned_data["months"])
    messages.success(request, _("Bewaard. Het geldt voor certificaten die vanaf nu worden gemaakt."))
    return redirect("certificates:issued", owner.slug)


@require_http_methods(["GET", "POST"])
@member_required
@never_cache
def withdraw(request: HttpRequest, organisation: str, certificate: uuid.UUID) -> HttpResponse:
    """Withdraw one that this organisation issued, with a reason that its holder reads."""
    owner = organisation_for(request, organisation)
    row = queries.issued_row(owner, certificate)
    if row is None:
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"organisation": owner, "one": queries.shown(row), "form": form}
        status = 200 if request.method == "GET" else 422
        return private(render(request, "learning/dossier/certificates/withdraw.html", context, status=status))
    actions.withdraw(row, by=request.user, why=Why(form.cleaned_data["why"]))
    messages.success(request, _("Het certificaat is ingetrokken."))
    return redirect("certificates:issued", owner.slug)


def _list(request: HttpRequest, owner: Organisation, form: MonthsForm, *, status: int = 200) -> HttpResponse:
    asked = FilterForm(request.GET)
    asked.is_valid()
    page = queries.issued(owner, **asked.asked())
    context: dict[str, Any] = {
        "organisation": owner,
        "form": form,
        "filter": asked,
        "page": page,
        "filtered": bool(asked.asked()["words"]),
        "previous_url": _at(request, owner, page.number - 1) if page.number > 1 else "",
        "next_url": _at(request, owner, page.number + 1) if page.has_next else "",
    }
    return private(render(request, "learning/dossier/certificates/issued.html", context, status=status))


def _at(request: HttpRequest, owner: Organisation, page: int) -> str:
    asked = {"zoek": request.GET.get("zoek", ""), "pagina": str(page)}
    return f"{reverse('certificates:issued', args=[owner.slug])}?{urlencode(asked)}"
