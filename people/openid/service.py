"""One sign-in service as the operator described it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, kw_only=True)
class Service:
    """Where an organisation signs in.

    key: its name in addresses. issuer: exactly as its tokens say it. organisation: the slug of the one whose members alone
    may come in by it, or empty for everybody. second_factor: values of `amr` or `acr` that count as a second step here.
    origins: where requests may go, the issuer's own first.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    organisation: str = ""
    second_factor: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()

    def may_ask(self, address: str) -> bool:
        """Whether a request may go to this address."""
        return origin_of(address) in self.origins


def origin_of(address: str) -> str:
    """Scheme, host and port of an https address, or of one on loopback. Raises ValueError for any other."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)) or not host:
        raise ValueError("not https, and not on loopback")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a name or password in the address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{host.lower()}:{port}"
