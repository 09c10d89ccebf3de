"""Publications take turns: each compiles what the one before left, and none waits for another halfway."""

from django.db import connection

_TURN = 0xED171017


def take_turn() -> None:
    """Wait for the publication that is under way, until its transaction ends. Called first in a transaction; safe to repeat.

    SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
