"""When an account goes, its key goes: from then on nobody reads what that person wrote, in this database or in any copy of it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from people.keys import vault
from people.models import User


def _erase(instance: User, using: str, **kwargs: Any) -> None:
    """After the deletion has been committed: one that is taken back must not cost somebody their words."""
    transaction.on_commit(lambda: vault.erase(instance.uuid), using=using)


def connect() -> None:
    """Listen. Safe to repeat."""
    post_delete.connect(_erase, sender=User, weak=False, dispatch_uid="people.erasure")
