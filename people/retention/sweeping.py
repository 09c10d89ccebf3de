"""Carrying the terms out: some rows at a time, each time in a transaction of its own. Cut off halfway, the next time does the rest."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from people.retention.kinds import Kind, fixed, kinds, named
from people.retention.periods import amounts, over

BATCH = 500


def due() -> dict[str, int]:
    """How many of each kind are over now. Nothing is changed."""
    found = {kind.name: sum(rows.count() for rows in _over(kind)) for kind in kinds() if kind.parts}
    return found | {one.name: one.count() for one in fixed()}


def sweep() -> dict[str, int]:
    """End what is over. Answers how many rows of each kind went. Safe to repeat, and while another is at it."""
    found = {kind.name: end(kind.name) for kind in kinds() if kind.parts}
    return found | {one.name: one.end() for one in fixed()}


def end(name: str) -> int:
    """End what is over of one kind. Answers how many rows went. Safe to repeat."""
    kind = named(name)
    return sum(delete(rows) for rows in _over(kind)) if kind else 0


def _over(kind: Kind) -> Iterator[QuerySet[Any]]:
    today = timezone.localdate()
    chosen = amounts(kind, today)
    return (over(kind, part, today, chosen) for part in kind.parts)


def delete(rows: QuerySet[Any]) -> int:
    """Delete these, some at a time. Answers how many went, without what hung on them."""
    count = 0
    while batch := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            _all, each = rows.model._default_manager.filter(pk__in=batch).delete()
        gone = each.get(rows.model._meta.label, 0)
        count += gone
        if not gone:  # somebody else deletes the same
            break
    return count
