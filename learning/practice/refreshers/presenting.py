"""What the pages of refreshers say: how much and how long, and in plain words when a question comes back and why."""

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.editions.memory import LoadedEdition
from cms.models import Theme
from learning.practice.models import HowSure
from learning.practice.refreshers.queries import DUE, NOW, RESTING, Coming, OpenRound, ThemeComing, first_theme
from learning.practice.refreshers.scheduling import MOST, minutes

Props = dict[str, Any]
_MOST_WORDS = 140


class Waits(Protocol):
    """A row that came along to home: what it is, which round, how many, which theme."""

    kind: str
    uuid: uuid.UUID | None
    question: int | None
    place: str


def amount(questions: int) -> str:
    """So many questions, and about how long they take."""
    asked = ngettext("%(count)s vraag", "%(count)s vragen", questions) % {"count": questions}
    takes = ngettext("ongeveer %(count)s minuut", "ongeveer %(count)s minuten", minutes(questions))
    return f"{asked}, {takes % {'count': minutes(questions)}}"


def home_line(rows: Iterable[Waits]) -> Props | None:
    """The one line on home: the round to go on with, else what may be asked now; nothing where nothing is."""
    found = list(rows)
    going_on = next((one for one in found if one.kind != DUE), None)
    if going_on is not None:
        return {
            "text": _("Opfrissen: nog %(amount)s") % {"amount": amount(going_on.question or 0)},
            "url": reverse("refreshers:round", args=[going_on.uuid]),
        }
    counts = {one.place: one.question or 0 for one in found}
    theme = first_theme(counts)
    if not theme:
        return None
    words = _("Opfrissen: %(amount)s") % {"amount": amount(min(counts[theme], MOST))}
    return {"text": words, "url": reverse("refreshers:overview")}


def offered(themes: Iterable[ThemeComing], going_on: OpenRound | None) -> Props | None:
    """What may be begun, or gone on with, now: one round."""
    if going_on is not None:
        return {
            "title": Theme(going_on.theme).label,
            "text": _("Je bent bezig: nog %(amount)s.") % {"amount": amount(going_on.left)},
            "url": reverse("refreshers:round", args=[going_on.uuid]),
        }
    counts = {one.theme: one.now for one in themes if one.theme}
    theme = first_theme(counts)
    if not theme:
        return None
    return {
        "title": Theme(theme).label,
        "text": _("%(amount)s.") % {"amount": amount(min(counts[theme], MOST)).capitalize()},
        "theme": theme,
    }


def listed(themes: Iterable[ThemeComing]) -> list[Props]:
    """Every theme with its questions; last those that are at rest."""
    return [
        {
            "title": Theme(one.theme).label if one.theme else _("Komt nu niet terug"),
            "text": _theme_words(one),
            "questions": [{"stem": stem(each.question), **why(each)} for each in one.questions],
        }
        for one in themes
    ]


def _theme_words(one: ThemeComing) -> str:
    count = len(one.questions)
    all_of_it = ngettext("%(count)s vraag", "%(count)s vragen", count) % {"count": count}
    if one.now == count:
        return _("%(all)s, nu aan de beurt") % {"all": all_of_it}
    if one.now:
        return _("%(all)s, waarvan %(now)s nu aan de beurt") % {"all": all_of_it, "now": one.now}
    if one.next_on is None:
        return all_of_it
    return _("%(all)s, de eerste vanaf %(day)s") % {"all": all_of_it, "day": date_format(one.next_on, "j F Y")}


def stem(question: LoadedEdition) -> str:
    """A question in one plain line."""
    said = f"{question.content['stem_html']} {question.content.get('statement', '')}"
    return Truncator(" ".join(strip_tags(said.replace("<", " <")).split())).chars(_MOST_WORDS)


def why(one: Coming) -> Props:
    """When a question comes back, what that follows from, and why then."""
    return {"when": _when(one), "from": _follows(one), "why": _why(one)}


def _when(one: Coming) -> str:
    if one.state == RESTING:
        return _("Komt nu niet terug")
    if one.state == NOW:
        return _("Nu aan de beurt")
    return _("Komt terug vanaf %(day)s") % {"day": date_format(one.on, "j F Y")}


def _follows(one: Coming) -> str:
    """The answer that it is worked out from: its day, right or not, and the certainty where there is one."""
    words = {
        "day": date_format(one.answered_on, "j F Y"),
        "verdict": _("goed") if one.correct else _("niet helemaal goed"),
        "sure": str(HowSure(one.certainty).label).lower() if one.certainty else "",
    }
    if one.certainty:
        return _("Je antwoord van %(day)s: %(verdict)s, en je zei ‘%(sure)s’.") % words
    return _("Je antwoord van %(day)s: %(verdict)s.") % words


def _why(one: Coming) -> str:
    if one.state == RESTING:
        return _("Deze vraag staat nu in geen les of toets. Komt ze daar weer in, dan komt ze ook hier terug.")
    if one.changed:
        return _(
            "De vraag is daarna veranderd. Wat je toen wist, zegt daar niets meer over; daarom vragen we haar opnieuw."
        )
    if not one.correct:
        if one.certainty == HowSure.SURE:
            return _("Je was er zeker van en het was anders. Daarom komt ze als een van de eerste terug.")
        return _("Wat nog niet goed ging, komt het eerst terug.")
    if one.certainty == HowSure.GUESS:
        return _("Goed gegokt is nog niet geweten. Daarom komt ze eerder terug dan wat je wist.")
    if one.certainty == HowSure.SURE:
        return _("Wat je zeker weet, vergeet je minder snel. Daarom duurt het langer.")
    return _("Elke keer dat je het goed hebt, duurt het langer.")
