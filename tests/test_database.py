"""The tests' own databases: put back whatever a test or its processes left behind."""

import shutil
import sqlite3

import pytest

from tests.database import SqliteDatabase


@pytest.fixture
def copy(tmp_path, settings):
    """A SQLite database of one row, made by hand; Django's own connections are left alone."""
    database = SqliteDatabase("default", "none", tmp_path)
    database._template = tmp_path / "template.sqlite3"
    with sqlite3.connect(database._template) as template:
        template.execute("PRAGMA journal_mode=WAL")
        template.execute("CREATE TABLE thing (name TEXT)")
        template.execute("INSERT INTO thing VALUES ('kept')")
    template.close()
    shutil.copyfile(database._template, database._copy)
    return database


def _things(copy: SqliteDatabase) -> list[str]:
    connection = sqlite3.connect(copy._copy)
    try:
        return [name for (name,) in connection.execute("SELECT name FROM thing")]
    finally:
        connection.close()


def test_what_a_test_wrote_is_gone_also_for_connections_that_stay_open(copy):
    other = sqlite3.connect(copy._copy)
    other.execute("INSERT INTO thing VALUES ('written')")
    other.commit()

    copy.restore()

    assert [name for (name,) in other.execute("SELECT name FROM thing")] == ["kept"]
    other.close()


def test_a_file_that_nobody_can_write_any_more_is_replaced(copy):
    copy._copy.write_bytes(b"no database at all" * 1000)
    copy._copy.with_name(copy._copy.name + "-wal").write_bytes(b"remains")

    copy.restore()

    assert _things(copy) == ["kept"]
