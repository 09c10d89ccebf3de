"""Failures of sign-ins by a service are counted for each network, as those of passwords are; whoever gets in costs nothing."""

import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_LIMIT = {"app": "people.openid", "action": "failed"}
_RATES = {"failed": "100/m/ip"}


def too_many(request: HttpRequest) -> bool:
    """Whether this network failed too often this minute. Counts nothing and waits for nobody."""
    now = time.time()
    for rate in ratelimit.get_rates(**_LIMIT, config=_RATES):
        failures = cache.get(ratelimit.get_cache_key(request, rate=rate, **_LIMIT), [])
        if not ratelimit.apply_rate(failures, now, rate, dry_run=True)[0]:
            return True
    return False


def count(request: HttpRequest) -> None:
    """Count a failure."""
    ratelimit.consume(request, **_LIMIT, config=_RATES, limit_get=True)
