"""What a browser holds of sessions: one cookie with a secret, from which a token follows for whoever uses the browser.

A token is what `giving` and `doors` know a browser by. It follows from the secret and from who is signed in, so that two people at one
browser have two tokens, and neither meets what the other gave. Nothing of it is stored on the site.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from learning.team_sessions import codes

COOKIE = "__Host-meedoen" if settings.HTTPS else "meedoen"
LASTS_S = 30 * 24 * 3600
"""Cards may come in long before a session begins; whoever wrote one may change it as long."""
_OURS = "learning.team_sessions.browser"
_HELD = "meedoen"


def browser_token(request: HttpRequest) -> str:
    """The token of who is signed in, at this browser; "" for a visitor and for a browser that holds nothing yet."""
    if not request.user.is_authenticated:
        return ""
    return _token(_secret(request), f"account {request.user.uuid.hex}")


def guest_token(request: HttpRequest) -> str:
    """The token of a guest at this browser, whoever is signed in; "" for a browser that holds nothing yet."""
    return _token(_secret(request), "guest")


def begin(request: HttpRequest) -> None:
    """See that this browser has a secret from here on; the reply must go through `with_browser_token`."""
    if not _secret(request):
        setattr(request, _HELD, codes.new_token())


def with_browser_token(
    response: HttpResponse, request: HttpRequest, *, guest_in: uuid.UUID | None = None
) -> HttpResponse:
    """The reply, with the secret for the browser to hold. `guest_in`: the session that it became a guest of."""
    begin(request)
    mark = f".{_seal(guest_in, _secret(request))}" if guest_in else _mark(request)
    response.set_cookie(
        COOKIE, _secret(request) + mark, max_age=LASTS_S, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


def without_browser_token(response: HttpResponse) -> HttpResponse:
    """The reply, after which this browser is nobody's: what it gave stays, and can be changed no more."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def was_guest_of(request: HttpRequest, session: uuid.UUID) -> bool:
    """Whether this browser last became a guest of this session. When it ends the site forgets its guests; a browser need not."""
    secret = _secret(request)
    return bool(secret) and _mark(request) == f".{_seal(session, secret)}"


def _secret(request: HttpRequest) -> str:
    found: str = getattr(request, _HELD, "") or request.COOKIES.get(COOKIE, "").partition(".")[0]
    return found


def _mark(request: HttpRequest) -> str:
    return "".join(request.COOKIES.get(COOKIE, "").partition(".")[1:])


def _token(secret: str, whose: str) -> str:
    return salted_hmac(_OURS, f"{whose} {secret}", algorithm="sha256").hexdigest() if secret else ""


def _seal(session: uuid.UUID, secret: str) -> str:
    """What only this site makes, and nobody reads a session from."""
    return signing.Signer(salt=_OURS).signature(f"{session.hex} {secret}")
