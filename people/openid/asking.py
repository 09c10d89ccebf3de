"""Asking a sign-in service something: only at its own addresses, for a few seconds, and no more than a small answer is read."""

import http.client
import json
import ssl
import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from people.openid.service import LOOPBACK, Service

SECONDS = 5.0
"""For connecting and for each part of an answer; a whole answer takes at most twice this."""
MOST_BYTES = 256 * 1024


class Unreachable(Exception):
    """The service gave no answer that can be used; the message is for the log."""


class Declined(Unreachable):
    """The service answered, and said no: to a code that is not one, or to our secret."""


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(
    service: Service, address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at an address of the service; with `form` it is posted. Raises Unreachable."""
    try:
        if not service.may_ask(address):
            raise Unreachable("not an address of this service")
        body = urlencode(form).encode() if form is not None else None
        request = Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310  may_ask knows only http(s)
        with _opener(address).open(request, timeout=SECONDS) as answer:
            said = json.loads(_read(answer))
    except HTTPError as answer:
        with answer:
            kind = Declined if 400 <= answer.code < 500 else Unreachable
            raise kind(f"status {answer.code}") from None
    except (URLError, OSError, http.client.HTTPException, ValueError, RecursionError) as fault:
        raise Unreachable(type(fault).__name__) from None
    if not isinstance(said, dict):
        raise Unreachable("no JSON object")
    return said


def _opener(address: str) -> OpenerDirector:
    """A proxy of the environment is used as everywhere, but never for loopback."""
    proxy = ProxyHandler({}) if urlsplit(address).hostname in LOOPBACK else ProxyHandler()
    return build_opener(proxy, _StayHere(), HTTPSHandler(context=ssl.create_default_context()))


def _read(answer: Any) -> bytes:
    until, parts, size = time.monotonic() + 2 * SECONDS, [], 0
    while part := answer.read1(64 * 1024):
        size += len(part)
        if size > MOST_BYTES:
            raise Unreachable("answer too large")
        if time.monotonic() > until:
            raise Unreachable("answer too slow")
        parts.append(part)
    return b"".join(parts)
