"""Keeping screens up to date: each asks for its own parts, and is told at once that nothing changed when nothing did.

That asking is the floor, and works under any server; the stream (`live.streaming`) only hints that asking pays now (docs/adr/0018).
"""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import parse_etags

from people.scope import private

VERSION = "X-Session-Version"


def unchanged(request: HttpRequest, mark: str) -> HttpResponse | None:
    """304 for a screen that has what `mark` stands for; None when there is something new to send.

    `mark` names all that this screen depends on, in short, and takes a statement or two to find out.
    """
    etag = _etag(mark)
    if etag not in parse_etags(request.headers.get("If-None-Match", "")):
        return None
    reply = HttpResponseNotModified()
    reply["ETag"] = etag
    return private(reply)


def parts(request: HttpRequest, template: str, context: dict[str, Any], mark: str, *, version: int) -> HttpResponse:
    """The parts of a screen as they are now: `<section data-part>` after `<section data-part>`."""
    reply = HttpResponse(render_to_string(template, context, request=request))
    reply["ETag"] = _etag(mark)
    reply[VERSION] = str(version)
    return private(reply)


def _etag(mark: str) -> str:
    return f'"{hashlib.sha256(mark.encode()).hexdigest()[:32]}"'
