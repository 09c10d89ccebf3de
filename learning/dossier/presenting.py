"""The words of the dossier's pages and files: how long, of when, and what a line lacks."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.dossier.hours import Standing
from learning.dossier.models import MOST_MINUTES, TOGETHER
from learning.dossier.periods import Period
from learning.dossier.queries import Line
from learning.dossier.registers import Category
from learning.reflection.models import MOST_MINUTES as MOST_OF_ENTRY


def duration(minutes: int) -> str:
    """Minutes as one says them: "2 uur en 5 minuten"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%(rest)s minuten") % {"rest": rest} if rest != 1 else _("1 minuut")
    text = _("%(whole)s uur") % {"whole": whole}
    return f"{text} {_('en')} {duration(rest)}" if rest else text


def in_words(period: Period) -> str:
    """For a heading: "1 mei 2024 tot en met 30 april 2029"."""
    since, until = (date_format(day, "j F Y") if day else "" for day in (period.since, period.until))
    if since and until:
        return _("%(since)s tot en met %(until)s") % {"since": since, "until": until}
    return since or until or _("alles")


def lack_words(lacks: Iterable[str]) -> str:
    """What a line lacks, as one sentence's end."""
    names = {
        "minutes": _("hoeveel minuten"),
        "method": _("wat het was"),
        "people": _("met hoeveel jullie waren"),
        "no_hierarchy": _("dat niemand die erbij was, jou leiding geeft"),
        "facilitator": _("wie het begeleidde"),
        "evidence": _("welk bewijs je bewaart"),
    }
    found = [names[one] for one in lacks]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {_('en')} {found[-1]}"


def confirmed_words(line: Line) -> str:
    """How many colleagues confirmed it, with the names of those who agreed; empty when nobody did."""
    if not line.confirmed:
        return ""
    said = ngettext("bevestigd door één deelnemer", "bevestigd door %(number)s deelnemers", line.confirmed)
    text = said % {"number": line.confirmed}
    return f"{text} ({', '.join(line.named)})" if line.named else text


def mend_url(line: Line) -> str:
    """Where what a line lacks can be filled in; the session's own page, while that is still there."""
    if line.by_hand:
        return reverse("dossier:own", args=[line.source])
    return reverse("dossier:session", args=[line.source]) if line.is_of_session else ""


def line_props(line: Line, wrong: dict[str, Any]) -> dict[str, Any]:
    """A line for the overview's table."""
    is_wrong = wrong.get("source") == line.source
    is_entry = line.written_at is not None
    can_ask = line.kind in TOGETHER
    return {
        "id": f"minuten-{line.source}",
        "on": line.on,
        "written_at": line.written_at,
        "kind": line.kind.label,
        "method": line.method,
        "opens": line.opens,
        "with_whom": line.with_whom,
        "facilitator": line.facilitator,
        "evidence": line.evidence,
        "confirmed": confirmed_words(line),
        "waiting": line.waiting,
        "minutes": line.minutes,
        "most": MOST_MINUTES if line.kept else MOST_OF_ENTRY,
        "typed": wrong["typed"] if is_wrong else line.minutes,
        "error": wrong["error"] if is_wrong else "",
        "minutes_url": reverse("dossier:minutes", args=[line.source]) if is_entry or line.kept else "",
        "entry_url": reverse("reflection:entry", args=[line.source]) if is_entry else "",
        "module_url": reverse("journey:module", args=[line.module]) if line.module else "",
        "delete_url": reverse("dossier:delete", args=[line.source]) if line.kept else "",
        "own_url": reverse("dossier:own", args=[line.source]) if line.by_hand else "",
        "ask_url": reverse("dossier:ask", args=[line.source]) if can_ask else "",
        "of_session": line.is_of_session,
    }


def asks_words(category: Category, years: int | None) -> str:
    """What a register asks in one category; that we do not know, where we do not."""
    if category.amount is None:
        return _("Hoeveel je register vraagt, weten we niet. Controleer dit bij je register.")
    unit = _("punten") if category.unit == "points" else _("uren")
    said = _("Je register vraagt %(amount)s %(unit)s") % {"amount": category.amount, "unit": unit}
    if years:
        said = _("%(said)s in %(years)s jaar") % {"said": said, "years": years}
    if category.parts:
        parts = ", ".join(f"{part.amount} {part.name}" for part in category.parts)
        said = f"{said} ({parts})"
    return f"{said}."


def standing_props(standing: Standing, years: int | None) -> dict[str, Any]:
    """One category beside what there is."""
    category = standing.category
    return {
        "key": category.key,
        "name": category.name,
        "asks": asks_words(category, years),
        "per_hour": category.hours_per_unit == 1 and category.unit == "points",
        "notes": category.notes,
        "takes": bool(category.kinds),
        "duration": duration(standing.minutes),
        "count": len(standing.candidates),
        "candidates": [
            {
                "on": line.on,
                "method": line.method,
                "kind": line.kind.label,
                "minutes": line.minutes,
                "confirmed": confirmed_words(line),
            }
            for line in standing.candidates
        ],
        "incomplete": [
            {
                "on": one.line.on,
                "method": one.line.method or one.line.kind.label,
                "lacks": lack_words(one.lacks),
                "url": mend_url(one.line),
            }
            for one in standing.incomplete
        ],
    }
