"""A consistent copy of a SQLite database that is in use, and putting one in its place."""

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import connections

from people.keys import archives
from people.keys.refusal import NotDone

PART = "database.sqlite3"
_WAIT_S = 2.0


def copy(alias: str, target: Path, without: Collection[str]) -> dict[str, int]:
    """Copy the database as it is at one moment, while others write; the tables `without` are empty in it. Answers the rows of each."""
    source_file = _file(alias)
    target.touch(mode=0o600, exist_ok=False)
    with (
        contextlib.closing(sqlite3.connect(source_file, timeout=20)) as source,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as made,
    ):
        source.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")
        made.execute("PRAGMA secure_delete=ON")
        there = set(_tables(made))
        for table in sorted(there.intersection(without)):
            made.execute(f'DELETE FROM "{table}"')  # noqa: S608  a table of ours
        made.execute("VACUUM")  # or what was left out would still stand in free pages
        return _counts(made)


def put_back(alias: str, copied: Path, counts: dict[str, int]) -> None:
    """Put a copy in the database's place, at once. It lies beside it already. Raises NotDone when it is damaged, or somebody is at work."""
    _look_through(copied, counts)
    file = _file(alias)
    connections[alias].close()
    if file.exists():
        _let_go(file)
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    copied.replace(file)
    archives.sync(file.parent)


def staging_for(alias: str) -> Path:
    """Where a copy can lie so that putting it back is one step."""
    return _file(alias).parent


def _look_through(copied: Path, counts: dict[str, int]) -> None:
    try:
        with contextlib.closing(sqlite3.connect(copied)) as made:
            sound = made.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            if sound and _counts(made) == counts:
                return
    except sqlite3.DatabaseError:
        pass
    raise NotDone("The backup is damaged: the database in it is not the one that was put in. Nothing was changed.")


def _let_go(file: Path) -> None:
    """Fold the write-ahead log into the file, which nobody can while another works with it. A file that is no database may go."""
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=_WAIT_S, isolation_level=None)) as old:
            mode: Any = old.execute("PRAGMA journal_mode=DELETE").fetchone()
            if mode != ("delete",):
                raise NotDone("The database is in use. Stop the site first; nothing was changed.")
    except sqlite3.OperationalError as fault:
        raise NotDone("The database is in use. Stop the site first; nothing was changed.") from fault
    except sqlite3.DatabaseError:
        return


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return sorted(name for (name,) in rows)


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    return {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608  a table of the file's own
        for table in _tables(database)
    }


def _file(alias: str) -> Path:
    return Path(connections[alias].settings_dict["NAME"])
