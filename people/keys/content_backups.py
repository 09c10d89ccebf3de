"""Backups of the content: the main database and the files that authors uploaded. Private text in them is sealed, and no key is."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

from people.keys import archives, postgres_copies, sqlite_copies
from people.keys.refusal import NotDone
from people.models import Departure, User
from people.register import declaration_of

_ALIAS = "default"
_MEDIA = "media/"
_STAGING = ".restoring-"
_NOT_MODELS = {"cache_entries"}
_PASSING = {"django_tasks_database.DBTaskResult"}
"""What is under way: after a restore nothing is sent a second time."""
_APART = (
    "Keys and content are kept apart: together they are readable for who also has the master key. Name another folder."
)


@dataclass(frozen=True)
class Made:
    """A backup that was made: rows per table, and how many files."""

    path: Path
    tables: dict[str, int]
    media: int


def back_up(folder: Path) -> Made:
    """Write the database as it is now and the uploaded files into one file in `folder`, while the site goes on. Raises NotDone."""
    archives.refuse_beside(folder, archives.KEYS, _APART)
    way = _way()
    with archives.writing(folder, archives.CONTENT) as writer:
        part = writer.staging / way.PART
        tables = way.copy(_ALIAS, part, left_out())
        writer.add(way.PART, part)
        part.unlink()
        media = 0
        for path in _uploaded():
            with contextlib.suppress(FileNotFoundError):  # deleted since
                writer.add(_MEDIA + path.relative_to(_media_root()).as_posix(), path)
                media += 1
        made = writer.finish({"engine": _engine(), "tables": tables, "migrations": sorted(_applied())})
    return Made(made, tables, media)


def left_out() -> set[str]:
    """The tables whose rows are in no backup: sessions, caches, work under way, and whatever declares so of itself."""
    names = set(_NOT_MODELS)
    for model in apps.get_models():
        said = declaration_of(model)
        if model._meta.label in _PASSING or (said is not None and not said.in_backup):
            names.add(model._meta.db_table)
    return names


def restore(path: Path, *, replace: bool) -> Made:
    """Put the database and the files of a backup in the place of those that are here. The caller holds `site_stopped`.

    All or nothing, but for a kill between the database and the files: restore once more then. Afterwards the ledger must be replayed
    (people.erasure.replay). Raises NotDone for what is no whole backup, of another kind or database, and for a site that is not empty
    unless `replace`.
    """
    way = _way()
    manifest = archives.manifest_of(path, archives.CONTENT)
    _refuse_other(manifest)
    if not replace and not _is_empty():
        raise NotDone("There are accounts or files here already. Nothing was changed; add --replace if you are sure.")
    beside = _beside_database(), _media_root().parent
    for folder in beside:
        _clear(folder)
    with _staging(beside[0]) as rows, _staging(beside[1]) as files:

        def place(name: str) -> Path:
            return files / name if name.startswith(_MEDIA) else rows / name

        archives.unpack(path, archives.CONTENT, place)
        way.put_back(_ALIAS, rows / way.PART, manifest.facts["tables"])
        _put_media(files / _MEDIA)
    call_command("migrate", database=_ALIAS, interactive=False, skip_checks=True, verbosity=0)
    return Made(path, manifest.facts["tables"], sum(name.startswith(_MEDIA) for name in manifest.files))


def is_there() -> bool:
    """Whether the content's database has its tables."""
    try:
        Departure.objects.exists()
    except DatabaseError:
        connections[_ALIAS].close()
        return False
    return True


def ledger_here() -> list[uuid.UUID]:
    """Who left, as far as the content knows; nobody when there is no content yet."""
    return list(Departure.objects.values_list("person", flat=True)) if is_there() else []


def _way() -> ModuleType:
    return sqlite_copies if _engine() == "sqlite" else postgres_copies


def _engine() -> str:
    return connections[_ALIAS].vendor


def _media_root() -> Path:
    return Path(settings.MEDIA_ROOT).resolve()


def _uploaded() -> Iterator[Path]:
    yield from (path for path in sorted(_media_root().rglob("*")) if path.is_file() and not path.is_symlink())


def _applied() -> set[str]:
    loader = MigrationLoader(connections[_ALIAS])
    return {".".join(one) for one in loader.applied_migrations}


def _refuse_other(manifest: archives.Manifest) -> None:
    if manifest.facts["engine"] != _engine():
        raise NotDone(
            f"The backup is of a {manifest.facts['engine']} database, and DATABASE_URL names a {_engine()} one."
            " Nothing was changed; set DATABASE_URL to one of the same kind."
        )
    known = {".".join(one) for one in MigrationLoader(None).disk_migrations}
    ours = {app.label for app in apps.get_app_configs()}
    newer = [one for one in manifest.facts["migrations"] if one.split(".")[0] in ours and one not in known]
    if newer:
        raise NotDone(f"The backup was made by a newer version of the site (it has {newer[0]}). Nothing was changed.")


def _is_empty() -> bool:
    try:
        if User.objects.exists():
            return False
    except DatabaseError:  # not even tables, or no database at all
        connections[_ALIAS].close()
    return next(_uploaded(), None) is None


def _beside_database() -> Path:
    """Where the database can be put in place in one step; for a server anywhere will do."""
    return sqlite_copies.staging_for(_ALIAS) if _engine() == "sqlite" else Path(settings.DATA_DIR)


def _clear(parent: Path) -> None:
    """Remove what a restore that was killed left lying; whoever holds `site_stopped` is the only one at work here."""
    for left in parent.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _staging(parent: Path) -> Iterator[Path]:
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=parent))
    except OSError as fault:
        raise NotDone(f"{parent} cannot be written: {fault.strerror}. Nothing was changed.") from fault
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_media(made: Path) -> None:
    made.mkdir(exist_ok=True)
    for path in made.rglob("*"):
        if path.is_file():
            path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    root, former = _media_root(), made.with_name("former")
    if root.exists():
        root.replace(former)
    made.replace(root)
    archives.sync(root.parent)


@contextlib.contextmanager
def site_stopped() -> Iterator[None]:
    """Hold what a running site holds (config.run), so that none runs on this DATA_DIR, and none starts meanwhile. Raises NotDone."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotDone(f"The site runs on {folder}. Stop it first; nothing was changed.") from None
        yield
