"""The catalogue of cases, and a case before and after it is played."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases_library.memory import case_of
from cases_library.panel.voices import everybody
from learning.practice.runs import actions, queries
from learning.practice.runs.cards import card_props, run_url, state_words
from learning.practice.runs.queries import ENDED, Offer, RunLine
from people.refusal import Refused
from people.scope import client_key, member_required, private, viewer_of


@require_GET
@member_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every case there is for this reader, with how far they are."""
    offers = queries.offers(viewer_of(request))
    return render(request, "learning/practice/catalogue.html", {"cases": [card_props(one) for one in offers]})


def _offer_or_404(request: HttpRequest, case: str) -> Offer:
    found = queries.offer(viewer_of(request), case)
    if found is None:
        raise Http404
    return found


@require_GET
@member_required
def case(request: HttpRequest, case: str) -> HttpResponse:
    """A case before it begins: what it is about, what it may touch, who looked at it; and one's own runs."""
    offer = _offer_or_404(request, case)
    content, document = offer.edition.content, case_of(offer.edition)
    others = queries.perspectives(offer, queries.offers(viewer_of(request)))
    going_on = offer.open_run
    context = {
        "content": content,
        "case": document,
        "edition": offer.edition,
        "sources": [
            {
                "number": number,
                "title": one.title,
                "url": one.url if one.url.startswith("http") else "",
                "date": one.date,
            }
            for number, one in enumerate(document.sources, 1)
        ],
        "begin_url": reverse("practice:begin", args=[offer.slug]) if offer.live else "",
        "key": uuid.uuid4(),
        "going_on": _run_props(offer, going_on) if going_on else None,
        "runs": [_run_props(offer, one) for one in offer.runs],
        "others": [card_props(one) for one in others],
        "panel_by": everybody(content),
    }
    return private(render(request, "learning/practice/case.html", context))


def _run_props(offer: Offer, run: RunLine) -> dict[str, Any]:
    """A run in the list of one's own, with the run before it to lay beside it."""
    place = next(number for number, one in enumerate(offer.runs) if one.pk == run.pk)
    earlier = next((one for one in offer.runs[place + 1 :] if one.ended_at and run.ended_at), None)
    return {
        "url": run_url(run),
        "started_at": run.started_at,
        "forked_at": run.forked_at,
        "number": len(offer.runs) - place,
        **state_words(run.state),
        "compare_url": reverse("practice:compare", args=[run.pk, earlier.pk]) if earlier else "",
        "is_ended": run.state == ENDED,
        "delete_url": reverse("practice:run-delete", args=[run.pk]),
    }


@require_POST
@member_required
def begin(request: HttpRequest, case: str) -> HttpResponse:
    """Begin, or go on where one was; `anew` begins another run beside it."""
    offer = _offer_or_404(request, case)
    try:
        if offer.live is None:
            raise Refused(_("Deze casus wordt niet meer aangeboden. Je kunt wel afmaken wat je begon."))
        anew = bool(request.POST.get("anew"))
        run = actions.begin(offer.live, by=request.user, key=client_key(request), anew=anew)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("practice:case", case)
    return redirect("practice:run", run.pk)
