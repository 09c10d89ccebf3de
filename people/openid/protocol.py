"""OpenID Connect's code flow, with PKCE and a nonce: where to send somebody, and who the service says came back.

Only `openid` is asked for. A name or an address of the service would overwrite nothing here, so none is fetched.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import jwt

from people.openid.asking import Unreachable, ask
from people.openid.service import Service, origin_of

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key. Never `none`, and never one that whoever knows the client's secret could make."""
LEEWAY = 30
"""Seconds that two clocks may differ."""
_KEPT = 600.0
_LONGEST = 255
_described: dict[str, tuple[float, dict[str, Any]]] = {}
"""What each service says of itself, for ten minutes."""


class BadToken(Exception):
    """What came back proves nothing; the message is for the log."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What this browser set out with, kept in its session until it comes back."""

    nonce: str
    verifier: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Who the service says somebody is: (issuer, subject) is the person; second_factor, whether a second step counts here."""

    issuer: str
    subject: str
    second_factor: bool


def begin(service: Service, *, back_to: str, state: str) -> tuple[str, Attempt]:
    """The address to send the browser to, and what to remember. Raises Unreachable."""
    attempt = Attempt(nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48))
    challenge = hashlib.sha256(attempt.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": service.client_id,
        "redirect_uri": back_to,
        "scope": "openid",
        "state": state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    door = _address(service, "authorization_endpoint")
    return f"{door}{'&' if '?' in door else '?'}{urlencode(query)}", attempt


def finish(service: Service, *, code: str, back_to: str, attempt: Attempt) -> Proof:
    """Trade the code for a token and judge it. Raises Unreachable or BadToken."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "code_verifier": attempt.verifier,
    }
    headers = {}
    methods = _description(service).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        pair = urlencode({service.client_id: service.client_secret}).replace("=", ":", 1)  # both form-encoded first
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": service.client_id, "client_secret": service.client_secret}
    token = ask(service, _address(service, "token_endpoint"), form, headers).get("id_token")
    if not isinstance(token, str):
        raise BadToken("no id_token")
    return _judged(service, token, attempt)


def forget() -> None:
    """Ask every service anew what it says of itself."""
    _described.clear()


def says_its_issuer(service: Service) -> bool:
    """Whether the service promises to name itself when it sends somebody back."""
    return _description(service).get("authorization_response_iss_parameter_supported") is True


def _description(service: Service) -> dict[str, Any]:
    kept = _described.get(service.issuer)
    if kept and kept[0] > time.monotonic() - _KEPT:
        return kept[1]
    said = ask(service, f"{service.issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != service.issuer:
        raise Unreachable("another issuer")
    _described[service.issuer] = (time.monotonic(), said)
    return said


def _address(service: Service, what: str) -> str:
    address = _description(service).get(what)
    try:
        origin_of(address if isinstance(address, str) else "")
    except ValueError:
        raise Unreachable(f"no usable {what}") from None
    return str(address)


def _judged(service: Service, token: str, attempt: Attempt) -> Proof:
    try:
        claims = jwt.decode(
            token,
            _key(service, jwt.get_unverified_header(token)),
            algorithms=list(ALGORITHMS),
            audience=service.client_id,
            issuer=service.issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as fault:
        raise BadToken(type(fault).__name__) from None
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()):
        raise BadToken("nonce")
    for_many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (for_many or "azp" in claims) and claims.get("azp") != service.client_id:
        raise BadToken("azp")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST or "\x00" in subject:
        raise BadToken("sub")
    return Proof(issuer=service.issuer, subject=subject, second_factor=bool(_ways(claims) & service.second_factor))


def _key(service: Service, header: dict[str, Any]) -> jwt.PyJWK:
    """The service's public key that a token says it was signed with."""
    if header.get("alg") not in ALGORITHMS:
        raise BadToken("alg")
    offered = jwt.PyJWKSet.from_dict(ask(service, _address(service, "jwks_uri"))).keys
    wanted = [
        key
        for key in offered
        if key.public_key_use in {None, "sig"} and header.get("kid") in {None, key.key_id} and key.key_type != "oct"
    ]
    if len(wanted) != 1:
        raise BadToken("key")
    return wanted[0]


def _ways(claims: dict[str, Any]) -> set[str]:
    """How the service says somebody proved who they are."""
    amr, acr = claims.get("amr"), claims.get("acr")
    found = {one for one in amr if isinstance(one, str)} if isinstance(amr, list) else set()
    return found | ({acr} if isinstance(acr, str) else set())
