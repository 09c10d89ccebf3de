"""Sealing private text: AES-256-GCM under a key per person, wrapped by the master key.

A sealed value is one version byte, a 12-byte nonce, and ciphertext with tag. The place it belongs to (person, table, column,
row) is bound in as additional data, so that a value moved to another row or person does not open.
"""

import base64
import hashlib
import os
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction

from people.keys.models import Erasure, PersonKey

_VERSION = b"\x01"
_NONCE = 12
_KEY_BYTES = 32


class Unreadable(Exception):
    """A sealed text cannot be opened: its key was erased, the master key is another one, or the bytes were changed or moved."""


class Erased(Exception):
    """The person was erased; nothing can be sealed for them any more."""


def seal(person: uuid.UUID, text: str, *, place: str) -> bytes:
    """Seal `text` for `person` at `place` ("table.column:row").

    Makes the person's key on first use, before any transaction of the caller commits.
    """
    return seal_bytes(person, text.encode(), place=place)


def seal_bytes(person: uuid.UUID, data: bytes, *, place: str) -> bytes:
    """Seal what is no text, such as a finished export, as `seal` does."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(_key(person, make=True)).encrypt(nonce, data, _bound(person, place))


def unseal(person: uuid.UUID, sealed: bytes | memoryview, *, place: str) -> str:
    """Open what `seal` made. Raises Unreadable."""
    return opener(person)(sealed, place)


def unseal_bytes(person: uuid.UUID, sealed: bytes | memoryview, *, place: str) -> bytes:
    """Open what `seal_bytes` made. Raises Unreadable."""
    return _opener_of_bytes(person)(sealed, place)


def opener(person: uuid.UUID) -> Callable[[bytes | memoryview, str], str]:
    """What opens this person's texts, with their key fetched once. Raises Unreadable. Keep it no longer than a request."""
    opened = _opener_of_bytes(person)

    def opened_text(sealed: bytes | memoryview, place: str) -> str:
        try:
            return opened(sealed, place).decode()
        except UnicodeDecodeError as fault:
            raise Unreadable("What was sealed here is no text.") from fault

    return opened_text


def _opener_of_bytes(person: uuid.UUID) -> Callable[[bytes | memoryview, str], bytes]:
    key: list[bytes] = []

    def opened(sealed: bytes | memoryview, place: str) -> bytes:
        raw = bytes(sealed)
        if raw[:1] != _VERSION:
            raise Unreadable("This text was sealed by a newer version of the site.")
        if not key:
            key.append(_key(person, make=False))
        try:
            nonce, text = raw[1 : 1 + _NONCE], raw[1 + _NONCE :]
            return AESGCM(key[0]).decrypt(nonce, text, _bound(person, place))
        except (InvalidTag, ValueError) as fault:
            raise Unreadable("This text does not open with the keys that are here.") from fault

    return opened


def erase(person: uuid.UUID) -> None:
    """Destroy the person's key and write it in the ledger; all their sealed text is unreadable from now on. Safe to repeat."""
    with transaction.atomic(using="keys"):
        # Holding the key's place makes a first word at this very moment wait, and then find the ledger.
        PersonKey.objects.get_or_create(person=person, defaults={"wrapped": b"", "master_id": ""})
        PersonKey.objects.filter(person=person).delete()
        Erasure.objects.get_or_create(person=person)


def rewrap(old_master: str, new_master: str, people: Iterable[PersonKey]) -> int:
    """Wrap the keys under another master key, all or none; answers how many. A key wrapped under neither raises Unreadable."""
    count = 0
    with transaction.atomic(using="keys"):
        for row in people:
            if row.master_id != master_id(new_master):
                key = _unwrap(row.person, bytes(row.wrapped), old_master)
                row.wrapped, row.master_id = _wrap(row.person, key, new_master), master_id(new_master)
                row.save(update_fields=["wrapped", "master_id"])
                count += 1
    return count


@lru_cache(maxsize=4)
def _master(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"leerspiegel master key 1").derive(
        secret.encode()
    )


@lru_cache(maxsize=4)
def master_id(secret: str) -> str:
    """A short name for a master key that says nothing about it."""
    return base64.b32encode(hashlib.sha256(b"leerspiegel id" + _master(secret)).digest())[:12].decode()


def _bound(person: uuid.UUID, place: str) -> bytes:
    return f"{person}|{place}".encode()


def _wrap(person: uuid.UUID, key: bytes, secret: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(_master(secret)).encrypt(nonce, key, _bound(person, "key"))


def _unwrap(person: uuid.UUID, wrapped: bytes, secret: str) -> bytes:
    try:
        return AESGCM(_master(secret)).decrypt(wrapped[1 : 1 + _NONCE], wrapped[1 + _NONCE :], _bound(person, "key"))
    except (InvalidTag, ValueError) as fault:
        raise Unreadable("The master key is not the one that wrapped this person's key.") from fault


def _key(person: uuid.UUID, *, make: bool) -> bytes:
    row = PersonKey.objects.filter(person=person).first()
    if row is None:
        if not make:
            raise Unreadable("This person's key was erased or never made.")
        row = _make_key(person)
    return _unwrap(person, bytes(row.wrapped), settings.MASTER_KEY)


def _make_key(person: uuid.UUID) -> PersonKey:
    fresh = _wrap(person, AESGCM.generate_key(bit_length=256), settings.MASTER_KEY)
    try:
        with transaction.atomic(using="keys"):
            row = PersonKey.objects.create(person=person, wrapped=fresh, master_id=master_id(settings.MASTER_KEY))
            if not Erasure.objects.filter(person=person).exists():
                return row
            raise Erased("This account was erased.")
    except IntegrityError as fault:  # two first words at once: the first key stands
        first = PersonKey.objects.filter(person=person).first()
        if first is None:
            raise Erased("This account was erased.") from fault
        return first
