"""A consistent dump of a PostgreSQL database that is in use, and putting one in its place: PostgreSQL's own programs, in one transaction.

The password goes through the environment; no command line shows it.
"""

import os
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import connections

from people.keys.refusal import MISUSED, NotDone

PART = "database.sql"
_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
_EMPTY = """
SET lock_timeout = '10s';
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', thing.name);
  END LOOP;
  FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', thing.name);
  END LOOP;
END $$;
"""
_COUNTED = """
DO $$ DECLARE there bigint; BEGIN
  SELECT count(*) INTO there FROM public.{table};
  IF there <> {count} THEN RAISE EXCEPTION 'the backup is damaged: % rows in {name}, {count} were put in', there; END IF;
END $$;
"""


def copy(alias: str, target: Path, without: Collection[str]) -> dict[str, int]:
    """Dump the database as it is at one moment, while others write; the tables `without` are empty in it. Answers the rows of each."""
    connection = connections[alias].copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            tables = _tables(cursor)
            counts = {table: 0 if table in without else _count(cursor, connection, table) for table in tables}
            options = [f"--exclude-table-data=public.{table}" for table in tables if table in without]
            plain = ["--format=plain", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            target.touch(mode=0o600, exist_ok=False)
            _run(alias, "pg_dump", *plain, *options, f"--file={target}")
            cursor.execute("COMMIT")
    finally:
        connection.close()
    return counts


def put_back(alias: str, copied: Path, counts: dict[str, int]) -> None:
    """Replace everything in the database by the dump, in one transaction that also counts. Raises NotDone; nothing was changed then."""
    _refuse_busy(alias)
    quote = connections[alias].ops.quote_name
    before, after = copied.with_name("before.sql"), copied.with_name("after.sql")
    before.write_text(_EMPTY)
    after.write_text(
        "".join(
            _COUNTED.format(table=quote(table), name=table.replace("'", "''"), count=int(count))
            for table, count in counts.items()
        )
    )
    connections[alias].close()
    files = [f"--file={path}" for path in (before, copied, after)]
    _run(alias, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", *files)


def _refuse_busy(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND application_name = 'leerspiegel'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise NotDone(
            f"The database is in use by {others} connections of the site. Stop it first; nothing was changed."
        )


def _run(alias: str, program: str, *arguments: str) -> None:
    database = connections[alias].settings_dict
    given = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"] or ""),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGOPTIONS": "-c client_min_messages=warning",
        **{name: database["OPTIONS"][option] for option, name in _OPTIONS.items() if option in database["OPTIONS"]},
    }
    environment = {**os.environ, **{name: value for name, value in given.items() if value}}
    ran = subprocess.run(
        [_program(program), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        said = next((line for line in ran.stderr.splitlines() if "rror" in line), ran.stderr.strip())
        raise NotDone(f"{program} could not: {said}. Nothing was changed.")


def _program(name: str) -> str:
    """The newest of this machine: an older pg_dump refuses a newer server."""
    folders = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(folders[-1]) if folders else shutil.which(name)
    if found is None:
        raise NotDone(f"{name} was not found. On Debian, as root: apt-get install postgresql-client", MISUSED)
    return found


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def _count(cursor: Any, connection: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  a table of the database's own
    return int(cursor.fetchone()[0])
