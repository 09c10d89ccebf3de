"""What one's own register asks, beside what the dossier holds. It decides nothing: the register does."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.dossier import actions, hours, queries
from learning.dossier.forms import RegisterForm
from learning.dossier.presenting import duration, in_words, standing_props
from people.refusal import Refused
from people.scope import private


@require_GET
@login_required
@never_cache
def beside(request: HttpRequest) -> HttpResponse:
    """Per category: what is asked, what there is, and what is missing in the evidence."""
    mine = queries.registered(request.user.pk)
    if mine is None:
        return redirect("dossier:register-choose")
    rules = mine.rules
    lines = queries.activities(request.user.pk, within=mine.period)
    alone = hours.minutes_per_kind(line for line in lines if line.written_at or line.kind == "preparation")
    context: dict[str, Any] = {
        "mine": mine,
        "rules": rules,
        "period": in_words(mine.period),
        "standings": [standing_props(one, rules.years) for one in hours.beside(rules, lines)] if rules else [],
        "alone": duration(sum(alone.values())) if alone else "",
        "is_old": rules.is_past_review(timezone.localdate()) if rules else False,
    }
    return private(render(request, "learning/dossier/register.html", context))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Say in which register one stands, and since when."""
    mine = queries.registered(request.user.pk)
    now = {"register": mine.register, "since": mine.since, "until": mine.until} if mine else {}
    form = RegisterForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.register(given["register"], since=given["since"], until=given["until"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Je register en je periode zijn bewaard."))
            return redirect("dossier:register")
    context = {"form": form, "chosen": mine is not None}
    return private(
        render(request, "learning/dossier/register_choose.html", context, status=422 if form.errors else 200)
    )


@require_POST
@login_required
def forget(request: HttpRequest) -> HttpResponse:
    """Take one's choice back. The lines stay."""
    actions.unregister(by=request.user)
    messages.success(request, _("Je register is hier gewist. Je regels blijven staan."))
    return redirect("dossier:overview")
