"""Who may come in by which service, and what a sign-in by it proves."""

import time
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from people.models import Membership, User
from people.openid.service import Service
from people.scope import View
from people.viewer import running

METHOD = "openid"
"""What allauth's record of this session calls such a sign-in."""


def services() -> tuple[Service, ...]:
    """Every configured service."""
    found: tuple[Service, ...] = settings.OPENID_SERVICES
    return found


def configured(view: View) -> View:
    """Where no service is configured, its pages do not exist, for anybody and for any method."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not services():
            raise Http404
        return view(request, *args, **kwargs)

    return inner


def services_of(organisation: str) -> list[Service]:
    """The site's own services, and those of one organisation."""
    return [one for one in services() if one.organisation in {"", organisation}]


def may_use(user: User, service: Service) -> bool:
    """Whether this account may be opened by that service: anybody's by the site's own, a member's by an organisation's."""
    if not user.is_active:
        return False
    if not service.organisation:
        return True
    return (
        not user.is_superuser
        and Membership.objects.filter(
            running(timezone.localdate()), user=user, organisation__slug=service.organisation
        ).exists()
    )


def second_factor_was_given(request: HttpRequest, user: User) -> bool:
    """Whether a service that is trusted with it said, at this session's sign-in, that this person took a second step."""
    return any(
        one.get("method") == METHOD and one.get("second_factor") is True
        for one in get_authentication_records(request, user)
    )


def came_by(request: HttpRequest) -> Service | None:
    """The service by which this session signed in."""
    if not request.user.is_authenticated:
        return None
    records = get_authentication_records(request, request.user)
    keys = [one.get("service") for one in records if one.get("method") == METHOD]
    return next((one for one in services() if one.key in keys), None)


def require_proof(request: HttpRequest) -> None:
    """Ask who this is once more, unless the person proved it a moment ago: by a password, a second step, or a service.

    Raises ReauthenticationRequired, which allauth's middleware answers. Who has nothing to be asked for goes on.
    """
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    proved = {"password", "mfa", METHOD}
    lately = any(
        one.get("method") in proved and one.get("at", 0) > since
        for one in get_authentication_records(request, request.user)
    )
    if not lately and get_reauthentication_flows(request.user):
        raise ReauthenticationRequired
