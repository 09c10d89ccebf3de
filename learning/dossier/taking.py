"""The dossier as files to take along: a tagged PDF, or a ZIP of it with a sheet and data beside it. A worker makes them."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from learning.dossier import hours, queries, registers
from learning.dossier.hours import Standing
from learning.dossier.models import Kind
from learning.dossier.periods import Period
from learning.dossier.presenting import duration, in_words, lack_words
from learning.dossier.queries import Line, Registered
from learning.dossier.sheet import sheet
from people.exports import kinds
from people.exports.kinds import Chosen, Made
from people.exports.pdf import is_available, laid_out
from people.models import User

PDF, ZIP = "dossier-pdf", "dossier-zip"
FORMAT = "leerspiegel-dossier/1"


def register() -> None:
    """Tell of the two forms."""
    for key, title, make in ((PDF, _("Je dossier als PDF"), _pdf), (ZIP, _("Je dossier als ZIP"), _zip)):
        kinds.register(kinds.Kind(key=key, title=title, name="dossier", page="dossier:take", make=make))


def chosen(period: Period) -> dict[str, Any]:
    """For a row: only what narrows."""
    days = {"since": period.since, "until": period.until}
    return {name: day.isoformat() for name, day in days.items() if day}


def period_of(chosen: Chosen) -> Period:
    """As a row holds it."""
    since, until = (chosen.get(name) for name in ("since", "until"))
    return Period(*(date.fromisoformat(day) if day else None for day in (since, until)))


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that a file tells, newest line first."""

    person: str
    made_at: datetime
    period: Period
    lines: tuple[Line, ...]
    mine: Registered | None
    standings: tuple[Standing, ...]

    @property
    def sums(self) -> list[tuple[str, str]]:
        """The minutes of each kind, in words."""
        found = hours.minutes_per_kind(self.lines)
        return [(str(kind.label), duration(found[kind])) for kind in Kind if kind in found]

    @property
    def period_words(self) -> str:
        return in_words(self.period)

    @property
    def is_of_own_period(self) -> bool:
        """Only beside one's own whole period may stand what a register asks."""
        return self.mine is not None and self.mine.rules is not None and self.period == self.mine.period

    @property
    def asked(self) -> list[Mapping[str, Any]]:
        """What the register asks beside what there is, for a document."""
        return [
            {
                "category": one.category,
                "duration": duration(one.minutes),
                "candidates": len(one.candidates),
                "lacking": [{"line": part.line, "words": lack_words(part.lacks)} for part in one.incomplete],
            }
            for one in self.standings
        ]


def gather(user: User, period: Period) -> Dossier:
    """What somebody's dossier holds within these days. A handful of statements, however much there is."""
    mine = queries.registered(user.pk)
    lines = queries.activities(user.pk, within=period)
    rules = mine.rules if mine and mine.period == period else None
    return Dossier(
        person=user.get_full_name(),
        made_at=timezone.now(),
        period=period,
        lines=lines,
        mine=mine,
        standings=hours.beside(rules, lines) if rules else (),
    )


def to_pdf(dossier: Dossier) -> bytes:
    """Raises Unavailable."""
    return laid_out("learning/dossier/paper.html", {"dossier": dossier})


def to_json(dossier: Dossier) -> bytes:
    """For programs: static/schema/leerspiegel-dossier-1.schema.json describes it."""
    return json.dumps(document(dossier), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode() + b"\n"


def document(dossier: Dossier) -> dict[str, Any]:
    """Plain values, oldest first."""
    rules = dossier.mine.rules if dossier.mine and dossier.is_of_own_period else None
    return {
        "format": FORMAT,
        "language": "nl",
        "person": dossier.person,
        "made_at": dossier.made_at.isoformat(),
        "since": dossier.period.since.isoformat() if dossier.period.since else None,
        "until": dossier.period.until.isoformat() if dossier.period.until else None,
        "activities": [_line(one) for one in reversed(dossier.lines)],
        "register": dict(registers.facts(rules)) if rules else None,
        "categories": [_category(one) for one in dossier.standings],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": str(line.source),
        "kind": line.kind.value,
        "on": line.on.isoformat(),
        "minutes": line.minutes,
        "method": line.method if line.opens else None,
        "with": line.with_whom,
        "people": line.people,
        "facilitator": line.facilitator,
        "no_hierarchy": line.no_hierarchy,
        "evidence": line.evidence,
        "confirmed_by": line.confirmed,
        "confirmed_by_names": list(line.named),
    }


def _category(one: Standing) -> dict[str, Any]:
    return {
        "key": one.category.key,
        "name": one.category.name,
        "asks": one.category.amount,
        "unit": one.category.unit,
        "candidate_minutes": one.minutes,
        "candidates": [str(line.source) for line in one.candidates],
        "incomplete": [{"id": str(part.line.source), "lacks": list(part.lacks)} for part in one.incomplete],
    }


def _pdf(user: User, chosen: Chosen) -> Made:
    with translation.override("nl"):
        return Made(to_pdf(gather(user, period_of(chosen))), "pdf")


def _zip(user: User, chosen: Chosen) -> Made:
    with translation.override("nl"):
        dossier = gather(user, period_of(chosen))
        files = {"dossier.csv": sheet(dossier.lines), "dossier.json": to_json(dossier)}
        if is_available():
            files["dossier.pdf"] = to_pdf(dossier)
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return Made(folder.getvalue(), "zip")
