"""What somebody has under way, for themselves alone."""

import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from cms.reflection_questions import BY_NUMBER
from cms.whereabouts import lesson_titles
from learning.reflection.models import Draft, Entry


def own_drafts(user_id: int) -> QuerySet[Draft]:
    """One's own drafts, last touched first; one that became an entry is none."""
    became = Entry.objects.filter(user_id=user_id, key=OuterRef("pk"))
    return Draft.objects.filter(~Exists(became), user_id=user_id).order_by("-saved_at")


def own_draft(user_id: int, draft: uuid.UUID) -> Draft | None:
    """One's own draft; None for anybody else's, as if it did not exist."""
    return own_drafts(user_id).filter(pk=draft).first()


def drafts_at(user_id: int, place: str) -> list[Draft]:
    """One's own drafts for one form, last touched first."""
    return list(own_drafts(user_id).filter(place=place)[:10])


def go_on(draft: uuid.UUID, place: str, path: str) -> str:
    """Where to go on: on the mirror's own page with this very draft, elsewhere on the page where it was begun."""
    return f"{place}?concept={draft}" if place.startswith(reverse("reflection:overview")) else path


def lesson_of(place: str) -> tuple[str, str] | None:
    """The slugs of module and lesson, where a form stands in a lesson."""
    try:
        found = resolve(place)
    except Resolver404:
        return None
    return (found.kwargs["module"], found.kwargs["lesson"]) if found.view_name == "journey:reflect" else None


def lessons_of(places: Iterable[str], *, organisation_id: int | None) -> dict[str, str]:
    """The titles of the lessons where forms stand, by the forms' addresses. One statement, none without such a form."""
    found = {place: address for place in places if (address := lesson_of(place))}
    titles = lesson_titles(found.values(), organisation_id=organisation_id)
    return {place: titles[address] for place, address in found.items() if address in titles}


def title_of(place: str, lesson: str = "") -> tuple[str, int | None]:
    """What a form is about, in words, and which of the ten it asks, where its address tells.

    `lesson`: the title of the lesson that it stands in.
    """
    try:
        found = resolve(place)
    except Resolver404:
        return _("Een tekst"), None
    if lesson:
        return _("Een spiegelvraag in ‘%(lesson)s’") % {"lesson": lesson}, None
    if found.view_name == "reflection:write":
        about = BY_NUMBER.get(found.kwargs["number"])
        return (str(about.name), about.number) if about else (_("Een tekst"), None)
    words = {
        "reflection:write-free": _("Een vrije tekst"),
        "journey:reflect": _("Een spiegelvraag in een les"),
        "journey:case-reflect": _("Een spiegelvraag bij een casus"),
        "team_sessions:phone-note": _("Wat je in een sessie schreef"),
    }
    return words.get(found.view_name, _("Een tekst")), None
