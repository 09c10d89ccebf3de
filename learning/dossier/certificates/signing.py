"""Signing as compact JWS with Ed25519 (RFC 7515, RFC 8037), and the addresses under which an issuer is known."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.urls import reverse

VC = "https://www.w3.org/ns/credentials/v2"


def jws(claims: dict[str, Any], private: bytes, *, key_id: str) -> str:
    """The claims, signed: a token that anybody can read and nobody can change. The same claims and key give the same token."""
    head = {"alg": "EdDSA", "typ": "JWT", "kid": key_id}
    body = ".".join(
        b64(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()) for part in (head, claims)
    )
    return f"{body}.{b64(Ed25519PrivateKey.from_private_bytes(private).sign(body.encode()))}"


def jwk(public: bytes, *, key_id: str) -> dict[str, str]:
    """The public half, as others read it."""
    return {"kty": "OKP", "crv": "Ed25519", "x": b64(public), "kid": key_id, "alg": "EdDSA", "use": "sig"}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def did(slug: str) -> str:
    """The name of an issuer that leads to its keys (did:web): this site, and the organisation in it."""
    path = reverse("certificates:did", args=[slug]).strip("/").split("/")[:-1]
    return ":".join(["did:web", quote(urlsplit(settings.SITE_URL).netloc, safe=""), *path])


def address(name: str, *parts: Any) -> str:
    """The whole address of a page of ours."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=parts)
