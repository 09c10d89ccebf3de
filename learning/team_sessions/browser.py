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
_GUEST, _MEMBER = "", "member "
_MOST_MARKS = 4


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
    response: HttpResponse,
    request: HttpRequest,
    *,
    guest_in: uuid.UUID | None = None,
    member_in: uuid.UUID | None = None,
) -> HttpResponse:
    """The reply, with the secret for the browser to hold. `guest_in`: the session that it is a guest of from here on; `member_in`: the
    one in which somebody sits here with an account. In one session it is the one or the other."""
    begin(request)
    held = ".".join((_secret(request), *_marks(request, guest_in=guest_in, member_in=member_in)))
    response.set_cookie(COOKIE, held, max_age=LASTS_S, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def without_browser_token(response: HttpResponse) -> HttpResponse:
    """The reply, after which this browser is nobody's: what it gave stays, and can be changed no more."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def was_guest_of(request: HttpRequest, session: uuid.UUID) -> bool:
    """Whether this browser became a guest of this session, and nobody sat here with an account since. When it ends the site forgets its
    guests; a browser need not."""
    return _seal(_GUEST, session, _secret(request)) in _held_marks(request)


def was_member_of(request: HttpRequest, session: uuid.UUID) -> bool:
    """Whether somebody last sat in this session with an account here, whoever is signed in now."""
    return _seal(_MEMBER, session, _secret(request)) in _held_marks(request)


def _secret(request: HttpRequest) -> str:
    found: str = getattr(request, _HELD, "") or request.COOKIES.get(COOKIE, "").partition(".")[0]
    return found


def _held_marks(request: HttpRequest) -> list[str]:
    """What the browser holds of the sessions that it sat in last, the last one first."""
    return [mark for mark in request.COOKIES.get(COOKIE, "").split(".")[1:] if mark][:_MOST_MARKS]


def _marks(request: HttpRequest, *, guest_in: uuid.UUID | None, member_in: uuid.UUID | None) -> list[str]:
    """The same, with what is so from here on; a mark of the same session gives way."""
    session, held = guest_in or member_in, _held_marks(request)
    if session is None:
        return held
    guest, member = (_seal(kind, session, _secret(request)) for kind in (_GUEST, _MEMBER))
    return [guest if guest_in else member, *(mark for mark in held if mark not in {guest, member})][:_MOST_MARKS]


def _token(secret: str, whose: str) -> str:
    return salted_hmac(_OURS, f"{whose} {secret}", algorithm="sha256").hexdigest() if secret else ""


def _seal(kind: str, session: uuid.UUID, secret: str) -> str:
    """What only this site makes, and nobody reads a session from."""
    return signing.Signer(salt=_OURS).signature(f"{kind}{session.hex} {secret}")
