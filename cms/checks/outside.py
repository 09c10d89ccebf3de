"""Looking at one address on another site: http(s) to the open internet, a few steps and seconds, and only the status is read."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

SECONDS = 5.0
"""For one answer, and no address takes longer than three times this, redirects included."""
MOST_STEPS = 4
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_NOT_ALLOWED = {401, 403, 405, 429, 501}
"""Answers of sites that do not like to be asked by a program: the page may well be there."""

Resolve = Callable[[str, int], list[str]]
"""The numeric addresses of a host."""
Ask = Callable[[SplitResult, str, float], tuple[int, str]]
"""Ask for a URL at one numeric address, within seconds: the status, and where it redirects to."""


class NotLooked(Exception):
    """This address is not asked for; the message says why."""


def fault_of(address: str, *, resolve: Resolve | None = None, ask: Ask | None = None) -> str:
    """What is wrong with an address, in words; empty when there is an answer. Never asks a private or local address."""
    until = time.monotonic() + 3 * SECONDS
    try:
        for _step in range(MOST_STEPS):
            status, onward = _look(address, resolve or _resolved, ask or _asked, until)
            if status not in _MOVED or not onward:
                return "" if status < 400 or status in _NOT_ALLOWED else _("antwoord %(status)s") % {"status": status}
            address = urljoin(address, onward)
    except NotLooked as reason:
        return str(reason)
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        return _("geen antwoord")
    return _("stuurt te vaak door")


def _look(address: str, resolve: Resolve, ask: Ask, until: float) -> tuple[int, str]:
    left = until - time.monotonic()
    if left <= 0:
        raise NotLooked(_("antwoordt te traag"))
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        raise NotLooked(_("geen gewoon webadres"))
    port = parts.port or _PORTS[parts.scheme]
    if port != _PORTS[parts.scheme]:
        raise NotLooked(_("geen gewoon webadres"))
    found = resolve(host, port)
    if not found or not all(is_open(one) for one in found):
        raise NotLooked(_("geen adres op het open internet"))
    return ask(parts, found[0], min(SECONDS, left))


def is_open(numeric: str) -> bool:
    """Whether a numeric address is on the open internet: not private, local, reserved, or one of those in another guise."""
    try:
        number = ipaddress.ip_address(numeric.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is not None:
            return is_open(str(inner))
        if number in _TRANSLATED:
            return is_open(str(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)))
    return number.is_global and not number.is_multicast and not number.is_reserved


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def _resolved(host: str, port: int) -> list[str]:
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _asked(parts: SplitResult, numeric: str, seconds: float) -> tuple[int, str]:
    """One HEAD request to the very address that was found safe, so that no second look-up can lead elsewhere."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, _PORTS[parts.scheme], timeout=seconds)
    try:
        connection.sock = socket.create_connection((numeric, _PORTS[parts.scheme]), timeout=seconds)
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        connection.request("HEAD", path, headers={"User-Agent": "Leerspiegel", "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()
