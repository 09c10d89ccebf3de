"""What lists in the mirror show of an entry, an intention or a draft: where it stands and what it is about, never a word of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from learning.reflection.models import Dimension, Outcome
from learning.reflection.overview_queries import Glimpse, Resolution, UnderWay
from learning.reflection.questions import NUMBERS, Asked

OF_QUESTION = "vraag-"
"""How the place of a draft at one of the ten begins."""


Ten = Mapping[int, Asked]


def _name(question: int | None, ten: Ten) -> str:
    """The short name of one of the ten; empty for a text about none of them."""
    return str(ten[question].name) if question else ""


def entry_props(one: Glimpse, ten: Ten) -> dict[str, Any]:
    """An entry for components/entry.html, without its words."""
    return {
        "id": f"tekst-{one.pk}",
        "url": reverse("reflection:entry", args=[one.pk]),
        "prompt": one.prompt or _("Wat je schreef"),
        "number": one.question or "",
        "short_name": _name(one.question, ten),
        "written_on": one.at,
        "where": _where(one),
        "dimensions": [Dimension(name).label for name in one.dimensions],
    }


def _where(one: Glimpse) -> str:
    if not one.title:
        return ""
    words = _("Casus: %(title)s, editie %(number)s") if one.is_case else _("Les: %(title)s, editie %(number)s")
    return words % {"title": one.title, "number": one.edition}


def intention_props(one: Resolution, ten: Ten, today: date) -> dict[str, Any]:
    """An intention: at which question, and its day or how it went in its owner's choice of words."""
    name = _name(one.question, ten)
    return {
        "pk": one.pk,
        "title": _("Je voornemen bij %(name)s") % {"name": name} if name else _("Je voornemen"),
        "note": _day(one, today),
        "outcome": Outcome(one.outcome).label if one.outcome else "",
        "closed_on": one.closed_at,
    }


def _day(one: Resolution, today: date) -> str:
    if one.outcome:
        return ""
    if one.follow_up_on == today:
        return _("kijk vandaag terug")
    style = "j F" if one.follow_up_on.year == today.year else "j F Y"
    words = (
        _("je wilde terugkijken op %(day)s; het kan nog steeds")
        if one.follow_up_on < today
        else _("kijk terug op %(day)s")
    )
    return words % {"day": date_format(one.follow_up_on, style)}


def draft_props(one: UnderWay, ten: Ten) -> dict[str, Any]:
    """A draft: what it is about, and where to go on with it."""
    safe = one.path.startswith("/") and url_has_allowed_host_and_scheme(one.path, allowed_hosts=None)
    return {"pk": one.pk, "title": _place(one, ten), "url": one.path if safe else "", "saved_at": one.saved_at}


def _place(one: UnderWay, ten: Ten) -> str:
    number = one.place.removeprefix(OF_QUESTION)
    if one.place.startswith(OF_QUESTION) and number in map(str, NUMBERS):
        return _("Vraag %(number)s, %(name)s") % {"number": number, "name": _name(int(number), ten)}
    if one.path.startswith("/leren/"):
        return _("Een spiegelvraag in een les")
    if one.path.startswith("/casussen/"):
        return _("Een spiegelvraag in een casus")
    return _("Vrij geschreven")
