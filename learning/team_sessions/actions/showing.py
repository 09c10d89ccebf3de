"""Showing a round: the moment after which nothing stored says who gave what.

One transaction makes cards of the slips, in an order that nobody knows, under new numbers and with new seals; counts the ballots; and
deletes slips, ballots, tickets and marks. After it has been committed, the database lets go of what was deleted (`wiping`).
"""

import uuid
from secrets import SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _

from cms.reflection_questions import LEVELS
from learning.team_sessions import wiping
from learning.team_sessions.models import Card, Drawn, Offered, Round, Session
from learning.team_sessions.words import Reader, of_card, seal
from people.keys import vault
from people.refusal import Refused

FEWEST = 4
"""Ballots from which a distribution is shown."""
_shuffle = SystemRandom().shuffle


def show(now: Session) -> None:
    """Show the round that is open, inside the caller's transaction, which holds the session. Raises Refused when its key is not there."""
    slips = _slips(now)
    values = list(now.ballots.values_list("value", flat=True))
    forget(now)
    _shuffle(slips)
    Card.objects.bulk_create(_card(now, words, passed=passed) for words, passed in slips)
    Round.objects.create(session=now, number=now.round, distribution=_distribution(values))
    now.collecting = False
    transaction.on_commit(wiping.wipe, robust=True)


def forget(now: Session) -> None:
    """Throw away what is being collected, and whatever could lead back to a browser or a person."""
    now.slips.all().delete()
    now.ballots.all().delete()
    now.tickets.all().delete()
    Drawn.objects.filter(participation__session=now).delete()


def _slips(now: Session) -> list[tuple[str, bool]]:
    """The words of each, and whether people may see it at once."""
    reader = Reader(now)
    try:
        return [(reader.slip(slip), not now.moderated or slip.offered == Offered.PASSED) for slip in now.slips.all()]
    except vault.Unreadable as fault:
        raise Refused(_("De kaarten gaan nu niet open. Er is niets veranderd. Probeer het zo nog eens.")) from fault


def _card(now: Session, words: str, *, passed: bool) -> Card:
    number = uuid.uuid4()
    return Card(uuid=number, session=now, round=now.round, sealed=seal(now.pk, words, of_card(number)), passed=passed)


def _distribution(values: list[int]) -> list[int] | None:
    """How many stand at each level: all of it, also when everybody stands together; nothing at all for fewer than four."""
    return [values.count(level) for level in LEVELS] if len(values) >= FEWEST else None
