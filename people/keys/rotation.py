"""Changing the master key: every person's key is wrapped anew, all or none, while the site goes on."""

import os
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from people.keys import masters, vault
from people.keys.archives import sync
from people.keys.masters import master_id
from people.keys.models import PersonKey
from people.keys.refusal import MISUSED, NotDone

_BATCH = 1000


@dataclass(frozen=True)
class Standing:
    """Under which master key the people's keys are, and how many of each really open. Names of master keys, never the keys."""

    current: str
    at_hand: tuple[str, ...]
    keys: dict[str, int]
    opening: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.keys.values())

    @property
    def closed(self) -> int:
        """Keys that no master key at hand opens."""
        return self.total - sum(self.opening.values())


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: how many keys are under `master` by its doing, and how many were already."""

    master: str
    rewrapped: int
    already: int


def standing() -> Standing:
    """Look at every key. Reads the whole store, a thousand rows at a time."""
    keys: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for row in PersonKey.objects.order_by().iterator(chunk_size=_BATCH):
        keys[row.master_id] += 1
        opening[row.master_id] += vault.opens(row)
    ring = tuple(masters.ring())
    return Standing(ring[0], ring, dict(sorted(keys.items())), dict(sorted(opening.items())))


def target() -> str:
    """The master key that the environment asks to change to: NEW_MASTER_KEY, or MASTER_KEY once the one before is PREVIOUS_MASTER_KEY."""
    new = settings.NEW_MASTER_KEY
    if not new and not settings.PREVIOUS_MASTER_KEY:
        raise NotDone(
            "There is no master key to change to. Set NEW_MASTER_KEY, or use --generate where the key is a file.",
            MISUSED,
        )
    if new and master_id(new) == master_id(settings.MASTER_KEY):
        raise NotDone("NEW_MASTER_KEY is MASTER_KEY itself; make a new one (docs/operations.md).", MISUSED)
    if new and len(new) < masters.SHORTEST:
        raise NotDone(f"NEW_MASTER_KEY is shorter than {masters.SHORTEST} characters; make a longer one.", MISUSED)
    return str(new or settings.MASTER_KEY)


def plan(new: str) -> Rotation:
    """What `rotate` would do. Raises NotDone."""
    _refuse_unknown()
    already = PersonKey.objects.filter(master_id=master_id(new)).count()
    return Rotation(master_id(new), PersonKey.objects.count() - already, already)


def rotate(new: str) -> Rotation:
    """Wrap every key under `new`, in one transaction. Safe to kill and to repeat. Raises NotDone when a key cannot be opened."""
    try:
        with transaction.atomic(using="keys"):
            _refuse_unknown(but=new)
            already = PersonKey.objects.filter(master_id=master_id(new)).count()
            olds = {identity: secret for identity, secret in masters.ring().items() if identity != master_id(new)}
            count = sum(vault.rewrap(secret, new, _wrapped_by(identity)) for identity, secret in olds.items())
    except vault.Unreadable as fault:
        raise NotDone(
            f"A key does not open: {fault} Nothing was changed. --check says which master keys open what."
        ) from fault
    return Rotation(master_id(new), count, already)


def _refuse_unknown(but: str = "") -> None:
    known = [*masters.ring(), *([master_id(but)] if but else [])]
    strangers = list(
        PersonKey.objects.exclude(master_id__in=known).order_by().values_list("master_id", flat=True).distinct()
    )
    if strangers:
        raise NotDone(
            f"Some keys are wrapped by master keys that are not here: {', '.join(sorted(strangers))}. Nothing was changed."
            " Set PREVIOUS_MASTER_KEY to that one, and try again."
        )


def _wrapped_by(identity: str) -> Iterator[PersonKey]:
    """The keys under one master key, in order of person, a batch at a time: rows may change behind us."""
    rows = PersonKey.objects.filter(master_id=identity).order_by("person")
    batch = list(rows[:_BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(person__gt=batch[-1].person)[:_BATCH])


# --- Where the site keeps its own master key, as a file ---------------------------------------------


def generated() -> str:
    """The coming master key, in its own file before anything is wrapped by it. One that already waits there is taken again."""
    path = masters.new_file(_file())
    if not masters.read(path):
        _write(path, secrets.token_urlsafe(48))
    return masters.read(path)


def switch() -> Path | None:
    """Make the coming master key the one of the site, keeping the old one beside it. Each step leaves a site that opens everything.

    Answers where the old one is kept; None when there was nothing to switch to.
    """
    file = _file()
    new, old = masters.new_file(file), masters.read(file)
    if not masters.read(new):
        return None
    kept = masters.old_file(file, old)
    if not kept.exists():
        _write(kept, old)
    new.replace(file)
    sync(file.parent)
    return kept


def confirm() -> list[Path]:
    """Remove the old master keys that wrap nothing any more. Raises NotDone, before anything is removed, when one still does."""
    files = masters.old_files(_file())
    names = [master_id(masters.read(path)) for path in files]
    in_use = PersonKey.objects.filter(master_id__in=names).order_by().values_list("master_id", flat=True).distinct()
    if still := sorted(in_use):
        raise NotDone(
            f"Keys are still wrapped by the old master key {', '.join(still)}. Restart the site, so that it uses the new one,"
            " rotate once more, and confirm then. Nothing was removed."
        )
    for path in files:
        path.unlink()
    return files


def _file() -> Path:
    if settings.MASTER_KEY_FILE is None:
        raise NotDone(
            "MASTER_KEY comes from the environment, not from a file of the site. Set NEW_MASTER_KEY instead.", MISUSED
        )
    return settings.MASTER_KEY_FILE


def _write(path: Path, secret: str) -> None:
    """A whole file or none, for its owner alone."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)
