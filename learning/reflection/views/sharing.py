"""Sharing: giving a colleague one's own entry to read, and taking it back."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from learning.reflection import queries
from learning.reflection import sharing_queries as sharing
from learning.reflection.actions import sharing as actions
from learning.reflection.models import Dimension, Entry
from learning.reflection.views.threads import thread
from people.colleagues import Colleague, colleagues
from people.refusal import Refused
from people.scope import private

BIG = 200
"""Colleagues. From here up one searches by name instead of looking through a list."""
MOST_FOUND = 50


class ShareForm(forms.Form):
    """With whom, and until which day. Who may be chosen is for the action to say: a list may be older than the organisation."""

    person = forms.CharField(
        label=gettext_lazy("Collega"), error_messages={"required": gettext_lazy("Kies een collega.")}
    )
    until = forms.DateField(
        label=gettext_lazy("Laatste dag"),
        help_text=gettext_lazy(
            "Tot en met die dag kan je collega lezen; daarna houdt het vanzelf op. Hooguit 90 dagen vooruit."
        ),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={
            "required": gettext_lazy("Kies een dag."),
            "invalid": gettext_lazy("Vul een dag in, zoals 31-12-2027."),
        },
    )

    def __init__(self, *args: Any, choices: list[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].widget = forms.Select(choices=choices)
        limits = {"type": "date", "min": today.isoformat(), "max": (today + actions.LONGEST).isoformat()}
        self.fields["until"].widget = forms.DateInput(attrs=limits, format="%Y-%m-%d")
        self.initial.setdefault("until", today + actions.USUAL)


# --- Giving ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@login_required
def share(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Choose with whom, and until when. In a big organisation one searches first: a name is posted, never put in an address."""
    found = queries.own_entry(request.user.pk, entry)
    if found is None:
        raise Http404
    known, sent = colleagues(request.user.pk), request.POST
    asked, searching = sent.get("name", "").strip(), "search" in sent
    listed = _listed(known, asked)
    form = ShareForm(
        sent if sent and not searching else None,
        choices=_choices(listed, _chosen(known, listed, sent.get("person", ""))),
        today=timezone.localdate(),
        initial={name: sent[name] for name in ("person", "until") if sent.get(name)},
    )
    if form.is_bound and form.is_valid() and _shared(request, found, form):
        messages.success(request, _("Gedeeld. Hieronder zie je met wie en tot wanneer."))
        return redirect(f"{reverse('reflection:entry', args=[found.pk])}#gedeeld")
    context = {
        "form": form,
        "entry_url": reverse("reflection:entry", args=[found.pk]),
        "prompt": strip_tags(found.prompt),
        "dimensions": [Dimension(name).label for name in found.dimensions],
        "nobody": not known,
        "searches": len(known) >= BIG,
        "asked": asked,
        "found": len(listed) if asked else None,
        "most_found": MOST_FOUND,
    }
    return private(render(request, "learning/reflection/share.html", context, status=422 if form.errors else 200))


def _shared(request: HttpRequest, entry: Entry, form: ShareForm) -> bool:
    """Share; what is refused stands at the form."""
    try:
        person = uuid.UUID(form.cleaned_data["person"])
    except ValueError:
        person = uuid.UUID(int=0)
    try:
        actions.share(entry, by=request.user, person=person, until=form.cleaned_data["until"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _listed(known: tuple[Colleague, ...], asked: str) -> list[Colleague]:
    """Who may be chosen on the page: everybody, or where there are very many one's team mates and whom was searched for."""
    if len(known) < BIG:
        return list(known)
    words = asked.casefold().split()
    if not words:
        return [one for one in known if one.is_near][:MOST_FOUND]
    return [one for one in known if all(word in one.name.casefold() for word in words)][:MOST_FOUND]


def _chosen(known: tuple[Colleague, ...], listed: list[Colleague], chosen: str) -> list[Colleague]:
    """Who was chosen in another search stays chosen while the rest of the form is mended."""
    return [one for one in known if str(one.uuid) == chosen and one not in listed]


def _choices(listed: list[Colleague], chosen: list[Colleague]) -> list[Any]:
    """The options of the list, in groups by team; those nearest first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in [*chosen, *listed]:
        name = _("Je team: %(team)s") % {"team": one.team} if one.is_near else one.team or _("Zonder team")
        groups.setdefault(name, []).append((str(one.uuid), one.name))
    return [("", _("Kies een collega")), *groups.items()]


@require_POST
@login_required
def withdraw(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Take one's own share back."""
    found = sharing.own_share(request.user.pk, share)
    if found is None:
        raise Http404
    actions.withdraw(found, by=request.user)
    messages.success(request, _("Het delen is gestopt. Je collega kan je tekst niet meer openen."))
    return redirect(f"{reverse('reflection:entry', args=[found.entry_id])}#gedeeld")


def sharing_props(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Of learning/reflection/entry_sharing.html: with whom one's own entry is or was shared, and what was said."""
    shares = sharing.sharing_of(request.user.pk, entry)
    return {
        "share_url": reverse("reflection:share", args=[entry.pk]),
        "runs": any(one.state == sharing.RUNNING for one in shares),
        "shares": [_share_props(one) for one in shares],
    }


def _share_props(one: sharing.SharedWith) -> dict[str, Any]:
    is_running = one.state == sharing.RUNNING
    return {
        "id": f"gedeeld-{one.uuid}",
        "name": one.name,
        "until": one.until,
        "state": one.state,
        "withdrawn_at": one.withdrawn_at,
        "last_opening": one.openings[0] if one.openings else None,
        "openings": one.openings,
        "withdraw_url": reverse("reflection:withdraw", args=[one.uuid])
        if is_running or one.state == sharing.APART
        else "",
        "thread": thread(one.uuid, one.comments, other=one.name, may_delete_all=True, writable=is_running),
    }
