"""Backups of the key store: the wrapped keys and the ledger of erasures. Kept thirty days, and never beside one of the content.

They hold rows rather than a copy of the database, so that a restore can go through one transaction, leave out who was erased, and
keep the keys that are only here: a key without text does no harm, a text without its key is lost.
"""

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.db import transaction

from people.keys import archives, masters
from people.keys.models import Erasure, PersonKey
from people.keys.refusal import MISUSED, NotDone

KEPT = timedelta(days=30)
LEDGER = "erasures.jsonl"
_ROWS = "keys.jsonl"
_BATCH = 1000
_APART = (
    "Keys and content are kept apart: together they are readable for who also has the master key. Name another folder."
)


@dataclass(frozen=True)
class Restored:
    """What a restore of keys did. `closed` keys are wrapped by master keys that are not here."""

    keys: int
    erased: int
    kept: int
    closed: int


def back_up(folder: Path) -> tuple[Path, dict[str, int], list[Path]]:
    """Write the keys and the ledger; add the ledger to the one that stays in the folder; remove what is too old.

    Answers the file, its counts, and what was removed. The keys are read first: whoever is erased meanwhile is in the ledger.
    """
    archives.refuse_beside(folder, archives.CONTENT, _APART)
    with archives.writing(folder, archives.KEYS) as writer:
        keys = PersonKey.objects.order_by().iterator(chunk_size=_BATCH)
        counts = {"keys": _write(writer.staging / _ROWS, map(_as_row, keys))}
        erasures = Erasure.objects.order_by("erased_at").iterator(chunk_size=_BATCH)
        counts["erasures"] = _write(writer.staging / LEDGER, map(_as_erasure, erasures))
        for name in (_ROWS, LEDGER):
            writer.add(name, writer.staging / name)
        path = writer.finish({"counts": counts, "masters": _masters()})
        _keep_ledger(folder, writer.staging / LEDGER)
    return path, counts, prune(folder)


def ensure_store() -> None:
    """Give a new machine the tables of its key store."""
    call_command("migrate", "keys", database="keys", interactive=False, skip_checks=True, verbosity=0)


def prune(folder: Path, now: datetime | None = None) -> list[Path]:
    """Remove the key backups that are older than thirty days. The ledger stays: it names nobody."""
    if not folder.is_dir():
        raise NotDone(f"{folder} is no folder.", MISUSED)
    limit = (now or datetime.now(UTC)) - KEPT
    old = [path for path, made in archives.backups(folder, archives.KEYS).items() if made < limit]
    for path in old:
        path.unlink()
    return old


def ledger_in(files: Iterable[str | Path]) -> list[uuid.UUID]:
    """Who is in these ledgers: files of lines, as `back_up` keeps them. Raises NotDone."""
    found = []
    for file in files:
        try:
            found += [uuid.UUID(row["person"]) for row in _read(Path(file))]
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise NotDone(f"{file} is no ledger of erasures. Nothing was changed.", MISUSED) from fault
    return found


def restore(path: Path, *, replace: bool, erased: Iterable[uuid.UUID] = ()) -> Restored:
    """Bring back the keys in a backup, but for whoever is in its ledger, in that of here, or in `erased`. All or nothing.

    Raises NotDone for a file that is not whole, and for a store that holds keys, unless `replace`; keys that are only here stay even then.
    """
    with TemporaryDirectory(prefix="leerspiegel-keys-") as folder:
        place = Path(folder)
        manifest = archives.unpack(path, archives.KEYS, lambda name: place / name)
        beside = path.resolve().with_name(LEDGER)
        ledger = [*ledger_in([place / LEDGER]), *(ledger_in([beside]) if beside.exists() else [])]
        with transaction.atomic(using="keys"):
            if PersonKey.objects.exists() and not replace:
                raise NotDone("The key store holds keys already. Nothing was changed; add --replace if you are sure.")
            counts = {"keys": sum(1 for _row in _read(place / _ROWS)), "erasures": len(ledger_in([place / LEDGER]))}
            if counts != manifest.facts["counts"]:
                raise NotDone(f"{path} is damaged: it does not hold what it counts. Nothing was changed.")
            _write_ledger([*ledger, *erased])
            return _bring_back(_read(place / _ROWS))


def _bring_back(rows: Iterator[dict[str, Any]]) -> Restored:
    gone = set(Erasure.objects.order_by().values_list("person", flat=True))
    at_hand = set(masters.ring())
    restored = erased = kept = 0
    while batch := [_from_row(row) for row in islice(rows, _BATCH)]:
        here = set(PersonKey.objects.filter(person__in=[row.person for row in batch]).values_list("person", flat=True))
        wanted = [row for row in batch if row.person not in gone]
        # One that opens is not given up for one that does not.
        better = [row for row in wanted if row.person not in here or row.master_id in at_hand]
        erased += len(batch) - len(wanted)
        kept += len(wanted) - len(better)
        restored += len(better)
        PersonKey.objects.filter(person__in=[row.person for row in better]).delete()
        PersonKey.objects.bulk_create(better)
    for people in _batches(gone):
        PersonKey.objects.filter(person__in=people).delete()
    closed = PersonKey.objects.exclude(master_id__in=at_hand).count()
    return Restored(restored, erased, kept, closed)


def _write_ledger(people: Iterable[uuid.UUID]) -> None:
    for batch in _batches(set(people)):
        Erasure.objects.bulk_create([Erasure(person=person) for person in batch], ignore_conflicts=True)


def _batches(people: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(people)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _masters() -> list[str]:
    return sorted(PersonKey.objects.order_by().values_list("master_id", flat=True).distinct())


def _keep_ledger(folder: Path, fresh: Path) -> None:
    """One ledger for the whole folder: what it said already, and what is new. Never shorter than it was."""
    kept = folder / LEDGER
    rows = {row["person"]: row for row in (*(_read(kept) if kept.exists() else ()), *_read(fresh))}
    draft = fresh.with_name("ledger.draft")
    _write(draft, rows.values())
    draft.replace(kept)
    archives.sync(folder)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="ascii") as file:
        yield from map(json.loads, file)


def _as_row(key: PersonKey) -> dict[str, Any]:
    return {"person": str(key.person), "wrapped": bytes(key.wrapped).hex(), "master_id": key.master_id}


def _from_row(row: dict[str, Any]) -> PersonKey:
    return PersonKey(person=uuid.UUID(row["person"]), wrapped=bytes.fromhex(row["wrapped"]), master_id=row["master_id"])


def _as_erasure(erasure: Erasure) -> dict[str, Any]:
    return {"person": str(erasure.person), "erased_at": erasure.erased_at.isoformat()}
