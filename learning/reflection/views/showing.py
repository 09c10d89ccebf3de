"""What lists in the mirror show of an entry, an intention or a draft: texts and addresses, never a word that was written."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cms.reflection_questions import AskedQuestion
from learning.reflection.draft_queries import go_on, title_of
from learning.reflection.models import Dimension, Outcome
from learning.reflection.overview_queries import Glimpse, Resolution, UnderWay

_ANY = uuid.UUID(int=0)
Ten = Mapping[int, AskedQuestion]
Row = dict[str, str]


def address(name: str, pk: uuid.UUID) -> str:
    """The address of a record's page in the mirror."""
    return _address(name).replace(str(_ANY), str(pk))


@lru_cache(maxsize=16)
def _address(name: str) -> str:
    return reverse(f"reflection:{name}", args=[_ANY])


@lru_cache(maxsize=32)
def question_address(name: str, number: int) -> str:
    """The address of a page about one of the ten."""
    return reverse(f"reflection:{name}", args=[number])


@lru_cache(maxsize=2048)
def in_words(day: date, style: str = "j F Y") -> str:
    """A day as one reads it."""
    return date_format(day, style)


def moment_row(at: datetime) -> Row:
    """A moment in the ways that lists write it."""
    local = timezone.localtime(at)
    day = local.date()
    return {
        "iso": local.isoformat(timespec="seconds"),
        "short": in_words(day, "j b"),
        "day": in_words(day),
        "moment": f"{in_words(day)}, {local.hour}.{local.minute:02}",
    }


def _name(question: int | None, ten: Ten) -> str:
    """The short name of one of the ten; empty for a text about none of them."""
    return ten[question].name if question else ""


def entry_row(one: Glimpse, ten: Ten) -> Row:
    """An entry: when, at what, and where it was written."""
    return moment_row(one.at) | {
        "id": f"tekst-{one.pk}",
        "url": address("entry", one.pk),
        "title": one.prompt or _("Wat je schreef"),
        "about": _question(one.question, ten[one.question].name) if one.question else "",
        "where": _where(one.is_case, one.title, one.edition) if one.title else "",
        "dimensions": _dimensions(one.dimensions) if one.dimensions else "",
    }


# Rows are many, and differ in few words: those are put together once.


@lru_cache(maxsize=64)
def _question(number: int, name: str) -> str:
    return _("Vraag %(number)s, %(name)s") % {"number": number, "name": name}


@lru_cache(maxsize=8)
def _dimensions(names: tuple[str, ...]) -> str:
    return " · ".join(str(Dimension(name).label) for name in names)


@lru_cache(maxsize=512)
def _where(is_case: bool, title: str, edition: int | None) -> str:
    words = _("Casus: %(title)s, editie %(number)s") if is_case else _("Les: %(title)s, editie %(number)s")
    return words % {"title": title, "number": edition}


@lru_cache(maxsize=64)
def _intention(name: str) -> str:
    return _("Je voornemen bij %(name)s") % {"name": name} if name else _("Je voornemen")


@lru_cache(maxsize=8)
def _outcome(outcome: str) -> str:
    return str(Outcome(outcome).label)


def intention_row(one: Resolution, ten: Ten, today: date) -> Row:
    """An intention: at which question, and its day or how it went in its owner's choice of words."""
    return {
        "url": address("intention", one.pk),
        "title": _intention(_name(one.question, ten)),
        "note": _looked_back(one) if one.outcome else _day(one.follow_up_on, today),
        "outcome": _outcome(one.outcome) if one.outcome else "",
    }


def _looked_back(one: Resolution) -> str:
    return _("teruggekeken op %(day)s") % {"day": in_words(timezone.localdate(one.closed_at))}


@lru_cache(maxsize=2048)
def _day(day: date, today: date) -> str:
    if day == today:
        return _("kijk vandaag terug")
    words = _("je wilde terugkijken op %(day)s; het kan nog steeds") if day < today else _("kijk terug op %(day)s")
    return words % {"day": in_words(day, "j F" if day.year == today.year else "j F Y")}


def draft_row(one: UnderWay, ten: Ten, lesson: str = "") -> Row:
    """A draft: what it is about (with the title of its lesson where it stands in one), and where to go on with it."""
    title, number = title_of(one.place, lesson)
    url = go_on(one.pk, one.place, one.path)
    return moment_row(one.saved_at) | {
        "url": url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else "",
        "delete_url": address("draft-delete", one.pk),
        "title": _question(number, _name(number, ten)) if number else title,
    }
