"""Counting what went wrong, so that guessing ends.

With what counts failures at the door of the site (allauth), in the cache that all processes share.
"""

import hashlib
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache


def rate(amount: int, seconds: int) -> ratelimit.Rate:
    """So many failures in so many seconds."""
    return ratelimit.Rate(amount=amount, duration=seconds, per="key")


def is_full(limit: ratelimit.Rate, room: str, of: str) -> bool:
    """Whether there were too many. Looking counts nothing."""
    allowed, _history = ratelimit.apply_rate(cache.get(_place(limit, room, of), []), time.time(), limit, dry_run=True)
    return not allowed


def count(limit: ratelimit.Rate, room: str, of: str) -> None:
    """Count one. `of` (a network, or what was guessed at) is kept as a digest, as long as the limit lasts."""
    place = _place(limit, room, of)
    with ratelimit.cache_lock(place):  # a count that is lost in a crowd is one guess of thousands
        history = cache.get(place, [])
        _allowed, history = ratelimit.apply_rate(history, time.time(), limit)
        cache.set(place, history, limit.duration)


def _place(limit: ratelimit.Rate, room: str, of: str) -> str:
    return f"{room}:{limit}:{hashlib.sha256(of.encode()).hexdigest()}"
