"""When an account goes, its key goes: from then on nobody reads what that person wrote, in this database or in any copy of it.

Wagtail's log keeps what was done; the name of who did it, or of whom it was done to, goes too.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.models import ModelLogEntry, PageLogEntry

from people.keys import vault
from people.models import User


def _erase(instance: User, using: str, **kwargs: Any) -> None:
    """After the deletion has been committed: one that is taken back must not cost somebody their words."""
    person, pk = instance.uuid, instance.pk
    transaction.on_commit(lambda: vault.erase(person), using=using)
    transaction.on_commit(lambda: _unname(pk), using=using)


def _unname(pk: int) -> None:
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(pk)).update(label="", data={})
    for log in (ModelLogEntry, PageLogEntry):
        log.objects.filter(user_id=pk).update(user=None)


def connect() -> None:
    """Listen. Safe to repeat."""
    post_delete.connect(_erase, sender=User, weak=False, dispatch_uid="people.erasure")
