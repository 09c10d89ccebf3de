"""Identities that follow from what something is called, so that a repeated import, here or elsewhere, means the same thing."""

import hashlib
import json
import uuid
from datetime import date
from typing import Any

_NAMESPACE = uuid.UUID("6f0d3c1e-6d5c-5a55-9a55-1ee25b1e6e11")
CORE = "kern"
"""The owner's name in paths for what belongs to no organisation. No organisation can have it: see `owner_name`."""


def owner_name(organisation_slug: str | None) -> str:
    """The owner's part of a path."""
    return f"organisatie:{organisation_slug}" if organisation_slug else CORE


def stable_id(*parts: Any) -> uuid.UUID:
    """The identity of what these parts name, the same everywhere and always."""
    return uuid.uuid5(_NAMESPACE, json.dumps([str(part) for part in parts], ensure_ascii=False))


def digest(value: Any) -> str:
    """SHA-256 of plain values; equal values give equal digests, whatever the order of their keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date | uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no plain form.")


def items(owner: uuid.UUID | str, name: str, values: list[Any]) -> list[dict[str, Any]]:
    """The values as Wagtail's list items, each known by its place."""
    return [
        {"type": "item", "id": str(stable_id(owner, name, place)), "value": value}
        for place, value in enumerate(values, 1)
    ]


def items_by_text(owner: uuid.UUID | str, name: str, values: list[Any], texts: list[str]) -> list[dict[str, Any]]:
    """The values as Wagtail's list items, each known by its text, so that another order keeps who is who."""
    met: dict[str, int] = {}
    made = []
    for value, text in zip(values, texts, strict=True):
        met[text] = met.get(text, 0) + 1
        made.append({"type": "item", "id": str(stable_id(owner, name, text, met[text])), "value": value})
    return made
