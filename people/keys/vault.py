"""Sealing private text: AES-256-GCM under a key per person, wrapped by the master key.

A sealed value is one version byte, a 12-byte nonce, and ciphertext with tag. The place it belongs to (person, table, column,
row) is bound in as additional data, so that a value moved to another row or person does not open.
"""

import os
import uuid
from collections.abc import Callable, Iterable
from itertools import islice

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, connections, transaction

from people.keys import masters
from people.keys.masters import derived, master_id
from people.keys.models import Erasure, PersonKey

_VERSION = b"\x01"
_NONCE = 12
_BATCH = 1000
Sealed = bytes | memoryview


class Unreadable(Exception):
    """A sealed text cannot be opened: its key was erased, the master key is another one, or the bytes were changed or moved."""


class WrongMaster(Unreadable):
    """All keys in the store are wrapped by master keys that are not here: a new one would be under a stranger."""


class Erased(Exception):
    """The person was erased; nothing can be sealed for them any more."""


def seal(person: uuid.UUID, text: str, *, place: str) -> bytes:
    """Seal `text` for `person` at `place` ("table.column:row").

    Makes the person's key on first use, before any transaction of the caller commits. Raises Erased or Unreadable.
    """
    return seal_bytes(person, text.encode(), place=place)


def seal_bytes(person: uuid.UUID, data: bytes, *, place: str) -> bytes:
    """Seal what is no text, such as a finished export, as `seal` does."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(_key(person, make=True)).encrypt(nonce, data, _bound(person, place))


def unseal(person: uuid.UUID, sealed: Sealed, *, place: str) -> str:
    """Open what `seal` made. Raises Unreadable."""
    return opener(person)(sealed, place)


def unseal_bytes(person: uuid.UUID, sealed: Sealed, *, place: str) -> bytes:
    """Open what `seal_bytes` made. Raises Unreadable."""
    return _opener_of_bytes(person)(sealed, place)


def opener(person: uuid.UUID) -> Callable[[Sealed, str], str]:
    """Opens any number of one person's texts, `opened(sealed, place)`, for the one statement that fetches their key now.

    For one request: kept longer, it would outlive the person's erasure. What it opens raises Unreadable, as `unseal` does; asking for
    it never does, so that an overview of nothing needs no key.
    """
    opened = _opener_of_bytes(person)

    def opened_text(sealed: Sealed, place: str) -> str:
        try:
            return opened(sealed, place).decode()
        except UnicodeDecodeError as fault:
            raise Unreadable("What was sealed here is no text.") from fault

    return opened_text


def erase(person: uuid.UUID) -> None:
    """Destroy the person's key and write it in the ledger; all their sealed text is unreadable from now on. Safe to repeat."""
    with transaction.atomic(using="keys"):
        # Holding the key's place makes a first word at this very moment wait, and then find the ledger.
        PersonKey.objects.get_or_create(person=person, defaults={"wrapped": b"", "master_id": ""})
        PersonKey.objects.filter(person=person).delete()
        Erasure.objects.get_or_create(person=person)
    _fold_in()


def rewrap(old_master: str, new_master: str, people: Iterable[PersonKey]) -> int:
    """Wrap the keys under another master key, all or none; answers how many. A key wrapped under neither raises Unreadable.

    Reads `people` piece by piece; a row that was erased or wrapped anew meanwhile is left as it is.
    """
    count, rows = 0, iter(people)
    with transaction.atomic(using="keys"):
        while batch := list(islice(rows, _BATCH)):
            count += _rewrap(old_master, new_master, [row for row in batch if row.master_id != master_id(new_master)])
    return count


def opens(row: PersonKey) -> bool:
    """Whether a master key that is here opens this person's key."""
    try:
        _unwrapped(row)
    except Unreadable:
        return False
    return True


def is_stranger() -> bool:
    """Whether there are keys in the store, and not one that is wrapped by a master key that is here.

    Strangers' keys are looked for first: a first key of our own that comes in between must not look like one.
    """
    ours = masters.ring()
    if not PersonKey.objects.exclude(master_id__in=ours).exists():
        return False
    return not PersonKey.objects.filter(master_id__in=ours).exists()


def _fold_in() -> None:
    """On SQLite the write-ahead log still holds the key that went; writing it back into the file wipes it there too."""
    connection = connections["keys"]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rewrap(old_master: str, new_master: str, rows: list[PersonKey]) -> int:
    adapted = PersonKey._meta.pk.get_db_prep_value
    connection, new_id = connections["keys"], master_id(new_master)
    values = []
    for row in rows:
        key = _unwrap(row.person, bytes(row.wrapped), old_master)
        wrapped = _wrap(row.person, key, new_master)
        values.append((wrapped, new_id, adapted(row.person, connection), row.master_id))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(PersonKey._meta.db_table)
        cursor.executemany(
            f"UPDATE {table} SET wrapped = %s, master_id = %s WHERE person = %s AND master_id = %s",  # noqa: S608  a table of ours
            values,
        )
    return len(values)


def _bound(person: uuid.UUID, place: str) -> bytes:
    return f"{person}|{place}".encode()


def _opener_of_bytes(person: uuid.UUID) -> Callable[[Sealed, str], bytes]:
    try:
        cipher, closed = AESGCM(_key(person, make=False)), ""
    except Unreadable as fault:
        cipher, closed = None, str(fault)

    def opened(sealed: Sealed, place: str) -> bytes:
        raw = bytes(sealed)
        if raw[:1] != _VERSION:
            raise Unreadable("This text was sealed by a newer version of the site.")
        if cipher is None:
            raise Unreadable(closed)
        try:
            return cipher.decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], _bound(person, place))
        except (InvalidTag, ValueError) as fault:
            raise Unreadable("This text does not open with the keys that are here.") from fault

    return opened


def _wrap(person: uuid.UUID, key: bytes, secret: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(derived(secret)).encrypt(nonce, key, _bound(person, "key"))


def _unwrap(person: uuid.UUID, wrapped: bytes, secret: str) -> bytes:
    try:
        return AESGCM(derived(secret)).decrypt(wrapped[1 : 1 + _NONCE], wrapped[1 + _NONCE :], _bound(person, "key"))
    except (InvalidTag, ValueError) as fault:
        raise Unreadable("The master key is not the one that wrapped this person's key.") from fault


def _unwrapped(row: PersonKey) -> bytes:
    secret = masters.find(row.master_id)
    if secret is None:
        raise Unreadable("This person's key is wrapped by a master key that is not here.")
    return _unwrap(row.person, bytes(row.wrapped), secret)


def _key(person: uuid.UUID, *, make: bool) -> bytes:
    row = PersonKey.objects.filter(person=person).first()
    if row is None:
        if not make:
            raise Unreadable("This person's key was erased or never made.")
        row = _make_key(person)
    return _unwrapped(row)


def _make_key(person: uuid.UUID) -> PersonKey:
    fresh = _wrap(person, AESGCM.generate_key(bit_length=256), settings.MASTER_KEY)
    try:
        with transaction.atomic(using="keys"):
            if is_stranger():
                raise WrongMaster("The master key opens nothing in the key store; no key is made under it.")
            row = PersonKey.objects.create(person=person, wrapped=fresh, master_id=master_id(settings.MASTER_KEY))
            if not Erasure.objects.filter(person=person).exists():
                return row
            raise Erased("This account was erased.")
    except IntegrityError as fault:  # two first words at once: the first key stands
        first = PersonKey.objects.filter(person=person).first()
        if first is None:
            raise Erased("This account was erased.") from fault
        return first
