"""What somebody writes for themselves during a session: it goes into their own mirror, and the session knows nothing of it."""

import uuid

from django.utils.translation import gettext as _

from learning.reflection.actions import entries
from learning.reflection.actions.entries import About, Beside
from learning.reflection.models import Entry
from learning.reflection.words import Words
from learning.team_sessions import queries
from learning.team_sessions.models import Session
from people.models import User
from people.refusal import Refused

NOTHING_BESIDE = Beside()


def about(session: Session) -> About:
    """What an entry that is written in a session answers to: the session's question, or its case."""
    if session.question is None:
        return About(prompt=session.asks, lesson_id=session.edition_id)
    return About(prompt=session.asks, question=session.question, asked_id=session.edition_id)


def write(session: Session, words: Words, *, by: User, key: uuid.UUID, beside: Beside = NOTHING_BESIDE) -> Entry:
    """Save a note in one's own mirror, sealed under one's own key. The same key gives the same entry.

    Raises Refused, also for who does not take part, and Conflict for another text under the same key.
    """
    if queries.participation_of(session, by) is None:
        raise Refused(_("Doe eerst mee met de sessie. Wat je schreef staat er nog."))
    return entries.write(words, by=by, key=key, about=about(session), beside=beside)


def claim(session: Session, number: uuid.UUID, *, by: User, key: uuid.UUID) -> Entry:
    """Take a card on the table as one's own: its words go into one's own mirror. The same key gives the same entry.

    The session learns nothing of it, so it tells nothing of the others' cards either; who wants the others to know says so aloud.
    Raises Refused, also for a card that is not on the table (any more).
    """
    card = next((one for one in queries.table(session).cards if one.number == number), None)
    if card is None:
        raise Refused(_("Deze kaart ligt niet meer op tafel."))
    return write(session, Words(card.text), by=by, key=key)
