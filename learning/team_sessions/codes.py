"""Codes to come in with, and tokens that browsers hold. Pure, but for the site's secret: nothing here is stored."""

import hashlib
import secrets
import unicodedata
import uuid
from datetime import timedelta

from django.utils.crypto import salted_hmac

ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
"""What nobody takes for another when it is read from a wall or read aloud: no 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B."""
LENGTH = 6
LASTS = timedelta(hours=12)
_MOST_TYPED = 100
_OURS = "learning.team_sessions.code"


def new_token() -> str:
    """A token for a browser: with it, and nothing else, somebody comes back to what they gave."""
    return secrets.token_urlsafe(32)


def code_of(seed: uuid.UUID) -> str:
    """The code that follows from a seed and this site's secret; without the secret, a seed says nothing."""
    number = int.from_bytes(salted_hmac(f"{_OURS}.seed", seed.hex, algorithm="sha256").digest())
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def typed(code: str) -> str:
    """A code as somebody typed it, ready to look up: capitals, and only letters and digits, whatever keyboard they came from."""
    plain = unicodedata.normalize("NFKC", code[:_MOST_TYPED]).upper()
    return "".join(char for char in plain if char.isalnum())[: LENGTH + 1]


def never_in_a_code(code: str) -> str:
    """The characters of a typed code that stand in no code at all, once each."""
    return "".join(dict.fromkeys(char for char in typed(code) if char not in ALPHABET))


def digest_of_code(code: str) -> str:
    """How a code is found. There are few codes, so that a plain digest could be guessed: this one needs the site's secret."""
    return salted_hmac(f"{_OURS}.digest", typed(code), algorithm="sha256").hexdigest()


def digest_of_guest(session: uuid.UUID, token: str) -> str:
    """How a guest is known in one session."""
    return _digest("guest", session.hex, token)


def digest_of_ticket(session: uuid.UUID, number: int, token: str) -> str:
    """How a browser is known in one round of one session. The same token says nothing of it in another."""
    return _digest("ticket", session.hex, str(number), token)


def digest_of_poll(poll: uuid.UUID, token: str) -> str:
    """How a browser is known in one poll."""
    return _digest("poll", poll.hex, token)


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
