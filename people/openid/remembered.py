"""What a browser's session holds of a sign-in by a service: attempts under way, and who came back and is not joined to an account yet."""

import secrets
import time
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase

from people.openid.protocol import Attempt, Proof
from people.openid.service import Service

VALID = 600
"""Seconds that either is worth something."""
_ATTEMPTS, _WAITING = "openid_attempts", "openid_waiting"
_MOST = 5


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Somebody whom a service knows and we do not yet."""

    service: str
    issuer: str
    subject: str
    second_factor: bool
    at: float


def set_out(session: SessionBase, state: str, attempt: Attempt, *, service: Service, onward: str) -> None:
    """Keep an attempt; of many tabs the last few."""
    kept = list(session.get(_ATTEMPTS, {}).items())[-_MOST + 1 :]
    made = {"service": service.key, "next": onward, "at": time.time(), **attempt.as_dict()}
    session[_ATTEMPTS] = {**dict(kept), state: made}


def come_back(session: SessionBase, state: str, *, service: Service) -> tuple[Attempt, str] | None:
    """The attempt that this state names, once, and where it wanted to go; None for one that this browser did not begin."""
    kept = dict(session.get(_ATTEMPTS, {}))
    made = kept.pop(state, None)
    session[_ATTEMPTS] = kept
    if made is None or made["service"] != service.key or made["at"] < time.time() - VALID:
        return None
    return Attempt(nonce=made["nonce"], verifier=made["verifier"]), made["next"]


def wait(session: SessionBase, proof: Proof, *, service: Service) -> None:
    """Remember who came back until an account is joined to them."""
    session[_WAITING] = asdict(
        Waiting(
            service=service.key, issuer=proof.issuer, subject=proof.subject, second_factor=proof.second_factor,
            at=time.time(),
        )
    )  # fmt: skip


def waiting(session: SessionBase) -> Waiting | None:
    """Who came back lately and has no account here yet."""
    held = session.get(_WAITING)
    return Waiting(**held) if held and held["at"] > time.time() - VALID else None


def done(session: SessionBase) -> None:
    """Nobody waits any more."""
    session.pop(_WAITING, None)


def new_state() -> str:
    return secrets.token_urlsafe(32)
