"""What each request knows of the person behind it, and the second factor that some roles must have."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from people.models import Role
from people.viewer import Viewer, viewer_of

_Next = Callable[[HttpRequest], HttpResponse]
_SECOND_FACTOR_ROLES = {Role.TRAINER, Role.ADMIN}
_OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/healthz", "/echte-zorg/")


class ViewerMiddleware:
    """Give every request a lazy `viewer` (a visitor's is None), and let the browser forget what it kept when somebody signs out."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]  attached for rules and views
        response = self.get_response(request)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@receiver(user_logged_out)
def note_sign_out(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """Remember for this one reply that somebody signed out."""
    request.signed_out = True  # type: ignore[attr-defined]  read by ViewerMiddleware


def _viewer(request: HttpRequest) -> Viewer | None:
    user = request.user
    return viewer_of(user) if user.is_authenticated else None


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
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  set by ViewerMiddleware
    needs = viewer.is_platform_admin or bool(viewer.roles & _SECOND_FACTOR_ROLES) or _enters_the_studio(request)
    return needs and not is_mfa_enabled(request.user)


def _enters_the_studio(request: HttpRequest) -> bool:
    """Somebody whom a group lets in without a role, such as the core's editors."""
    return request.path.startswith("/studio/") and request.user.has_perm("wagtailadmin.access_admin")
