"""Trying a change to the content in full, and keeping nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

from django.db import transaction

from people import audit


class _Rehearsed(Exception):
    """Ends a transaction that was only tried."""


@contextmanager
def all_or_nothing(*, rehearse: bool) -> Iterator[None]:
    """One transaction. With `rehearse` it is undone at its end, and the audit trail says nothing of what was not done."""
    with audit.rehearsing() if rehearse else nullcontext(), suppress(_Rehearsed), transaction.atomic():
        yield
        if rehearse:
            raise _Rehearsed
