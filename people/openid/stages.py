"""The second step at the door, for who came by a service."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from people.openid.rules import second_factor_was_given


class SecondStep(AuthenticateStage):
    """allauth's own, left out where a trusted service said that the second step was taken there, in this very sign-in."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user is not None and second_factor_was_given(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
