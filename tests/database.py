"""The tests' databases: made once, copied for every worker, and put back in that state after every test that commits.

Migrating takes some twenty seconds, so the result is kept as a *template*: on SQLite in the temporary folder, on
PostgreSQL as a database on the server. Its name is a hash over all that decides its contents, so a change makes a new
one. Tests that commit (`transaction=True`, `live_server`) leave the template's rows behind, where Django's own flush
would leave tables without even Wagtail's root page.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase

from config.prepare import migrate

ALIASES = ("default", "keys")
_ROOT = Path(__file__).resolve().parent.parent
_TRIES, _PAUSE_S = 3, 0.2
_KEPT_S = 24 * 3600  # templates of other checkouts may be in use
_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


class Database(Protocol):
    """One alias's database for this process."""

    def create(self) -> None:
        """Make this process's copy of the template, making the template first where there is none, and point Django at it."""

    def restore(self) -> None:
        """Give the copy the template's contents again."""

    def drop(self) -> None:
        """Remove the copy."""


def kept_files() -> dict[str, Path]:
    """The templates on SQLite by alias, as far as they have been made."""
    files = {alias: _template(alias, _fingerprint()) for alias in ALIASES}
    return {alias: file for alias, file in files.items() if file.exists()}


def _template(alias: str, fingerprint: str) -> Path:
    return _cache_folder() / f"{fingerprint}-{alias}.sqlite3"


class SqliteDatabase:
    """A file, copied. Restoring goes through SQLite's backup, so connections that other threads hold open stay good."""

    def __init__(self, alias: str, fingerprint: str, folder: Path) -> None:
        self._alias = alias
        self._template = _template(alias, fingerprint)
        self._copy = folder / f"{alias}.sqlite3"

    def create(self) -> None:
        if not self._template.exists():
            self._make_template()
        self._template.touch()  # in use: see _make_template
        shutil.copyfile(self._template, self._copy)
        _point(self._alias, str(self._copy))
        _wait_for_no_disk(self._alias)

    def _make_template(self) -> None:
        draft = self._template.with_suffix(f".{os.getpid()}.draft")
        _point(self._alias, str(draft))
        with connections[self._alias].cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        _fill(self._alias)
        connections[self._alias].close()  # the last connection to go folds the write-ahead log into the file
        for old in _cache_folder().glob(f"*-{self._alias}.sqlite3"):
            if time.time() - old.stat().st_mtime > _KEPT_S:
                old.unlink(missing_ok=True)
        draft.replace(self._template)

    def restore(self) -> None:
        connections[self._alias].close()
        for _ in range(_TRIES):
            try:
                self._restore()
            except sqlite3.DatabaseError:  # another process that has just ended may still be letting go of the file
                time.sleep(_PAUSE_S)
            else:
                return
        self._replace()

    def _replace(self) -> None:
        """Put a new file in place of one that cannot be written any more: whoever still holds the old one keeps it to themselves."""
        for suffix in ("", "-wal", "-shm"):
            self._copy.with_name(self._copy.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._copy)

    def _restore(self) -> None:
        with (
            contextlib.closing(sqlite3.connect(self._template)) as source,
            contextlib.closing(sqlite3.connect(self._copy, timeout=20)) as target,
        ):
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)

    def drop(self) -> None:
        connections[self._alias].close()


class PostgresDatabase:
    """A database on the server, made from the template. Restoring puts back rows and sequences, so open connections stay good."""

    def __init__(self, alias: str, fingerprint: str, worker: str) -> None:
        self._alias = alias
        self._home = connections[alias].settings_dict["NAME"]
        self._template = f"{self._home}_template_{fingerprint}"
        self._copy = f"{self._home}_test_{worker}"
        self._rows: dict[str, bytes] = {}
        self._sequences: list[tuple[str, int, bool]] = []

    def create(self) -> None:
        existing = self._server("SELECT datname FROM pg_database")
        if (self._template,) not in existing:
            self._make_template([name for (name,) in existing if name.startswith(f"{self._home}_template_")])
        self._server(f'DROP DATABASE IF EXISTS "{self._copy}" WITH (FORCE)')
        self._server(f'CREATE DATABASE "{self._copy}" TEMPLATE "{self._template}"')
        _point(self._alias, self._copy)
        self._remember()

    def _make_template(self, outdated: list[str]) -> None:
        draft = f"{self._template}_draft"
        for name in (*outdated, draft):
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._server(f'CREATE DATABASE "{draft}"')
        _point(self._alias, draft)
        _fill(self._alias)
        connections[self._alias].close()
        self._server(f'ALTER DATABASE "{draft}" RENAME TO "{self._template}"')

    def _remember(self) -> None:
        with connections[self._alias].cursor() as cursor:
            for table in self._tables(cursor):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    self._rows[table] = b"".join(bytes(part) for part in copy)
            cursor.execute(
                "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
            )
            self._sequences = cursor.fetchall()
        connections[self._alias].close()

    @staticmethod
    def _tables(cursor: Any) -> list[str]:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]

    def restore(self) -> None:
        connection = connections[self._alias]
        connection.close()
        with transaction.atomic(using=self._alias), connection.cursor() as cursor:
            tables = self._tables(cursor)
            cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
            filled = {name for (name,) in cursor.fetchall()}
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # rows come back in any order, past triggers and foreign keys
            for table in filled:
                cursor.execute(f'DELETE FROM "{table}"')
            for table in (table for table, rows in self._rows.items() if rows):
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(self._rows[table])
            for name, value, used in self._sequences:
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', value, used])
        connection.close()

    def drop(self) -> None:
        connections[self._alias].close()
        self._server(f'DROP DATABASE IF EXISTS "{self._copy}" WITH (FORCE)')

    def _server(self, statement: str) -> list[Any]:
        """Run a statement on the server's own maintenance database."""
        with connections[self._alias]._nodb_cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def _point(alias: str, name: str) -> None:
    """Make every connection opened from now on, in any thread, use the database `name`."""
    connections[alias].close()
    connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name


def _wait_for_no_disk(alias: str) -> None:
    """Spare SQLite's commits the wait for the disk, as `make test-postgres` does with --no-fsync: no test pulls the plug.

    Sites that tests start as processes of their own (tests/faults, tests/journeys) wait as they do in production.
    """
    options = connections[alias].settings_dict["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def _fill(alias: str) -> None:
    """What every test finds: the tables, and the core's root, which nearly all that is written stands under."""
    migrate(alias)
    if alias == "default":
        from cms.permissions import ensure_content_root

        ensure_content_root()


def _fingerprint() -> str:
    """A hash over all that decides what a template holds."""
    sources = [_ROOT / "config" / "settings.py", *(_ROOT / "requirements").glob("*.txt"), Path(__file__)]
    sources.append(_ROOT / "cms" / "permissions.py")
    for app in apps.get_app_configs():
        sources += Path(app.path, "migrations").rglob("*.py")
        if Path(app.path).is_relative_to(_ROOT) and ".venv" not in app.path:  # ours may add rows after migrating
            sources += [path for path in Path(app.path).rglob("*.py") if b"post_migrate" in path.read_bytes()]
    digest = hashlib.sha256()
    for source in sorted(set(sources)):
        digest.update(f"{source}\0".encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"leerspiegel-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to somebody else; remove it.")
    return folder


@contextlib.contextmanager
def _one_worker_at_a_time() -> Iterator[None]:
    with (_cache_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def database_copies(django_test_environment: None, django_db_blocker: Any) -> Iterator[dict[str, Database]]:
    """This worker's own databases by alias."""
    worker, fingerprint = os.environ.get("PYTEST_XDIST_WORKER", "main"), _fingerprint()
    copies: dict[str, Database] = {}
    with tempfile.TemporaryDirectory(prefix="leerspiegel-tests-") as folder, django_db_blocker.unblock():
        for alias in ALIASES:
            if connections[alias].vendor == "postgresql":
                copies[alias] = PostgresDatabase(alias, fingerprint, worker)
            else:
                copies[alias] = SqliteDatabase(alias, fingerprint, Path(folder))
        with _one_worker_at_a_time():
            for copy in copies.values():
                copy.create()
        with django_db_blocker.block():
            yield copies
        for copy in copies.values():
            copy.drop()


@pytest.fixture(scope="session")
def django_db_setup(database_copies: dict[str, Database]) -> Iterator[None]:
    """Replaces pytest-django's: both databases always exist, and a test that commits gives them back as they were."""

    def restore(test: TransactionTestCase) -> None:
        for alias in test._databases_names(include_mirrors=False):
            database_copies[alias].restore()

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", restore):
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """A test that uses the database uses both, unless it names the ones it wants: nobody should have to think of the key store.

    First come tests without a database, which the one worker does while another makes the template. Those with a browser, which wait
    most, are what the last worker begins with: so the others have something to do meanwhile, and at the end all are busy with short ones.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None and not _DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            continue
        if marker is None or "databases" not in marker.kwargs:
            arguments = marker.kwargs if marker else {}
            item.add_marker(pytest.mark.django_db(**arguments, databases=list(ALIASES)), append=False)
    yield
    with_browser = [item for item in items if item.get_closest_marker("browser")]
    others = sorted((item for item in items if not item.get_closest_marker("browser")), key=_turn)
    workers = int(
        os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")
    )  # each is given a part of the list, one after the other
    begin = min(len(others), len(items) * (workers - 1) // workers)
    items[:] = [*others[:begin], *with_browser, *others[begin:]]


def _turn(item: pytest.Item) -> int:
    return int("database_copies" in getattr(item, "fixturenames", ()) or bool(item.get_closest_marker("django_db")))


class OutsideWorld(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """No test reaches another machine: connecting, sending and looking up names work for loopback and UNIX sockets alone."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    look_up = socket.getaddrinfo

    def guarded(name: str) -> Any:
        def call(self: socket.socket, *arguments: Any) -> Any:
            _refuse_outside(self.family, arguments[-1])
            return real[name](self, *arguments)

        return call

    def guarded_look_up(host: Any, *arguments: Any, **keywords: Any) -> Any:
        if not _is_loopback(host):
            raise OutsideWorld(f"A test looked up {host!r}.")
        return look_up(host, *arguments, **keywords)

    with contextlib.ExitStack() as patches:
        for name in real:
            patches.enter_context(mock.patch.object(socket.socket, name, guarded(name)))
        patches.enter_context(mock.patch.object(socket, "getaddrinfo", guarded_look_up))
        yield


def _refuse_outside(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
        raise OutsideWorld(f"A test tried to reach {address!r}.")


def _is_loopback(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    return name in {"localhost", "::1", "0.0.0.0", "::"} or name.startswith("127.")
