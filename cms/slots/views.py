"""The screens of the local layer: all slots at a glance, and "it still holds" after the core changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.local import NATIONAL_TEXT
from cms.models import LocalText, Slot
from cms.permissions import author_of
from cms.slots.actions import note_seen
from cms.slots.queries import CHANGED, DRAFT, EMPTY, FINE, LATE, Kept, kept


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every slot: what is empty, what is past its date, and around what the core changed."""
    slots = kept(_organisation(request))
    context = {
        "rows": [_row(one) for one in slots],
        "open": sum(one.state != FINE for one in slots),
        "national": NATIONAL_TEXT,
    }
    return render(request, "cms/studio/slots.html", context)


@require_POST
def still_holds(request: HttpRequest, key: str) -> HttpResponse:
    """The keeper read what the core changed, and the local text stays as it is."""
    slot, organisation = get_object_or_404(Slot, key=key), _organisation(request)
    if not LocalText.objects.filter(organisation_id=organisation, slot=slot).exists():
        raise Http404
    note_seen(slot, organisation_id=organisation)
    messages.success(request, _("Genoteerd: ‘%(slot)s’ klopt nog. Jullie tekst is niet veranderd.") % {"slot": slot})
    return redirect("cms_slots")


def _organisation(request: HttpRequest) -> int:
    organisation = author_of(request.user).local_organisation_id
    if organisation is None:
        raise Http404
    return organisation


def _row(one: Kept) -> dict[str, Any]:
    return {
        "slot": one.slot,
        "state": one.state,
        "state_words": _states()[one.state],
        "text": one.text,
        "changes": one.changes,
        "spots": one.core.spots,
        "edit_url": _edit_url(one),
        "holds_url": reverse("cms_slots_still_holds", args=[one.slot.key]),
    }


def _edit_url(one: Kept) -> str:
    if one.text is None:
        return reverse("wagtailsnippets_cms_localtext:add", query={"slot": one.slot.key})
    return reverse("wagtailsnippets_cms_localtext:edit", args=[one.text.pk])


def _states() -> dict[str, str]:
    return {
        EMPTY: _("Nog leeg"),
        DRAFT: _("Concept: deelnemers zien het nog niet"),
        LATE: _("Voorbij de datum: kijk na of het nog klopt"),
        CHANGED: _("De landelijke tekst veranderde: kijk of jullie tekst nog past"),
        FINE: _("Op orde"),
    }
