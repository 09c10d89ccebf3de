"""Doing things at the same moment, for real: threads with connections of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, connections


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the calls together; what each gave, or the fault it raised, in their order.

    On SQLite each call has a thread; on PostgreSQL at most 16 have, because the tests' server takes a hundred connections.
    """
    width = len(calls) if connection.vendor == "sqlite" else min(len(calls), 16)
    barrier = Barrier(width)

    def run(place: int) -> Any:
        if place < width:
            barrier.wait(30)
        try:
            return calls[place]()
        except Exception as fault:  # noqa: BLE001  the test looks at it
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(width) as pool:
        return list(pool.map(run, range(len(calls))))
