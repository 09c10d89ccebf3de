"""When an account goes, its key goes: from then on nobody reads what that person wrote, in this database or in any copy of it.

Wagtail's log keeps what was done; the name of who did it, or of whom it was done to, goes too. That somebody left is written in
the transaction that deletes the account (`Departure`), so that a crash between the two databases leaves nothing undone for good:
`settle` does it at the next deletion, at the next start, or by `manage.py sweep_keys`.

Who was erased stands twice: in the ledger of the key store (`Erasure`) and beside the content (`Departure`). Either brings the
other up to date after a restore (`replay`), and both delete whoever came back with it.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.db.models.signals import post_delete
from wagtail.models import ModelLogEntry, PageLogEntry

from people.keys import vault
from people.keys.models import Erasure, PersonKey
from people.keys.refusal import NotDone
from people.models import Departure, User

_BATCH = 500


@dataclass(frozen=True)
class Replayed:
    """What a replay found to do. `people` is how many are in the ledger now; `stuck` accounts are shut, and could not be deleted."""

    people: int
    accounts: int
    keys: int
    settled: int
    stuck: int = 0


def _left(instance: User, using: str, **kwargs: Any) -> None:
    """After the deletion has been committed: one that is taken back must not cost somebody their words."""
    Departure.objects.using(using).update_or_create(person=instance.uuid, defaults={"account": instance.pk})
    transaction.on_commit(settle, using=using)


def settle() -> int:
    """Finish what deletions left to do: destroy keys, write the ledger, take names from the log. Answers for how many. Safe to repeat."""
    count = 0
    for departure in Departure.objects.filter(account__isnull=False).order_by("left_at"):
        vault.erase(departure.person)
        if departure.account is not None:
            _unname(departure.account)
        Departure.objects.filter(pk=departure.pk).update(account=None)
        count += 1
    return count


def _unname(pk: int) -> None:
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(pk)).update(label="", data={})
    for log in (ModelLogEntry, PageLogEntry):
        log.objects.filter(user_id=pk).update(user=None)


def going_with(user: User) -> dict[str, int]:
    """How many rows of which table would go with an account. Raises NotDone when something of theirs may not be deleted."""
    collector = Collector(using="default")
    try:
        collector.collect([user])
    except ProtectedError as fault:
        held = ", ".join(sorted({thing._meta.label for thing in fault.protected_objects}))
        raise NotDone(
            f"This account cannot be deleted: {held} must be given to somebody else first. Nothing was changed."
        ) from fault
    counts = {model._meta.label: len(rows) for model, rows in collector.data.items()}
    for rows in collector.fast_deletes:
        counts[rows.model._meta.label] = counts.get(rows.model._meta.label, 0) + rows.count()
    return {label: count for label, count in sorted(counts.items()) if count}


def erase_account(user: User) -> None:
    """Destroy the key and write the ledger, then delete the account with its records. What a crash leaves of it, a replay finishes."""
    vault.erase(user.uuid)
    user.delete()


def replay(known: Iterable[uuid.UUID] = ()) -> Replayed:
    """Make everybody in either ledger, or in `known` besides, erased here: no key, no account, and in both ledgers. Safe to repeat."""
    settled = settle()
    for batch in _batches((*known, *Departure.objects.values_list("person", flat=True))):
        there = set(Erasure.objects.filter(person__in=batch).values_list("person", flat=True))
        for person in set(batch) - there:
            vault.erase(person)
    people = list(Erasure.objects.order_by().values_list("person", flat=True))
    keys = accounts = stuck = 0
    for batch in _batches(people):
        keys += PersonKey.objects.filter(person__in=batch).delete()[0]
        for user in User.objects.filter(uuid__in=batch):
            gone = _erased_again(user)
            accounts += gone
            stuck += not gone
        there = set(Departure.objects.filter(person__in=batch).values_list("person", flat=True))
        Departure.objects.bulk_create(
            [Departure(person=one) for one in batch if one not in there], ignore_conflicts=True
        )
    return Replayed(len(people), accounts, keys, settled, stuck)


def _erased_again(user: User) -> bool:
    """Whether the account is gone. One that other rows hold on to is shut instead: its key is destroyed all the same."""
    pk = user.pk
    try:
        erase_account(user)
    except ProtectedError:
        User.objects.filter(pk=pk).update(is_active=False)
        return False
    return True


Known = Callable[[list[uuid.UUID]], Iterable[uuid.UUID]]
_keepers: dict[str, Known] = {}


def keys_of(name: str, known: Known) -> None:
    """Tell that a room seals under keys that are no person's, and which of these numbers it still has. Safe to repeat."""
    _keepers[name] = known


def without_account() -> list[uuid.UUID]:
    """Whose key is there and whose account is not. That alone proves nothing: the content may have been restored from before they came."""
    found: list[uuid.UUID] = []
    for batch in _batches(PersonKey.objects.order_by("person").values_list("person", flat=True).iterator()):
        there = set(User.objects.filter(uuid__in=batch).values_list("uuid", flat=True))
        there.update(*(known(batch) for known in _keepers.values()))
        found += [person for person in batch if person not in there]
    return found


def _batches(people: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(people)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def connect() -> None:
    """Listen. Safe to repeat."""
    post_delete.connect(_left, sender=User, weak=False, dispatch_uid="people.erasure")
