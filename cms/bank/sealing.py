"""Questions on their way through a form: sealed by the site, so that what is confirmed is exactly what was shown. Nothing is kept here."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core import signing

from cms.interchange.items import Item

MAX_AGE = 2 * 60 * 60
MAX_SEAL = 3 * 1024 * 1024
"""Characters that a form carries at most."""


class TooBig(Exception):
    """There are too many questions for a form."""


class Stale(Exception):
    """The seal is broken, somebody else's, or too old."""


def seal(items: Sequence[Item], owner: str, user_id: int) -> str:
    """The questions for one person and one owner. Raises TooBig."""
    rows = [asdict(item) | {"reviewed_on": item.reviewed_on and item.reviewed_on.isoformat()} for item in items]
    sealed = signing.dumps({"owner": owner, "items": rows}, salt=_salt(user_id), compress=True)
    if len(sealed) > MAX_SEAL:
        raise TooBig
    return sealed


def unseal(sealed: str, user_id: int) -> tuple[list[Item], str]:
    """The questions and their owner. Raises Stale."""
    try:
        said = signing.loads(sealed, salt=_salt(user_id), max_age=MAX_AGE)
    except signing.BadSignature:
        raise Stale from None
    return [_item(row) for row in said["items"]], said["owner"]


def _item(row: dict[str, Any]) -> Item:
    day = row["reviewed_on"]
    return Item(**row | {"tags": tuple(row["tags"]), "reviewed_on": date.fromisoformat(day) if day else None})


def _salt(user_id: int) -> str:
    return f"cms.bank.import.{user_id}"
