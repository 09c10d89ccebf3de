"""Programmes as files: read, checked whole, and published as an edition like everything that is taught. The same file changes nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cms.editions.content import Compiled
from cms.editions.publishing import publish
from cms.models import Edition, Taught
from cms.models import Kind as TaughtKind
from cms.reflection_questions import HOW_MANY
from cms.turns import take_turn
from learning.journey.programmes.dates import Unit
from learning.journey.programmes.steps import Kind, Needs
from people.models import Organisation

FORMAT = "leerspiegel-programme-1"
MOST_BYTES = 500_000
MOST_STEPS = 60
MOST_COUNT = {Unit.WEEKS: 104, Unit.WORKING_DAYS: 520}
_LONGEST = {"title": 160, "text": 1_000, "phase": 80, "summary": 600, "role": 120, "note": 600}
_KINDS = {Kind.MODULE: TaughtKind.MODULE, Kind.CASE: TaughtKind.CASE}
_HEAD = ("format", "uuid", "slug", "title", "summary", "role", "note", "reviewed_on", "review_by", "sources", "steps")
_STEP = ("id", "kind", "title", "text", "phase", "of", "question", "after", "opens", "required", "needs")


class ProgrammeRefused(Exception):
    """The file cannot be used. `problems`: each with its place, in words; nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Brought:
    """What came of a file: the edition in force, and whether it is new."""

    title: str
    edition: Edition
    is_new: bool


def bring(path: Path, *, organisation: Organisation | None = None, rehearse: bool = False) -> Brought:
    """Publish the programme in this file, of the core or of an organisation. Raises ProgrammeRefused with all that is wrong with it."""
    said = _read(path)
    with transaction.atomic():
        take_turn()
        uses = _used(said, organisation)
        problems = [*_wrong(said), *_missing(said, uses)]
        if problems:
            raise ProgrammeRefused([f"{path.name}: {one}" for one in problems])
        before = Taught.objects.filter(pk=said["uuid"]).values_list("live_line__head", flat=True).first()
        edition = publish(
            kind=TaughtKind.PROGRAMME,
            source=UUID(said["uuid"]),
            organisation_id=organisation.pk if organisation else None,
            slug=said["slug"],
            compiled=Compiled(_content(said, uses), list(uses.values())),
            material=before is not None,
        )
        if rehearse:
            transaction.set_rollback(True)
    return Brought(said["title"], edition, edition.pk != before)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ProgrammeRefused([_("%(file)s is te groot.") % {"file": path.name}])
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise ProgrammeRefused([f"{path}: {fault.strerror}"]) from None
    except UnicodeDecodeError:
        raise ProgrammeRefused([_("%(file)s is geen UTF-8.") % {"file": path.name}]) from None
    except (json.JSONDecodeError, RecursionError) as fault:
        at = getattr(fault, "lineno", 1)
        raise ProgrammeRefused(
            [_("%(file)s, regel %(line)s: dit is geen JSON.") % {"file": path.name, "line": at}]
        ) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ProgrammeRefused(
            [_("%(file)s: ‘format’ moet ‘%(format)s’ zijn.") % {"file": path.name, "format": FORMAT}]
        )
    return said


# --- What may stand in it -------------------------------------------------------------------------


def _wrong(said: Mapping[str, Any]) -> Iterator[str]:
    yield from (_("‘%(key)s’ ontbreekt.") % {"key": key} for key in _HEAD if key not in said)
    yield from (_("‘%(key)s’ kennen we niet.") % {"key": key} for key in said if key not in _HEAD)
    yield from _too_long(said, ("title", "summary", "role", "note"), "")
    if not _is_uuid(said.get("uuid")):
        yield _("‘uuid’ is geen uuid.")
    reviewed, again = _day(said.get("reviewed_on")), _day(said.get("review_by"))
    if reviewed is None or again is None or reviewed >= again:
        yield _("‘reviewed_on’ en ‘review_by’ zijn dagen als 2026-11-01, en de tweede komt later.")
    steps = said.get("steps")
    if (
        not isinstance(steps, list)
        or not 1 <= len(steps) <= MOST_STEPS
        or not all(isinstance(one, dict) for one in steps)
    ):
        yield _("‘steps’ is een lijst van 1 tot %(most)s stappen.") % {"most": MOST_STEPS}
        return
    ids = [one.get("id") for one in steps]
    if len(set(map(str, ids))) != len(ids):
        yield _("Twee stappen hebben dezelfde ‘id’.")
    for number, one in enumerate(steps, start=1):
        yield from (f"{_('stap %(number)s') % {'number': number}}: {problem}" for problem in _wrong_step(one, number))


def _wrong_step(one: Mapping[str, Any], number: int) -> Iterator[str]:
    yield from (_("‘%(key)s’ kennen we niet.") % {"key": key} for key in one if key not in _STEP)
    yield from _too_long(one, ("title", "text", "phase"), "")
    if not _is_uuid(one.get("id")):
        yield _("‘id’ is geen uuid.")
    if not one.get("title"):
        yield _("‘title’ ontbreekt.")
    kind = one.get("kind")
    if kind not in set(Kind) - {Kind.TEST}:
        yield _("‘kind’ is %(kinds)s.") % {"kinds": ", ".join(sorted(set(Kind) - {Kind.TEST}))}
    if (kind in _KINDS) != bool(one.get("of")):
        yield _("‘of’ noemt het adres van een module of casus, en alleen daar.")
    yield from _wrong_order(one, number)


def _wrong_order(one: Mapping[str, Any], number: int) -> Iterator[str]:
    kind, question = one.get("kind"), one.get("question")
    if question is not None and (kind != Kind.REFLECTION or question not in range(1, HOW_MANY + 1)):
        yield _("‘question’ is een nummer van 1 tot en met 10, bij een reflectie.")
    for name in ("after", "opens"):
        if one.get(name) is not None and not _is_after(one[name]):
            yield _('‘%(name)s’ is zoiets als {"count": 2, "unit": "weeks"} of "working days".') % {"name": name}
    if not isinstance(one.get("required", True), bool):
        yield _("‘required’ is true of false.")
    if one.get("needs", "") not in set(Needs):
        yield _('‘needs’ is "", "previous" of "all".')
    if one.get("needs") and number == 1:
        yield _("Voor de eerste stap kan niets nodig zijn.")


def _too_long(said: Mapping[str, Any], names: tuple[str, ...], default: str) -> Iterator[str]:
    for name in names:
        value = said.get(name, default)
        if not isinstance(value, str) or len(value) > _LONGEST[name]:
            yield _("‘%(name)s’ is tekst van hooguit %(most)s tekens.") % {"name": name, "most": _LONGEST[name]}


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _is_after(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"count", "unit"} or value["unit"] not in set(Unit):
        return False
    return (
        isinstance(value["count"], int)
        and not isinstance(value["count"], bool)
        and 0 <= value["count"] <= MOST_COUNT[value["unit"]]
    )


# --- What it refers to ----------------------------------------------------------------------------


def _used(said: Mapping[str, Any], organisation: Organisation | None) -> dict[tuple[str, str], Taught]:
    steps = [one for one in said.get("steps") or () if isinstance(one, dict)]
    wanted = {
        (str(_KINDS[Kind(one["kind"])]), one["of"]) for one in steps if one.get("kind") in _KINDS and one.get("of")
    }
    found = (
        Taught.objects.readable_by(organisation.pk if organisation else None)
        .filter(live_line__isnull=False, slug__in=[str(slug) for _kind, slug in wanted], kind__in=_KINDS.values())
        .order_by(F("organisation").asc(nulls_first=True))
    )
    return {(one.kind, one.slug): one for one in found if (one.kind, one.slug) in wanted}


def _missing(said: Mapping[str, Any], uses: Mapping[tuple[str, str], Taught]) -> Iterator[str]:
    for number, one in enumerate(said.get("steps") or (), start=1):
        refers = isinstance(one, dict) and one.get("kind") in _KINDS and one.get("of")
        if refers and (str(_KINDS[Kind(one["kind"])]), one["of"]) not in uses:
            where = _("stap %(number)s") % {"number": number}
            yield f"{where}: " + _("‘%(slug)s’ is hier niet gepubliceerd.") % {"slug": one["of"]}


def _content(said: Mapping[str, Any], uses: Mapping[tuple[str, str], Taught]) -> dict[str, Any]:
    return {name: said[name] for name in _HEAD if name not in {"format", "uuid", "steps"}} | {
        "steps": [_step(one, uses) for one in said["steps"]]
    }


def _step(one: Mapping[str, Any], uses: Mapping[tuple[str, str], Taught]) -> dict[str, Any]:
    used = uses.get((str(_KINDS[Kind(one["kind"])]), one["of"])) if one["kind"] in _KINDS else None
    return {
        "id": one["id"],
        "kind": one["kind"],
        "title": one["title"],
        "text": one.get("text", ""),
        "phase": one.get("phase", ""),
        "key": str(used.pk) if used else str(one.get("question") or ""),
        "slug": one.get("of") or "",
        "after": one.get("after"),
        "opens": one.get("opens"),
        "required": one.get("required", True),
        "needs": one.get("needs", ""),
    }
