"""Coming into a session: as a member, with a code, or as a guest; and the code itself."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.team_sessions import attempts, codes, queries, rules
from learning.team_sessions.actions.holding import bump, change, check_open, hold
from learning.team_sessions.models import Drawn, JoinCode, Participation, Polled, Session, State
from learning.team_sessions.phases import Phase
from people.models import User
from people.refusal import Refused

MAX_NAME = 40
"""Characters of a guest's name."""
_TRIES = 5


# --- Coming in --------------------------------------------------------------------------------------


def join(session: Session, *, by: User, with_code: bool = False, guest: str = "") -> Participation:
    """Take part with one's account, on however many devices. Safe to repeat. Raises Refused.

    `guest` is the token of a guest at the same browser, if it holds one: that guest's seat goes over to the account, so that a browser
    has one. What the guest gave stays without a name, and nobody changes it any more: the account never learns of the ticket.
    """
    with transaction.atomic():
        now = hold(session.pk)
        if now.state == State.CLOSED or (now.state == State.PREPARED and not now.gathers_early):
            check_open(now)
        if not rules.may_join(by, now, with_code=with_code):
            raise Refused(_("Bij deze sessie hoor je niet. Vraag de begeleider om de code."))
        found, is_new = Participation.objects.get_or_create(session=now, user=by)
        _take_over(now, found, guest)
        if is_new and not now.with_lead and rules.leads(by, now.team):
            now.with_lead = True
            bump(now)
    return found


def _take_over(now: Session, found: Participation, token: str) -> None:
    """Give a guest's seat up for one of an account. That somebody drew for what is open comes along, so that nobody draws twice."""
    former = queries.guest_of(now, codes.digest_of_guest(now.pk, token)) if token else None
    if former is None:
        return
    if Drawn.objects.filter(participation=former).exists():
        Drawn.objects.get_or_create(participation=found)
    for mark in Polled.objects.filter(participation=former):
        Polled.objects.get_or_create(poll_id=mark.poll_id, participation=found)
    former.delete()


def join_as_guest(session: Session, *, token: str, name: str = "", account: User | None = None) -> Participation:
    """Take part without an account, known by a token that the browser holds. The name shows in the lobby, and goes when that ends.

    `account` is who is signed in at this browser: if they take part already, that is their seat, and no guest's comes beside it.
    Safe to repeat: the same browser is the same guest. Raises Refused.
    """
    with transaction.atomic():
        now = hold(session.pk)
        check_open(now)
        if now.rehearsal:
            raise Refused(_("Dit is een oefensessie. Hier doet niemand anders mee."))
        own = queries.participation_of(now, account) if account is not None else None
        if own is not None:
            return own
        shown = " ".join(name.split())[:MAX_NAME] if now.phase == Phase.LOBBY else ""
        guest = codes.digest_of_guest(now.pk, token)
        return Participation.objects.get_or_create(session=now, guest=guest, defaults={"guest_name": shown})[0]


def find(code: str, *, network: str, by: User | None = None) -> Session:
    """The open session with this code. `network` is where the asking comes from: who fails too often waits a while.

    Whoever is signed in does not wait for what strangers elsewhere guess. Raises Refused, in the same words for a wrong, an expired
    and a locked code.
    """
    attempts.check(network, known=by is not None)
    found = (
        JoinCode.objects.select_related("session__team")
        .filter(digest=codes.digest_of_code(code), expires_at__gt=timezone.now(), locked=False)
        .filter(session__state=State.OPEN)
        .first()
    )
    if found is None:
        attempts.count(network)
        raise Refused(_("Deze code klopt niet, of niet meer. Kijk op het grote scherm en typ de zes tekens opnieuw."))
    return found.session


# --- The code ---------------------------------------------------------------------------------------


def make_code(now: Session) -> None:
    """Give a held session a new code, inside the caller's transaction; the former one opens nothing any more."""
    for _try in range(_TRIES):
        seed = uuid.uuid4()
        fresh = {
            "seed": seed,
            "digest": codes.digest_of_code(codes.code_of(seed)),
            "expires_at": timezone.now() + codes.LASTS,
            "locked": False,
        }
        try:
            with transaction.atomic():
                JoinCode.objects.update_or_create(session=now, defaults=fresh)
                return
        except IntegrityError:  # another session has this very code
            continue
    raise Refused(_("Er is nu geen code te maken. Probeer het zo nog eens."))


def rotate_code(session: Session, *, by: User, seen: int, key: uuid.UUID) -> Session:
    """Give the session another code; who is in stays in. Raises Refused and Conflict."""

    def how(now: Session) -> None:
        check_open(now)
        make_code(now)

    return change(session, by=by, seen=seen, key=key, how=how)


def lock_code(session: Session, *, locked: bool, by: User, seen: int, key: uuid.UUID) -> Session:
    """Let nobody else in with the code, or let them in again. Members of the team come in without it. Raises Refused and Conflict."""

    def how(now: Session) -> None:
        check_open(now)
        JoinCode.objects.filter(session=now).update(locked=locked)

    return change(session, by=by, seen=seen, key=key, how=how)
