"""How a form says that what it holds was kept as a draft: its key is the draft's number, its version what was seen of it."""

import uuid
from typing import Any

from django.http import HttpRequest

from people.refusal import Refused
from people.scope import client_key


def version_of(request: HttpRequest) -> int:
    """The version of the draft that a form goes on with; 0 for one that was never kept."""
    raw = request.POST.get("version", "")
    return int(raw) if raw.isdecimal() and len(raw) < 9 else 0


def keeps_drafts(request: HttpRequest) -> bool:
    """Whether the form that was sent is one that is kept as one types: a draft may be on its way, whatever version the form knows of."""
    return "version" in request.POST


def going_on(request: HttpRequest, refusal: Refused | None = None) -> dict[str, Any]:
    """The key and version that a form which comes back goes on with: its own, or new ones where its key had been used before."""
    try:
        if refusal is None or refusal.status != 409:
            return {"key": client_key(request), "version": version_of(request)}
    except Refused:  # the form came without a usable key
        pass
    return {"key": uuid.uuid4(), "version": 0}
