"""Editions held in process memory. They never change, so what is here is never stale."""

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from cms.editions.content import DIFFERS, Content
from cms.editions.pieces import NOTHING, Pieces, cut, fill, mark
from cms.models import Edition

CAPACITY = 3_000
"""Editions kept: a few hundred lessons with their questions, some tens of megabytes at most."""


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """An edition without its database row. Modules, lessons and questions are packed: they are many."""

    pk: int
    uuid: UUID
    taught_id: UUID
    line_id: int
    number: int
    published_at: datetime
    note: str
    kept: Content | Pieces
    frame: Pieces = NOTHING
    """Of a lesson: its blocks as HTML, with marks b0, b1, … for those that differ."""

    @property
    def content(self) -> Content:
        """What was published. In a lesson, blocks that are the same for everyone have only their id and type: their HTML is in `frame`."""
        return _unpacked(self.kept) if isinstance(self.kept, Pieces) else self.kept


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
    kept: Content | Pieces = row.content
    frame = NOTHING
    if "blocks" in row.content:
        light, frame = _framed(row.content)
        kept = _packed(light, "lesson")
    elif "lessons" in row.content:
        kept = _packed(row.content, "module")
    elif "stem_html" in row.content:
        kept = _packed(row.content, row.content["kind"])
    return LoadedEdition(
        pk=row.pk,
        uuid=row.uuid,
        taught_id=row.taught_id,
        line_id=row.line_id,
        number=row.number,
        published_at=row.published_at,
        note=row.note,
        kept=kept,
        frame=frame,
    )


def _framed(lesson: Content) -> tuple[Content, Pieces]:
    """A lesson's content with of each block that is the same for everyone only what it is, and the HTML of those blocks."""
    parts: list[str] = []
    blocks: list[Content] = []
    marks = 0
    for block in lesson["blocks"]:
        if block["type"] in DIFFERS:
            parts.append(mark(f"b{marks}"))
            blocks.append(block)
            marks += 1
        else:
            parts.append(block["html"])
            blocks.append({"id": block["id"], "type": block["type"]})
    return {**lesson, "blocks": blocks}, cut("".join(parts), "frame")


@lru_cache(maxsize=24)
def _unpacked(packed: Pieces) -> Content:
    """The few that were asked for last: one request asks for the same content several times."""
    unpacked: Content = json.loads(fill(packed, {}))
    return unpacked


def _packed(content: Content, kind: str) -> Pieces:
    """As JSON, in which no control character stands, and so no mark."""
    return cut(json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False), f"content-{kind}")
