"""What each request knows of the person behind it, and the second factor that some roles must have."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from people.models import Role, User
from people.openid.rules import second_factor_was_given
from people.viewer import Viewer, person_of, viewer_of

_Next = Callable[[HttpRequest], HttpResponse]
_SECOND_FACTOR_ROLES = {Role.TRAINER, Role.ADMIN}
_OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/healthz", "/echte-zorg/")


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, with the account and who that is today read in one statement.

    Gives each request a lazy `user` and a lazy `viewer`; a visitor's viewer is None.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]  lazy, as Django's
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]  attached for rules and views


def _user(request: Any) -> Any:
    """Who is signed in. What is out of the ordinary (no session, another backend, a changed password or key) is judged by Django."""
    person = None if hasattr(request, "_cached_user") else _person(request.session)
    if person is not None:
        request._cached_user, request._cached_viewer = person
    return get_user(request)


def _person(session: Any) -> tuple[User, Viewer] | None:
    """The person of a session that is wholly in order, or None."""
    known, backend, seal = (session.get(name) for name in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY))
    if not (known and seal and known.isdecimal() and backend in settings.AUTHENTICATION_BACKENDS):
        return None
    person = person_of(int(known))
    if person is None or not person[0].is_active:
        return None
    return person if constant_time_compare(seal, person[0].get_session_auth_hash()) else None


def _viewer(request: Any) -> Viewer | None:
    user = request.user
    if not user.is_authenticated:
        return None
    found: Viewer | None = getattr(request, "_cached_viewer", None)
    return found if found is not None and found.user_id == user.pk else viewer_of(user)


class SignOutMiddleware:
    """Let the browser forget what it kept when somebody signs out."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@receiver(user_logged_out)
def note_sign_out(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """Remember for this one reply that somebody signed out."""
    request.signed_out = True  # type: ignore[attr-defined]  read by SignOutMiddleware


class SecondFactorMiddleware:
    """Where REQUIRE_MFA is on, send trainers and administrators without a second factor to set one up before anything else."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA and not request.path.startswith(_OPEN_WITHOUT_SECOND_FACTOR) and _must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _must_set_up(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  set by PersonMiddleware
    needs = viewer.is_platform_admin or bool(viewer.roles & _SECOND_FACTOR_ROLES) or _enters_the_studio(request)
    return needs and not (is_mfa_enabled(request.user) or second_factor_was_given(request, request.user))


def _enters_the_studio(request: HttpRequest) -> bool:
    """Somebody whom a group lets in without a role, such as the core's editors."""
    return request.path.startswith("/studio/") and request.user.has_perm("wagtailadmin.access_admin")
