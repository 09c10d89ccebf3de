"""How allauth behaves here: nobody signs up, nobody learns whether an address is known, and only failures count at the door."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_LIMIT = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  allauth ships no types for it
    """Accounts come from an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """allauth's, with a second step that knows what a sign-in service vouched for."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "people.openid.stages.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Look whether there were too many failures, without counting this attempt or waiting for the counter.

        allauth counts every attempt and takes the good ones back, each under one lock per network: forty colleagues of
        one town hall who sign in at the same moment would then be refused.
        """
        key = self._get_login_attempts_cache_key(request, **credentials)
        for rate in ratelimit.get_rates(**_LIMIT):
            failures = cache.get(ratelimit.get_cache_key(request, rate=rate, key=key, **_LIMIT), [])
            allowed, _history = ratelimit.apply_rate(failures, time.time(), rate, dry_run=True)
            if not allowed:
                raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a failure, for the network and for the account."""
        super().authentication_failed(request, **credentials)
        ratelimit.consume(request, key=self._get_login_attempts_cache_key(request, **credentials), **_LIMIT)
