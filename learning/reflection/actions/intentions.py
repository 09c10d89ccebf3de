"""Making an intention at an entry, and looking back at it."""

import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.reflection.models import Entry, Intention, Outcome
from learning.reflection.words import Reader, of_outcome, seal, seal_resolve
from people.models import User
from people.refusal import Conflict, Refused

MAX_HALF = 1_000
"""Characters of each half of an intention, and of how it went."""
FARTHEST = timedelta(days=366)
USUAL = timedelta(weeks=4)


def make(entry: Entry, *, by: User, when: str, then: str, follow_up_on: date) -> Intention:
    """Make the one intention of one's own entry. Safe to repeat with the same words; Conflict when another stands."""
    _check_words(when, then)
    _check_day(follow_up_on)
    number = uuid.uuid4()
    sealed = seal_resolve(number, when, then, by=by)
    try:
        with transaction.atomic():
            return Intention.objects.create(uuid=number, user=by, entry=entry, sealed=sealed, follow_up_on=follow_up_on)
    except IntegrityError:
        standing = Intention.objects.get(entry=entry, user=by)
        resolve = Reader(by.uuid).intention(standing)
        if (resolve.when, resolve.then, standing.follow_up_on) != (when, then, follow_up_on):
            raise Conflict(_("Bij deze tekst staat al een voornemen. Dat is niet veranderd.")) from None
        return standing


def close(intention: Intention, *, by: User, outcome: str, said: str) -> Intention:
    """Say how one's own intention went. Safe to repeat with the same; Conflict when something else was said before."""
    if outcome not in Outcome.values:
        raise Refused(_("Kies hoe het ging."))
    _check_length(said)
    sealed = seal(said, of_outcome(intention.pk), by=by) if said.strip() else None
    changed = Intention.objects.filter(pk=intention.pk, user=by, outcome="").update(
        outcome=outcome, sealed_outcome=sealed, closed_at=timezone.now()
    )
    now = Intention.objects.get(pk=intention.pk, user=by)
    if not changed and (now.outcome, Reader(by.uuid).intention(now).outcome) != (outcome, said if sealed else ""):
        raise Conflict(_("Je keek al terug op dit voornemen. Wat je toen koos, staat er nog."))
    return now


def postpone(intention: Intention, *, by: User, follow_up_on: date) -> None:
    """Choose another day to look back. Safe to repeat; a closed intention stays as it is."""
    _check_day(follow_up_on)
    Intention.objects.filter(pk=intention.pk, user=by, outcome="").update(follow_up_on=follow_up_on)


def delete(intention: Intention, *, by: User) -> None:
    """Delete one's own intention, truly. Safe to repeat."""
    Intention.objects.filter(pk=intention.pk, user=by).delete()


def _check_words(when: str, then: str) -> None:
    if not when.strip() or not then.strip():
        raise Refused(_("Vul allebei in: wanneer het gebeurt, en wat jij dan doet."))
    _check_length(when, then)


def _check_length(*texts: str) -> None:
    longest = max(map(len, texts))
    if longest > MAX_HALF:
        raise Refused(
            _("Dat is te lang: hooguit %(most)s tekens, dit zijn er %(now)s. Er is niets bewaard.")
            % {"most": MAX_HALF, "now": longest}
        )


def _check_day(day: date) -> None:
    today = timezone.localdate()
    if not today < day <= today + FARTHEST:
        raise Refused(_("Kies een dag na vandaag, hooguit een jaar vooruit."))
