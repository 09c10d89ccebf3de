"""Agreements: made in a session, and settled by the team, then or later."""

import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.team_sessions import rules
from learning.team_sessions.actions.holding import bump, check_open, hold, hold_to_lead
from learning.team_sessions.models import Agreement, Session, Standing
from learning.team_sessions.words import Reader, Resolve, seal_resolve
from people.models import User
from people.refusal import Conflict, Refused

MAX_TEXT = 300
"""Characters of either half."""
LONGEST = timedelta(days=366)


def agree(
    session: Session, words: Resolve, *, due_on: date, by: User, key: uuid.UUID, owner: User | None = None
) -> Agreement:
    """Write down what the team agreed on; without an owner the whole team sees to it. The same key gives the same agreement.

    Raises Refused, and Conflict for other words under the same key.
    """
    _check(words, due_on)
    number = uuid.uuid4()
    sealed = seal_resolve(session.pk, number, words)
    try:
        with transaction.atomic():
            now = hold_to_lead(session.pk, by=by)
            if Agreement.objects.filter(key=key).exists():
                return _of_key(session, words, key=key)
            check_open(now)
            if owner is not None and not rules.may_be_facilitator(owner, now.team):
                raise Refused(_("Kies iemand van je eigen organisatie, of het hele team."))
            made = Agreement.objects.create(
                uuid=number, session=now, key=key, owner=owner, sealed=sealed, due_on=due_on
            )
            bump(now)
            return made
    except IntegrityError:
        return _of_key(session, words, key=key)


def settle(agreement: Agreement, standing: Standing, *, by: User) -> None:
    """Say how it is with an agreement: anybody of the team may, or who leads the session it was made in. Safe to repeat. Raises Refused."""
    with transaction.atomic():
        now = hold(agreement.session_id)
        if not (rules.may_prepare(by, now.team) or rules.may_lead(by, now)):
            raise Refused(_("Deze afspraak is van een ander team."))
        settled_on = None if standing == Standing.OPEN else timezone.localdate()
        Agreement.objects.filter(pk=agreement.pk).update(standing=standing, settled_on=settled_on)


def _check(words: Resolve, due_on: date) -> None:
    if not words.when.strip() or not words.then.strip():
        raise Refused(_("Vul beide helften in: als dit gebeurt, dan doen wij dat."))
    if max(len(words.when), len(words.then)) > MAX_TEXT:
        raise Refused(
            _("Maak het korter: hooguit %(most)s tekens per helft. Er is niets bewaard.") % {"most": MAX_TEXT}
        )
    today = timezone.localdate()
    if not today <= due_on <= today + LONGEST:
        raise Refused(_("Kies een dag vanaf vandaag, binnen een jaar."))


def _of_key(session: Session, words: Resolve, *, key: uuid.UUID) -> Agreement:
    kept = Agreement.objects.get(key=key)
    if kept.session_id != session.pk or Reader(session).agreement(kept) != words:
        raise Conflict(
            _(
                "Met dit formulier is al een andere afspraak bewaard. Wat hier staat is nog niet bewaard: bewaar het opnieuw."
            )
        )
    return kept
