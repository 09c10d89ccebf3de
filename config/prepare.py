"""Brings databases, static files, content and demo up to date before the site starts. Safe to repeat, and quick when nothing changed."""

import contextlib
import hashlib
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import connection

from config import env
from people.keys.refusal import NotDone

_ADVISORY_LOCK = 0x1EE25  # one preparation at a time, whichever machine it runs on


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with _one_at_a_time():
        _step("Databases", _databases)
        _step("Static files", collect_static)
        if env.flag("SEED_DEMO", True):
            _step("Course and demo", _demo)
    connection.close()


def _step(name: str, work: Callable[[], None]) -> None:
    print(f"{name} …", end=" ", flush=True)
    begun = time.monotonic()
    try:
        work()
    except (CommandError, NotDone) as fault:
        sys.exit(f"failed: {fault}")
    print(f"ready ({time.monotonic() - begun:.1f} s)", flush=True)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """On PostgreSQL several machines may start at once; on SQLite the lock on DATA_DIR has already seen to it."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
    try:
        yield
    finally:
        with contextlib.suppress(Exception), connection.cursor() as cursor:  # closing the connection releases it too
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])


def migrate(alias: str) -> None:
    """Bring one database up to date. The key store holds app `keys` alone; walking past all others would take ten seconds."""
    only = ["keys"] if alias == "keys" else []
    call_command("migrate", *only, database=alias, interactive=False, skip_checks=True, verbosity=0)
    if alias == "default":
        call_command("createcachetable", database=alias, verbosity=0)


def _databases() -> None:
    migrate("default")
    migrate("keys")
    from cms.search.indexing import index_when_empty
    from people import erasure
    from people.keys.checks import refuse_wrong_master

    refuse_wrong_master()
    index_when_empty()
    done = erasure.replay()  # what a crash cut off, and whoever came back with a backup
    if done.stuck:
        print(
            f"{done.stuck} accounts of erased people could not be deleted; run manage.py replay_erasures.", flush=True
        )


def collect_static() -> None:
    """Collect the static files, unless the same ones were collected before: compressing them takes most of a first start."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint_of_sources()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _demo() -> None:
    trail = logging.getLogger("audit")
    level = trail.level
    trail.setLevel(logging.WARNING)  # nobody did this: a line for each page would bury the welcome
    try:
        call_command("seed_demo", verbosity=0)
    finally:
        trail.setLevel(level)


def _fingerprint_of_sources() -> str:
    """Changes when a file to collect, or the way of collecting, does."""
    digest = hashlib.sha256(repr((settings.STATIC_URL, settings.STORAGES["staticfiles"], settings.DEBUG)).encode())
    for source in sorted((env.BASE_DIR / "config").glob("static_files.py")):
        digest.update(source.read_bytes())
    for finder in finders.get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{storage.path(path)}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
