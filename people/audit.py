"""The audit trail: a line for what matters, with action, object, result, origin, actor and (from the logger) time; never a word of content.

Objects are named by table and number, people by their uuid. An address that somebody typed, a search or an e-mail address never gets here.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model, signals
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

logger = logging.getLogger("audit")
_Next = Callable[[HttpRequest], HttpResponse]
_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)
_rehearsing: ContextVar[bool] = ContextVar("audit_rehearsing", default=False)
_DELETIONS = {
    "people.User",
    "people.Membership",
    "people.Team",
    "people.Organisation",
    "reflection.Entry",
    "reflection.Comment",
    "practice.Remark",
    "mfa.Authenticator",
    "people.Identity",
    "cases_library.CasePage",
    "cms.ModulePage",
    "cms.LessonPage",
    "cms.Question",
    "cms.GlossaryTerm",
    "cms.ReflectionQuestion",
    "cms.Slot",
    "cms.LocalText",
    "wagtailimages.Image",
    "wagtaildocs.Document",
}
_DENIED = {403, 404}


def record(
    action: str, thing: str = "-", *, result: str = "done", request: HttpRequest | None = None, actor: Any = None
) -> None:
    """Write one line. Who and from where follow from the request under way, unless they are given."""
    request = request or _request.get()
    who = actor if actor is not None else getattr(request, "user", None)
    name = getattr(who, "uuid", None) or ("system" if request is None else "nobody")
    logger.info("action=%s object=%s result=%s origin=%s actor=%s", action, thing, result, _origin(request), name)


@contextlib.contextmanager
def rehearsing() -> Iterator[None]:
    """Within this, what content says of itself is not written down: it is tried, and nothing of it stays."""
    token = _rehearsing.set(True)
    try:
        yield
    finally:
        _rehearsing.reset(token)


def named(instance: Model) -> str:
    """A row by its table and number."""
    return f"{instance._meta.label}:{instance.pk}"


def _origin(request: HttpRequest | None) -> str:
    return request.META.get("REMOTE_ADDR", "-") if request is not None else "-"


class AuditMiddleware:
    """Let what happens during a request know who asked; write down what signed-in people were denied, by route and number."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            response = self.get_response(request)
            if response.status_code in _DENIED and request.user.is_authenticated and (match := _match(request)):
                record("open", _asked_for(match), result=f"denied-{response.status_code}")
        finally:
            _request.reset(token)
        return response


def _match(request: HttpRequest) -> ResolverMatch | None:
    """What was asked for, also where a gate refused before it was looked up; None for an address that is not there."""
    with contextlib.suppress(Resolver404):
        return request.resolver_match or resolve(request.path_info)
    return None


def _asked_for(match: ResolverMatch) -> str:
    """The route, and the numbers in its address. Words of an address are left out: somebody may have typed anything."""
    given = [*match.args, *match.kwargs.values()]
    numbers = [str(value) for value in given if isinstance(value, int | UUID) or str(value).isdigit()]
    return ":".join([match.view_name or "unnamed", *numbers])


# --- What is heard --------------------------------------------------------------------------------


def _signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record("sign-in", request=request, actor=user)


def _signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record("sign-out", request=request, actor=user)


def _not_signed_in(request: HttpRequest | None = None, **kwargs: Any) -> None:
    record("sign-in", result="refused", request=request)


def _of_account(action: str) -> Callable[..., None]:
    def heard(request: HttpRequest, user: Any, **kwargs: Any) -> None:
        record(action, named(user), request=request, actor=user)

    return heard


def _of_content(action: str) -> Callable[..., None]:
    """A page sends its own signal and the general one; only its own knows what kind it is, and comes with a copy too."""

    def heard(instance: Model, signal: Any, **kwargs: Any) -> None:
        if not _rehearsing.get() and not (isinstance(instance, Page) and signal in {published, unpublished}):
            record(action, named(instance))

    return heard


def _deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if sender._meta.label in _DELETIONS and not _rehearsing.get():
        record("delete", named(instance))


_HEARD: tuple[tuple[Any, Callable[..., None]], ...] = (
    (user_logged_in, _signed_in),
    (user_logged_out, _signed_out),
    (user_login_failed, _not_signed_in),
    (password_changed, _of_account("change-password")),
    (password_reset, _of_account("reset-password")),
    (authenticator_added, _of_account("add-second-factor")),
    (authenticator_removed, _of_account("remove-second-factor")),
    (page_published, _of_content("publish")),
    (published, _of_content("publish")),
    (page_unpublished, _of_content("unpublish")),
    (unpublished, _of_content("unpublish")),
    (signals.post_delete, _deleted),
)


def connect() -> None:
    """Listen. Safe to repeat."""
    for number, (signal, receiver) in enumerate(_HEARD):
        signal.connect(receiver, weak=False, dispatch_uid=f"audit.{number}")
