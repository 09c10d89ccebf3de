"""The end of a session: what is kept of it, for how long, and what goes at once."""

import calendar
import uuid
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.team_sessions import rules, wiping
from learning.team_sessions.actions import showing
from learning.team_sessions.actions.holding import bump, hold
from learning.team_sessions.models import JoinCode, Keeping, Minutes, Poll, Session, State
from learning.team_sessions.words import Reader, seal_minutes
from people.keys import vault
from people.keys.models import Erasure
from people.models import Team, User
from people.refusal import Refused

_BATCH = 500
USUAL_MONTHS, MOST_MONTHS = 12, 60
FORGOTTEN = timedelta(days=1)
"""How long after it was opened a session that nobody closed is closed by itself."""
NEVER_BEGUN = timedelta(days=90)
"""How long after it was prepared, or was to be, a session that never began is deleted."""


def end(now: Session) -> None:
    """Make the minutes and throw away all that was without a name, inside the caller's transaction, which holds the session."""
    showing.forget(now)
    now.collecting = False
    if not now.rehearsal:
        _write_minutes(now)
    else:
        now.agreements.all().delete()
    now.cards.all().delete()
    now.rounds.all().delete()
    Poll.objects.filter(session=now).delete()
    now.participations.filter(user__isnull=True).delete()
    JoinCode.objects.filter(session=now).delete()
    now.state, now.closed_at, now.phase_until = State.CLOSED, timezone.now(), None
    now.keep_until = timezone.localdate() if now.rehearsal else months_after(timezone.localdate(), months_of(now.team))


def _write_minutes(now: Session) -> None:
    reader = Reader(now)
    try:
        cards = [
            {"card": str(card.pk), "round": card.round, "text": reader.card(card)}
            for card in now.cards.filter(passed=True)
        ]
        polls = [_poll(reader, poll) for poll in now.polls.filter(open=False)]
    except vault.Unreadable as fault:
        raise Refused(_("De kaarten gaan nu niet open. Er is niets veranderd. Probeer het zo nog eens.")) from fault
    sealed = seal_minutes(now.pk, {"cards": cards, "polls": polls})
    Minutes.objects.create(session=now, people=now.participations.count(), sealed=sealed)


def _poll(reader: Reader, poll: Poll) -> dict[str, Any]:
    """What was asked, and what was shown of it: nothing more than everybody at the table saw."""
    return reader.poll(poll)._asdict() | {"distribution": poll.distribution}


def set_keeping(team: Team, *, months: int, by: User) -> None:
    """Say how long a team keeps its sessions after they end; for what ended already, too. Safe to repeat. Raises Refused."""
    if not rules.may_keep(by, team):
        raise Refused(_("Alleen wie het team leidt of de organisatie beheert, kiest hoe lang sessies blijven."))
    if not 1 <= months <= MOST_MONTHS:
        raise Refused(_("Kies 1 tot 60 maanden."))
    with transaction.atomic():
        Keeping.objects.update_or_create(team=team, defaults={"months": months})
        for session in Session.objects.select_for_update().filter(team=team, state=State.CLOSED, rehearsal=False):
            if session.closed_at is not None:
                session.keep_until = months_after(timezone.localdate(session.closed_at), months)
                session.save(update_fields=["keep_until"])


def months_of(team: Team) -> int:
    """How many months a team keeps its sessions."""
    kept = Keeping.objects.filter(team=team).values_list("months", flat=True).first()
    return kept or USUAL_MONTHS


def months_of_each(teams: QuerySet[Team]) -> dict[Team, int]:
    """The same for several, by name. Two statements."""
    kept = dict(Keeping.objects.filter(team__in=teams).values_list("team", "months"))
    return {team: kept.get(team.pk, USUAL_MONTHS) for team in teams.order_by("name", "pk")}


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def sweep() -> tuple[int, int]:
    """Close the sessions that were forgotten, and delete those whose time is over, their keys first. Safe to repeat, and to cut off.

    One that came back with a backup after it had been deleted is deleted once more. Answers how many were closed, and how many deleted.
    """
    over = [*_returned(), *_over()]
    for session in over:
        delete(session)
    closed = sum(_close_forgotten(pk) for pk in _forgotten())
    wiping.wipe()
    return closed, len(over)


def due() -> int:
    """How many sessions `sweep` would delete now. Nothing is changed."""
    return len(_returned()) + len(_over())


def delete(session: Session) -> None:
    """Delete a session with all that came out of it: first its key, so that no backup opens its words; then its rows. Safe to repeat."""
    vault.erase(session.pk)
    Session.objects.filter(pk=session.pk).delete()


def _over() -> list[Session]:
    before = timezone.now() - NEVER_BEGUN
    unused = Q(state=State.PREPARED, created_at__lt=before) & (Q(planned_at__isnull=True) | Q(planned_at__lt=before))
    return list(Session.objects.filter(Q(keep_until__lt=timezone.localdate()) | unused))


def _returned() -> list[Session]:
    """Sessions whose key is in the ledger of what was destroyed."""
    found: list[Session] = []
    for start in range(0, Session.objects.count(), _BATCH):
        batch = list(Session.objects.order_by("pk")[start : start + _BATCH])
        gone = set(Erasure.objects.filter(person__in=[one.pk for one in batch]).values_list("person", flat=True))
        found += [one for one in batch if one.pk in gone]
    return found


def _forgotten() -> list[uuid.UUID]:
    before = timezone.now() - FORGOTTEN
    return list(Session.objects.filter(state=State.OPEN, opened_at__lt=before).values_list("pk", flat=True))


def _close_forgotten(pk: uuid.UUID) -> bool:
    """False when it goes no more, or its words do not open now: then it waits for the next time."""
    with suppress(Refused), transaction.atomic():
        now = hold(pk)
        if now.state == State.OPEN:
            end(now)
            bump(now)
            return True
    return False
