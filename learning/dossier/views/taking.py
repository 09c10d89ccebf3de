"""Taking the dossier along: a PDF, or a ZIP with a sheet and data beside it. A worker makes it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.dossier import queries, taking
from learning.dossier.forms import TakeForm
from people.exports import pdf
from people.exports.views import asked, listed
from people.refusal import Refused
from people.scope import private


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    """Choose a form and a time."""
    years = sorted({line.on.year for line in queries.activities(request.user.pk)}, reverse=True)
    sent = request.POST if request.method == "POST" else None
    form = TakeForm(sent, years=years, mine=queries.registered(request.user.pk))
    error, status = "", 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                return asked(request, form.cleaned_data["form"], taking.chosen(form.chosen))
            except Refused as refusal:
                error, status = str(refusal), refusal.status
    context = {
        "form": form,
        "error": error,
        "key": uuid.uuid4(),
        "no_pdf": not pdf.is_available(),
        "exports": listed(request.user.pk),
    }
    return private(render(request, "learning/dossier/take.html", context, status=status))
