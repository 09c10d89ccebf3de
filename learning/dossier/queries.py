"""One's own activities: what the mirror still holds, and what stayed of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.dossier.models import Activity, Kind
from learning.reflection.models import Entry


@dataclass(frozen=True, kw_only=True)
class Line:
    """One activity. `source` names it; `kept`: its source is gone, and this line is what stayed."""

    source: UUID
    kind: Kind
    on: date
    minutes: int | None
    method: str
    with_whom: str
    kept: bool
    written_at: datetime | None = None
    """When a text that is still there was saved; it tells several of one day apart."""


def written(source: UUID, created_at: datetime, minutes: int | None) -> Line:
    """The activity that an entry in the mirror is: writing alone, on the day it was saved."""
    return Line(
        source=source,
        kind=Kind.PREPARATION,
        on=timezone.localdate(created_at),
        minutes=minutes,
        method=_("Schriftelijke reflectie"),
        with_whom=_("alleen"),
        kept=False,
        written_at=created_at,
    )


def activities(user_id: int, year: int | None = None) -> tuple[Line, ...]:
    """One's own activities, newest first; of one year when it is given. Two statements."""
    lines = (*_written(user_id, year), *_kept(user_id, year))
    return tuple(sorted(lines, key=lambda line: (line.on, line.source), reverse=True))


def _written(user_id: int, year: int | None) -> Iterator[Line]:
    rows = Entry.objects.filter(user=user_id)
    if year is not None:
        rows = rows.filter(created_at__year=year)
    return (written(*row) for row in rows.values_list("uuid", "created_at", "minutes"))


def _kept(user_id: int, year: int | None) -> Iterator[Line]:
    rows = Activity.objects.filter(user=user_id)
    if year is not None:
        rows = rows.filter(on__year=year)
    return (
        Line(
            source=row.source,
            kind=Kind(row.kind),
            on=row.on,
            minutes=row.minutes,
            method=row.method,
            with_whom=row.with_whom,
            kept=True,
        )
        for row in rows
    )


def kept_activity(user_id: int, source: UUID) -> Activity | None:
    """One's own line that stayed of this source; None for anybody else's."""
    return Activity.objects.filter(user=user_id, source=source).first()
