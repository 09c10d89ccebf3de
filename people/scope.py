"""What every page of a member asks first: who looks, which key the client made, and how the reply may be kept."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from people.refusal import Refused
from people.viewer import Viewer

View = Callable[..., HttpResponse]


def member_required(view: View) -> View:
    """Only people who belong to an organisation now (or run the platform); others get a page that does not exist."""

    @wraps(view)
    @login_required
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if not viewer.is_member and not viewer.is_platform_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return inner


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by PersonMiddleware
    return viewer


def client_key(request: HttpRequest) -> uuid.UUID:
    """The key the client made for this write. Raises Refused without a usable one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Refused(
            _("Dit formulier is niet volledig aangekomen. Laad de pagina opnieuw en probeer het nog eens.")
        ) from None


def is_in_place(request: HttpRequest) -> bool:
    """Whether our script sent this and replaces a part of the page by the reply."""
    return request.headers.get("X-Requested-With") == "save-form"


def private(response: HttpResponse) -> HttpResponse:
    """A page that may hold somebody's own words is kept by no cache and no back button."""
    response["Cache-Control"] = "no-store"
    return response
