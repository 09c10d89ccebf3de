"""A session that one took part in, as a line in one's own dossier: looked at first, and kept when its owner says so."""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from learning.dossier import actions, queries
from learning.dossier.models import MOST_MINUTES, Kind
from learning.team_sessions.queries import Attended, attended
from people.refusal import Refused
from people.scope import private

_WRONG = gettext_lazy("Vul hele minuten in, van 1 tot 1440.")


class SessionForm(forms.Form):
    """What its owner confirms."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minuten"),
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=gettext_lazy("Hoe lang je erbij was."),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _WRONG),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
    )
    no_hierarchy = forms.BooleanField(
        label=gettext_lazy("Niemand die erbij was, geeft mij leiding"),
        required=False,
        help_text=gettext_lazy("Registers vragen dat voor reflectie-uren. Klopt het niet, laat het vakje dan leeg."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """What the line will say, and a button to keep it. Keeping it again changes it."""
    found = next((one for one in attended(request.user) if one.session == session), None)
    if found is None:
        raise Http404
    kept = queries.kept_activity(request.user.pk, session)
    form = SessionForm(request.POST or None, initial=_now(found, kept))
    if request.method == "GET" or not form.is_valid():
        return _page(request, found, form, kept=kept is not None)
    try:
        actions.keep_session(session, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, kept=kept is not None)
    messages.success(request, _("De sessie staat in je dossier."))
    return redirect(f"{reverse('dossier:overview')}?jaar={found.on.year}")


def _now(found: Attended, kept: queries.Activity | None) -> dict[str, object]:
    if kept is None:
        return {"minutes": found.minutes}
    return {"minutes": kept.minutes, "no_hierarchy": kept.kind == Kind.CANDIDATE}


def _page(request: HttpRequest, found: Attended, form: SessionForm, *, kept: bool) -> HttpResponse:
    context = {"found": found, "form": form, "kept": kept}
    return private(render(request, "learning/dossier/session.html", context, status=422 if form.errors else 200))
