"""The keys that organisations sign with: made with the first certificate, retired by rotation. The private half is kept sealed."""

import contextlib
import uuid
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.dossier.certificates.models import IssuerKey
from learning.dossier.certificates.signing import did
from people import audit
from people.keys import vault
from people.models import Organisation


@dataclass(frozen=True)
class Pen:
    """What signs in an organisation's name: for one signature, and kept by nothing."""

    issuer: str
    key_id: str
    private: bytes


def ensure(organisation: Organisation) -> None:
    """A key for an organisation that has none yet. Safe to repeat, also at once: the first key stands."""
    if not IssuerKey.objects.filter(organisation=organisation, retired_at__isnull=True).exists():
        with contextlib.suppress(IntegrityError), transaction.atomic():
            _drawn(organisation).save(force_insert=True)


def pen(organisation: Organisation) -> Pen:
    """The key in use. Raises IssuerKey.DoesNotExist before the first certificate, vault.Unreadable when the store does not open it."""
    key = IssuerKey.objects.get(organisation=organisation, retired_at__isnull=True)
    private = vault.unseal_bytes(organisation.uuid, key.sealed or b"", place=_place(key.pk))
    issuer = did(organisation.slug)
    return Pen(issuer, key_id(issuer, key), private)


def rotate(organisation: Organisation, *, stolen: bool = False) -> IssuerKey:
    """Sign with a new key from now on. What the old one signed stays good, unless it was stolen: then it counts no more.

    Holders may fetch their badge anew: it is signed when it is fetched.
    """
    fresh = _drawn(organisation)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        old = IssuerKey.objects.filter(organisation=organisation, retired_at__isnull=True)
        if stolen:
            old.delete()
        else:
            old.update(retired_at=timezone.now(), sealed=None)
        fresh.save(force_insert=True)
    audit.record("rotate-issuer-key", audit.named(organisation), result="stolen" if stolen else "done")
    return fresh


def published(organisation: Organisation) -> list[IssuerKey]:
    """Every key whose signature counts, the one in use first."""
    keys = IssuerKey.objects.filter(organisation=organisation).defer("sealed").order_by("-made_at")
    return sorted(keys, key=lambda one: one.retired_at is not None)


def key_id(issuer: str, key: IssuerKey) -> str:
    """How a signature names its key."""
    return f"{issuer}#{key.pk}"


def _drawn(organisation: Organisation) -> IssuerKey:
    number, drawn = uuid.uuid4(), Ed25519PrivateKey.generate()
    sealed = vault.seal_bytes(organisation.uuid, drawn.private_bytes_raw(), place=_place(number))
    public = drawn.public_key().public_bytes_raw()
    return IssuerKey(uuid=number, organisation=organisation, public=public, sealed=sealed, made_at=timezone.now())


def _place(number: uuid.UUID) -> str:
    return f"dossier.issuerkey:{number}"
