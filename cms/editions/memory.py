"""Editions held in process memory. They never change, so what is here is never stale."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from cms.editions.content import Content
from cms.models import Edition

CAPACITY = 3_000
"""Editions kept: a few hundred lessons with their questions, some tens of megabytes at most."""


@dataclass(frozen=True)
class LoadedEdition:
    """An edition without its database row."""

    pk: int
    uuid: UUID
    taught_id: UUID
    line_id: int
    number: int
    published_at: datetime
    note: str
    content: Content


_held: OrderedDict[int, LoadedEdition] = OrderedDict()
_lock = Lock()


def edition(pk: int) -> LoadedEdition:
    """The edition with this primary key. Raises Edition.DoesNotExist."""
    return editions([pk])[pk]


def editions(pks: Iterable[int]) -> dict[int, LoadedEdition]:
    """Editions by primary key; one statement for all that this process has not met before, none otherwise. Raises Edition.DoesNotExist."""
    wanted = set(pks)
    with _lock:
        found = {pk: _held[pk] for pk in wanted if pk in _held}
        for pk in found:
            _held.move_to_end(pk)
    missing = wanted - found.keys()
    if missing:
        fresh = {row.pk: _loaded(row) for row in Edition.objects.filter(pk__in=missing)}
        if missing - fresh.keys():
            raise Edition.DoesNotExist(f"No edition {sorted(missing - fresh.keys())}.")
        with _lock:
            _held.update(fresh)
            while len(_held) > CAPACITY:
                _held.popitem(last=False)
        found |= fresh
    return found


def forget() -> None:
    """Empty the memory. For tests, whose databases begin again with the same numbers."""
    with _lock:
        _held.clear()


def _loaded(row: Edition) -> LoadedEdition:
    return LoadedEdition(
        pk=row.pk,
        uuid=row.uuid,
        taught_id=row.taught_id,
        line_id=row.line_id,
        number=row.number,
        published_at=row.published_at,
        note=row.note,
        content=row.content,
    )
