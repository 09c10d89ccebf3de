"""The master keys at hand: the one that wraps new keys, and those that open what an earlier or a coming one wrapped.

They come from the environment. Where the site made its own (development), they are files of DATA_DIR: `master.key`, beside it
`master.key.new` while a rotation is under way, and `master.key.<id>.old` until it is confirmed. The files are looked at anew
when a key is met that is wrapped by a stranger, so that a site that was running all along knows the coming key too.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
SHORTEST = 32
"""Characters of a master key, at the least."""


@lru_cache(maxsize=8)
def derived(secret: str) -> bytes:
    """The bytes that wrap."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"leerspiegel master key 1").derive(
        secret.encode()
    )


@lru_cache(maxsize=8)
def master_id(secret: str) -> str:
    """A short name for a master key that says nothing about it."""
    return base64.b32encode(hashlib.sha256(b"leerspiegel id" + derived(secret)).digest())[:12].decode()


def find(identity: str) -> str | None:
    """The master key of this name, if it is at hand."""
    return _named(_given(), identity) or _named(_files(), identity)


def ring() -> dict[str, str]:
    """Every master key at hand by its name, the one that wraps new keys first."""
    return {master_id(secret): secret for secret in (*_given(), *_files())}


def new_file(file: Path) -> Path:
    """Where a coming master key waits for its turn."""
    return file.with_name(f"{file.name}.new")


def old_file(file: Path, secret: str) -> Path:
    """Where a former master key is kept."""
    return file.with_name(f"{file.name}.{master_id(secret)}.old")


def old_files(file: Path) -> list[Path]:
    """The former master keys that are still kept."""
    return sorted(file.parent.glob(f"{file.name}.*.old"))


def read(path: Path) -> str:
    """The master key in a file; nothing where there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def _named(secrets: Iterator[str], identity: str) -> str | None:
    return next((secret for secret in secrets if master_id(secret) == identity), None)


def _given() -> Iterator[str]:
    yield from filter(None, (settings.MASTER_KEY, settings.NEW_MASTER_KEY, settings.PREVIOUS_MASTER_KEY))


def _files() -> Iterator[str]:
    file = settings.MASTER_KEY_FILE
    if file is None:
        return
    found = [read(new_file(file))]
    if old_file(file, settings.MASTER_KEY).exists():
        found.append(read(file))  # this process began before the last rotation ended
    yield from filter(None, [*found, *map(read, old_files(file))])
