"""What who leads does with cards: look at them before they are shown, remove one for good, and mark what was talked about."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from learning.team_sessions import wiping
from learning.team_sessions.actions.holding import bump, check_open, hold_to_lead
from learning.team_sessions.models import Card, Minutes, Offered, Session, Slip
from learning.team_sessions.words import Reader, seal_minutes
from people.audit import named, record
from people.keys import vault
from people.models import User
from people.refusal import Refused

BATCH = 4
"""Slips that come to a facilitator at once, at the least: one by one, the moment would tell who wrote it."""


def fetch(session: Session, *, by: User) -> int:
    """Have the slips that came in shown to who leads, all at once; none while there are fewer than four. Answers how many came.

    What is left when the round is shown waits as cards, in a random order. Raises Refused.
    """
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        if not now.moderated:
            raise Refused(_("In deze sessie komen kaarten meteen op tafel. Je bekijkt ze niet vooraf."))
        waiting = Slip.objects.filter(session=now, offered=Offered.NOT_YET)
        return waiting.update(offered=Offered.SEEN) if waiting.count() >= BATCH else 0


def let_through(session: Session, number: uuid.UUID, *, by: User) -> None:
    """Let a slip or a card that waits be shown. Safe to repeat. Raises Refused."""
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        Slip.objects.filter(session=now, pk=number, offered=Offered.SEEN).update(offered=Offered.PASSED)
        if Card.objects.filter(session=now, pk=number, passed=False).update(passed=True):
            bump(now)


def remove(session: Session, number: uuid.UUID, *, by: User) -> None:
    """Remove a card for good: its text goes at once, from the table, and from the minutes of a session that is over.

    Safe to repeat. Raises Refused.
    """
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        gone = Slip.objects.filter(session=now, pk=number).exclude(offered=Offered.NOT_YET).delete()[0]
        gone += Card.objects.filter(session=now, pk=number).delete()[0]
        gone += _remove_from_minutes(now, number)
        if gone:
            bump(now)
            transaction.on_commit(lambda: wiping.wipe(Minutes), robust=True)
            transaction.on_commit(lambda: record("remove-card", named(now), actor=by), robust=True)


def _remove_from_minutes(now: Session, number: uuid.UUID) -> int:
    written = Minutes.objects.filter(pk=now.pk).first()
    if written is None:
        return 0
    try:
        held = Reader(now).minutes(written)
    except vault.Unreadable as fault:
        raise Refused(_("Het verslag gaat nu niet open. Er is niets veranderd. Probeer het zo nog eens.")) from fault
    kept = [card for card in held["cards"] if card["card"] != str(number)]
    written.sealed = seal_minutes(now.pk, held | {"cards": kept})
    written.save(update_fields=["sealed"])
    return len(held["cards"]) - len(kept)


def discuss(session: Session, number: uuid.UUID, *, by: User, discussed: bool = True) -> None:
    """Mark that a card was talked about, or take that back. Safe to repeat. Raises Refused."""
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        check_open(now)
        changed = Card.objects.filter(session=now, pk=number, passed=True, discussed=not discussed)
        if changed.update(discussed=discussed):
            bump(now)
