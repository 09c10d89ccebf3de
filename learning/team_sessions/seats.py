"""Who sits at the table of a session by this request: somebody with an account, or a guest's browser."""

import uuid
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from learning.team_sessions import queries, rules
from learning.team_sessions.browser import browser_token, guest_token, was_guest_of
from learning.team_sessions.codes import digest_of_guest
from learning.team_sessions.models import Participation, Session
from people.models import Team, User
from people.prepared import PreparedRows


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place at the table. `user` is None for a guest, whoever is signed in (`account`); `token` is what this browser gives with (""
    when it holds nothing yet), `as_guest` what it gave with while it sat here as a guest."""

    session: Session
    participation: Participation
    user: User | None
    account: User | None
    token: str
    as_guest: str = ""

    @property
    def is_guest(self) -> bool:
        return self.user is None


def seat_at(request: HttpRequest, number: uuid.UUID) -> Seat | None:
    """The seat of whoever asks; None for who does not take part. A browser has one: where it came in as a guest it stays one, whoever
    signs in, until that seat goes over to an account (`doors.join`)."""
    ways = (_of_guest, _of_account) if was_guest_of(request, number) else (_of_account, _of_guest)
    seat = ways[0](request, number) or ways[1](request, number)
    return seat if seat is not None and _stays(seat.session) else None


def _stays(session: Session) -> bool:
    """As `queries.stays` says it of rows."""
    return session.keep_until is None or session.keep_until >= timezone.localdate()


def may_watch(request: HttpRequest, number: uuid.UUID) -> Session | None:
    """The session for who sits at its table or leads it; None for anybody else."""
    seat = seat_at(request, number)
    if seat is not None:
        return seat.session
    user = request.user
    if not user.is_authenticated:
        return None
    found = queries.session_of(user, number)
    return found if found is not None and rules.at_table(user, found) else None


def _of_account(request: HttpRequest, number: uuid.UUID) -> Seat | None:
    user = request.user
    if not user.is_authenticated:
        return None
    found = _OF_ACCOUNT.first(session=number, user=user.pk)
    if found is None:
        return None
    tokens = {"token": browser_token(request), "as_guest": guest_token(request)}
    return Seat(session=found.session, participation=found, user=user, account=user, **tokens)


def _of_guest(request: HttpRequest, number: uuid.UUID) -> Seat | None:
    token = guest_token(request)
    if not token:
        return None
    found = _OF_GUEST.first(session=number, guest=digest_of_guest(number, token))
    if found is None:
        return None
    account = request.user if request.user.is_authenticated else None
    return Seat(session=found.session, participation=found, user=None, account=account, token=token)


_ALSO: dict[str, type[Model]] = {"session": Session, "session__team": Team}
_OF_ACCOUNT = PreparedRows(
    lambda session, user: Participation.objects.filter(session=session, user=user),
    model=Participation,
    also=_ALSO,
    session=uuid.UUID(int=71717171),
    user=-71717171,
)
_OF_GUEST = PreparedRows(
    lambda session, guest: Participation.objects.filter(session=session, guest=guest),
    model=Participation,
    also=_ALSO,
    session=uuid.UUID(int=71717171),
    guest="a-sample-digest",
)
