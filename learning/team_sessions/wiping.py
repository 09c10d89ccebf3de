"""Having the database let go of what was deleted, so that neither its file nor its rows tell in which order things came.

Deleted rows are wiped on SQLite already (`secure_delete`), but the write-ahead log still holds them until it is folded in. On
PostgreSQL they lie in tables and indexes, with their transactions, until these are written anew; they are small, so that takes a moment.
Where others' work is in the way, it is tried again when the session ends, and by every sweep.
"""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connections, router
from django.db.models import Model

from learning.team_sessions.models import Ballot, Card, Drawn, Poll, PollBallot, Polled, Round, Slip, Ticket

logger = logging.getLogger(__name__)
_PATIENCE_MS = 2000
_PAUSE_S = 0.1
_TABLES = (Ticket, Slip, Ballot, Drawn, Card, Round, Poll, PollBallot, Polled)


def wipe(*also: type[Model]) -> bool:
    """Have everything that was deleted gone, outside any transaction, from the tables of what is unnamed and from `also`.

    Never raises; False when others' work held it up, or a transaction of one's own, in which nothing can be wiped.
    """
    connection = connections[router.db_for_write(Slip)]
    if connection.in_atomic_block:
        return False
    try:
        done = _fold_in(connection) if connection.vendor == "sqlite" else _vacuum(connection, (*_TABLES, *also))
    except DatabaseError:
        done = False
    if not done:
        logger.warning("What a session threw away could not be wiped from the database now; it is tried again later.")
    return done


def _fold_in(connection: Any) -> bool:
    with connection.cursor() as cursor, _patience(cursor):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _log, _moved = cursor.fetchone()
    return not busy


@contextmanager
def _patience(cursor: Any) -> Iterator[None]:
    """Wait shortly for readers instead of as long as a write may; nobody who leads a session should stand waiting."""
    cursor.execute("PRAGMA busy_timeout")
    usual = int(cursor.fetchone()[0])
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _vacuum(connection: Any, tables: tuple[type[Model], ...]) -> bool:
    """Write the tables anew, again while somebody's older look at the database makes PostgreSQL carry deleted rows over."""
    end = time.monotonic() + _PATIENCE_MS / 1000
    with connection.cursor() as cursor, _telling(connection) as carried_over:
        cursor.execute(f"SET lock_timeout = {_PATIENCE_MS}")
        try:
            while True:
                tables = tuple(model for model in tables if _carries_over(cursor, model, carried_over))
                if not tables or time.monotonic() > end:
                    return not tables
                time.sleep(_PAUSE_S)
        finally:
            cursor.execute("RESET lock_timeout")


def _carries_over(cursor: Any, model: type[Model], carried_over: list[int]) -> bool:
    """Write a table anew. Whether deleted rows were carried over even so."""
    carried_over.clear()
    cursor.execute(f"VACUUM (FULL, VERBOSE) {cursor.db.ops.quote_name(model._meta.db_table)}")
    return any(carried_over)


@contextmanager
def _telling(connection: Any) -> Iterator[list[int]]:
    """What VACUUM says of the rows that it could not leave behind yet: the first number of its details, in whatever language."""
    said: list[int] = []

    def hear(notice: Any) -> None:
        number = re.search(r"\d+", notice.message_detail or "")
        if number:
            said.append(int(number[0]))

    connection.connection.add_notice_handler(hear)
    try:
        yield said
    finally:
        connection.connection.remove_notice_handler(hear)
