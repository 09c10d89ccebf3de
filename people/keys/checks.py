"""`check --database keys`: whether the master key that is here belongs to the keys that are there."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import DatabaseError

from people.keys import vault
from people.keys.refusal import NotDone

WRONG = (
    "The master key opens none of the keys in the key store: MASTER_KEY, or KEYS_DATABASE_URL, is that of another site."
    " Nothing is lost and nothing can be read or written for anybody until the right one is back."
)
HINT = '`manage.py rotate_master_key --check` names the master keys that are needed; see docs/operations.md, "The wrong master key".'


def master_key_fits(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases or "keys" not in databases:
        return []
    try:
        return [Error(WRONG, hint=HINT, id="keys.E001")] if vault.is_stranger() else []
    except DatabaseError:  # no tables yet
        return []


def refuse_wrong_master() -> None:
    """Raises NotDone rather than start a site whose every private text would be shut."""
    if vault.is_stranger():
        raise NotDone(f"{WRONG} {HINT}")
