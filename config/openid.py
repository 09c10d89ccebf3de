"""The sign-in services of the environment (docs/operations.md, "Sign-in services"), refused loudly when they make no sense."""

import re

from django.core.exceptions import ImproperlyConfigured

from config import env
from people.openid.service import Service, origin_of

_KEY = re.compile(r"[a-z][a-z0-9]{0,29}")


def services() -> tuple[Service, ...]:
    """Every service that OIDC_SERVICES names, in that order."""
    keys = [key.strip() for key in env.text("OIDC_SERVICES").split(",") if key.strip()]
    if len(set(keys)) != len(keys):
        raise ImproperlyConfigured("OIDC_SERVICES names a service twice.")
    found = tuple(_service(key) for key in keys)
    if len({one.issuer for one in found}) != len(found):
        raise ImproperlyConfigured("Two services of OIDC_SERVICES have the same issuer.")
    return found


def _service(key: str) -> Service:
    if not _KEY.fullmatch(key):
        raise ImproperlyConfigured(f"OIDC_SERVICES holds {key!r}; write lower-case letters and digits, with commas.")
    issuer = _needed(key, "ISSUER")
    if "?" in issuer or "#" in issuer:
        raise ImproperlyConfigured(f"{_name(key, 'ISSUER')} is {issuer!r}; an issuer has no ? and no #.")
    others = [one.strip() for one in env.text(_name(key, "ALSO_ASK")).split(",") if one.strip()]
    return Service(
        key=key,
        name=_needed(key, "NAME"),
        issuer=issuer,
        client_id=_needed(key, "CLIENT_ID"),
        client_secret=_needed(key, "CLIENT_SECRET"),
        organisation=env.text(_name(key, "ORGANISATION")),
        second_factor=frozenset(one.strip() for one in env.text(_name(key, "SECOND_FACTOR")).split(",") if one.strip()),
        origins=(_origin(key, "ISSUER", issuer), *(_origin(key, "ALSO_ASK", one) for one in others)),
    )


def _name(key: str, what: str) -> str:
    return f"OIDC_{key.upper()}_{what}"


def _needed(key: str, what: str) -> str:
    value = env.text(_name(key, what))
    if not value:
        raise ImproperlyConfigured(f"{_name(key, what)} must be set, because OIDC_SERVICES names {key}.")
    return value


def _origin(key: str, what: str, address: str) -> str:
    try:
        return origin_of(address)
    except ValueError:
        raise ImproperlyConfigured(
            f"{_name(key, what)} is {address!r}; write an address that starts with https:// (http only on loopback)."
        ) from None
