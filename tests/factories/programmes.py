"""Programmes, made from files as everybody's are."""

import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

from learning.journey.programmes.files import FORMAT, bring
from people.models import Organisation

NUMBERS = uuid.UUID("5d1a3f5e-7b0a-4a51-9d8e-0c2f4a3b1a01")


def number(name: str) -> uuid.UUID:
    """The number of a step or a programme of this name: always the same."""
    return uuid.uuid5(NUMBERS, name)


def step(
    name: str, kind: str = "task", *, weeks: int | None = None, days: int | None = None, **more: Any
) -> dict[str, Any]:
    """One step. `weeks` or `days` (working days) say by when."""
    after = {"count": weeks, "unit": "weeks"} if weeks is not None else None
    after = {"count": days, "unit": "working days"} if days is not None else after
    return {"id": str(number(name)), "kind": kind, "title": name, "text": "", "phase": "", "after": after} | more


def opens(weeks: int) -> dict[str, Any]:
    """From so many weeks after the first day."""
    return {"count": weeks, "unit": "weeks"}


def said(*steps: dict[str, Any], title: str = "Inwerken", slug: str = "", **more: Any) -> dict[str, Any]:
    """What a file says."""
    slug = slug or title.lower()
    return {
        "format": FORMAT,
        "uuid": str(number(slug)),
        "slug": slug,
        "title": title,
        "summary": "",
        "role": "",
        "note": "",
        "reviewed_on": "2026-01-01",
        "review_by": "2027-01-01",
        "sources": [],
        "steps": list(steps),
    } | more


def written(folder: Path, content: Any) -> Path:
    """A file with this in it."""
    path = folder / "programma.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def programme(*steps: dict[str, Any], organisation: Organisation | None = None, **more: Any) -> Any:
    """A published programme: what is taught."""
    with tempfile.TemporaryDirectory() as folder:
        return bring(written(Path(folder), said(*steps, **more)), organisation=organisation).edition.taught
