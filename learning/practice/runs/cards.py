"""A case as lists and lessons show it: what it is, and how far its reader is."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases_library.memory import case_of
from learning.practice.runs.queries import BUSY, DONE, ENDED, Offer, RunLine


def card_props(offer: Offer) -> dict[str, Any]:
    """A case in a list."""
    content = offer.edition.content
    run = offer.open_run
    return {
        "url": reverse("practice:case", args=[offer.slug]),
        "title": content["title"],
        "summary": content["summary"],
        "minutes": content["minutes"],
        "perspective": case_of(offer.edition).perspective,
        "illustration": content["illustration"],
        "state": state_words(offer.state)["state"],
        "state_text": state_words(offer.state)["text"],
        "open_url": run_url(run) if run else "",
        "note": _("Wordt niet meer aangeboden; je kunt hem afmaken.") if offer.live is None else "",
    }


def state_words(state: str) -> dict[str, str]:
    """How far a run or case is: a status of components/status.html with its words."""
    known = {
        BUSY: ("busy", _("Bezig")),
        ENDED: ("busy", _("Nabespreking open")),
        DONE: ("done", _("Gespeeld en nabesproken")),
    }
    shown, text = known.get(state, ("new", _("Nog niet gespeeld")))
    return {"state": shown, "text": text}


def run_url(run: RunLine) -> str:
    """Where a run goes on, or is looked back at."""
    return reverse("practice:run" if run.state == BUSY else "practice:debrief", args=[run.pk])
