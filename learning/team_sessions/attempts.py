"""Counting wrong codes, per network and in all. Only failures count: a whole town hall comes in through one address.

With what counts failures at the door of the site (allauth), in the cache that all processes share.
"""

import hashlib
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.utils.translation import gettext as _

from people.refusal import Refused

PER_NETWORK = ratelimit.Rate(amount=100, duration=600, per="key")
IN_ALL = ratelimit.Rate(amount=1000, duration=3600, per="key")
"""Of some 244 million codes: while twenty sessions are open, guessing from everywhere finds one in some twelve thousand hours."""
_ALL = "all"


class TooMany(Refused):
    """There were too many wrong codes; nobody's good code was looked at."""

    status = 429


def check(network: str, *, known: bool) -> None:
    """Raises TooMany when there were too many wrong codes from this network, or, for who is not signed in, from everywhere."""
    if _is_full(PER_NETWORK, network) or (not known and _is_full(IN_ALL, _ALL)):
        raise TooMany(
            _(
                "Er zijn hier te veel verkeerde codes geprobeerd; ook een goede code werkt daarom nu niet. Wacht tien minuten. "
                "Heb je een account in dit team? Log in en kies bij Sessies ‘Doe mee’: daar heb je geen code nodig."
            )
        )


def count(network: str) -> None:
    """Count one wrong code."""
    for rate, of in ((PER_NETWORK, network), (IN_ALL, _ALL)):
        with ratelimit.cache_lock(_place(rate, of)):  # a count that is lost in a crowd is one guess of thousands
            history = cache.get(_place(rate, of), [])
            _allowed, history = ratelimit.apply_rate(history, time.time(), rate)
            cache.set(_place(rate, of), history, rate.duration)


def _is_full(rate: ratelimit.Rate, of: str) -> bool:
    allowed, _history = ratelimit.apply_rate(cache.get(_place(rate, of), []), time.time(), rate, dry_run=True)
    return not allowed


def _place(rate: ratelimit.Rate, of: str) -> str:
    return f"team_sessions:codes:{rate}:{hashlib.sha256(of.encode()).hexdigest()}"
