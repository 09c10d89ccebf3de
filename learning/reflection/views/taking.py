"""Taking the mirror along as a file or on paper, and deleting much of it at once."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cms.reflection_questions import BY_NUMBER
from learning.reflection.actions import wiping
from learning.reflection.taking import as_pdf
from learning.reflection.taking.choosing import EVERYTHING
from learning.reflection.taking.forms import ALL, PaperForm, TakeForm, WhichForm, WipeForm
from learning.reflection.taking.gathering import gather
from people.exports.views import asked, listed
from people.refusal import Refused
from people.scope import private


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    """Choose a form and what is in it; a worker makes the file."""
    form = TakeForm(_sent(request), initial={"question": request.GET.get("vraag", "")})
    error, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return asked(request, form.cleaned_data["form"], form.choice.chosen)
            except Refused as refusal:
                error, status = str(refusal), refusal.status
    context = {
        "form": form,
        "error": error,
        "key": uuid.uuid4(),
        "no_pdf": not as_pdf.is_available(),
        "exports": listed(request.user.pk),
    }
    return private(render(request, "learning/reflection/take.html", context, status=status))


@require_GET
@login_required
@never_cache
def paper(request: HttpRequest) -> HttpResponse:
    """All of it on one page, for the printer; no worker and no file."""
    form = PaperForm(request.GET)
    choice = form.choice if form.is_valid() else EVERYTHING
    return private(render(request, "learning/reflection/print.html", {"mirror": gather(request.user, choice)}))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def wipe(request: HttpRequest) -> HttpResponse:
    """Delete all of one question, or the whole mirror: what goes and what stays is named first, and a tick is asked."""
    which = WhichForm({"vraag": request.POST.get("question") or request.GET.get("vraag") or ALL})
    question = which.cleaned_data["vraag"] if which.is_valid() else None
    form = WipeForm(_sent(request), initial={"question": question or ""})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        count = wiping.wipe(by=request.user, question=given["question"], keep_activity=given["keep_activity"])
        said = ngettext("%s tekst is verwijderd.", "%s teksten zijn verwijderd.", count) % count
        messages.success(request, said if count else _("Er was niets om te verwijderen."))
        return redirect("reflection:overview")
    context = {
        "form": form,
        "which": which,
        "doomed": wiping.doomed(request.user.pk, question),
        "about": BY_NUMBER.get(question or 0),
    }
    return private(render(request, "learning/reflection/wipe.html", context, status=422 if form.errors else 200))


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None
