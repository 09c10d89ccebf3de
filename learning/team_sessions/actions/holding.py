"""Holding a session's row while it changes, so that two who lead at once cannot both be right."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from learning.team_sessions import rules
from learning.team_sessions.live.hub import announce
from learning.team_sessions.models import Session, State
from people.models import User
from people.refusal import Conflict, Refused


def hold(session: uuid.UUID) -> Session:
    """The session as it is now, held until the transaction ends. Raises Refused when it is gone."""
    now = Session.objects.select_for_update().filter(pk=session).first()
    if now is None:
        raise Refused(_("Deze sessie bestaat niet meer."))
    return now


def hold_to_lead(session: uuid.UUID, *, by: User) -> Session:
    """The same, for who leads it. Raises Refused for anybody else."""
    now = hold(session)
    if not rules.may_lead(by, now):
        raise Refused(_("Alleen wie deze sessie begeleidt, kan dit doen."))
    return now


def change(session: Session, *, by: User, seen: int, key: uuid.UUID, how: Callable[[Session], None]) -> Session:
    """Change the course of a session, by who leads it and saw its present version. The same key once more changes nothing.

    Raises Refused, and Conflict with what stands now for who saw an older version.
    """
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        if now.last_key == key:
            return now
        if now.version != seen:
            raise Conflict(stands(now))
        how(now)
        now.last_key = key
        bump(now)
    return now


def bump(now: Session) -> None:
    """Save a held session as its next version."""
    now.version += 1
    now.save()
    announce(now)


def stands(now: Session) -> str:
    """Where a session is, for somebody whose click came too late."""
    if now.state == State.OPEN:
        return _(
            "De sessie staat intussen op ‘%(phase)s’. Jouw klik veranderde niets. Kijk waar jullie zijn en kies opnieuw."
        ) % {"phase": now.get_phase_display()}
    if now.state == State.CLOSED:
        return _("De sessie is intussen afgerond. Jouw klik veranderde niets.")
    return _("Deze sessie is intussen gewijzigd. Jouw klik veranderde niets. Kijk wat er nu staat en kies opnieuw.")


def check_open(now: Session) -> None:
    """Raises Refused for a session that does not go on."""
    if now.state == State.PREPARED:
        raise Refused(_("Deze sessie is nog niet begonnen."))
    if now.state == State.CLOSED:
        raise Refused(_("Deze sessie is afgerond."))
