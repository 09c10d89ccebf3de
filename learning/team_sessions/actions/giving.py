"""Giving something without a name: a ticket, cards and a ballot. Nothing here knows a person, but for the drawing of the ticket.

What a browser may change it finds by its ticket. What was saved is saved for the round, until that is shown.
"""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cms.reflection_questions import LEVELS
from learning.team_sessions.actions.holding import check_open, hold
from learning.team_sessions.codes import digest_of_ticket
from learning.team_sessions.models import (
    MOST_SLIPS,
    Ballot,
    Drawn,
    Offered,
    Participation,
    Session,
    Slip,
    State,
    Ticket,
)
from learning.team_sessions.phases import BALLOTS_IN, CARDS_IN, Phase
from learning.team_sessions.words import Reader, of_slip, seal
from people.refusal import Conflict, Refused

MAX_TEXT = 500
"""Characters of one card."""


def draw(participation: Participation, *, token: str) -> None:
    """Draw a ticket for the round that is open, for the browser that holds this token. The same browser may ask again.

    Raises Conflict for somebody who drew one with another browser, and Refused when nothing is collected.
    """
    with transaction.atomic():
        now = hold(participation.session_id)
        _check_collecting(now)
        digest = digest_of_ticket(now.pk, now.round, token)
        if Ticket.objects.filter(digest=digest).exists():
            return
        if not Drawn.objects.get_or_create(participation=participation)[1]:
            raise Conflict(
                _(
                    "Je doet in deze ronde al mee op een ander apparaat, of in een ander venster. Ga daar verder."
                    " Was je hier eerst gast? Wat je toen deelde, ligt er al. In de volgende ronde kun je hier meedoen."
                )
            )
        Ticket.objects.create(session=now, digest=digest)


def put_card(session: Session, *, token: str, key: uuid.UUID, text: str, over: uuid.UUID | None = None) -> Slip:
    """Write a card, or write one anew: `over` is the key of the write that was seen. The same key gives the same card.

    Raises Refused; Conflict for another text under the same key, and for a card that another window changed.
    """
    _check_text(text)
    number = uuid.uuid4()
    sealed = seal(session.pk, text, of_slip(number))
    with transaction.atomic():
        now, ticket = _held_with_ticket(session, token)
        kept = Slip.objects.filter(session=now, key=key).first()
        if kept is not None:
            return _same(kept, ticket, text)
        _check_phase(now, CARDS_IN)
        _make_room(now, ticket, over)
        return Slip.objects.create(uuid=number, session=now, ticket=ticket, key=key, sealed=sealed)


def take_back(session: Session, *, token: str, over: uuid.UUID) -> None:
    """Throw one's own card away: `over` is the key of its last write. Safe to repeat. Raises Refused for one that was looked at already."""
    with transaction.atomic():
        now, ticket = _held_with_ticket(session, token)
        slip = Slip.objects.filter(session=now, ticket=ticket, key=over).first()
        if slip is not None:
            _check_unseen(slip)
            slip.delete()


def vote(session: Session, *, token: str, key: uuid.UUID, value: int, over: uuid.UUID | None = None) -> None:
    """Say where one stands on the scale, or say it anew: `over` is the key of the write that was seen. The same key has one effect.

    Raises Refused; Conflict when another window said something else meanwhile.
    """
    if value not in LEVELS:
        raise Refused(_("Kies een van de vijf plekken op de schaal."))
    with transaction.atomic():
        now, ticket = _held_with_ticket(session, token)
        kept = Ballot.objects.filter(ticket=ticket).first()
        if kept is not None and kept.key == key:
            _check_same_value(kept, value)
            return
        _check_phase(now, BALLOTS_IN)
        if (kept.key if kept else None) != over:
            raise Conflict(_("Je koos intussen in een ander venster. Kijk wat er nu staat en kies opnieuw."))
        if kept is None:
            Ballot.objects.create(session=now, ticket=ticket, key=key, value=value)
        else:
            Ballot.objects.filter(pk=kept.pk).update(key=key, value=value)


def has_voted(session: Session, token: str) -> bool:
    """Whether this browser said where it stands in the open round."""
    return Ballot.objects.filter(ticket=digest_of_ticket(session.pk, session.round, token)).exists()


def _held_with_ticket(session: Session, token: str) -> tuple[Session, str]:
    """The session, held, and the digest of this browser's ticket for the round that is open."""
    now = hold(session.pk)
    _check_collecting(now)
    digest = digest_of_ticket(now.pk, now.round, token)
    if not Ticket.objects.filter(digest=digest).exists():
        raise Refused(_("Dit apparaat doet in deze ronde nog niet mee. Open de sessie opnieuw; je tekst staat er nog."))
    return now, digest


def _check_collecting(now: Session) -> None:
    if now.state == State.CLOSED or not now.gathers_early:
        check_open(now)
    if not now.collecting:
        raise Refused(
            _(
                "Deze ronde is al getoond. Er is nu niets meer bewaard. Stond jouw kaart er niet bij?"
                " Zeg het hardop, of schrijf haar in de volgende ronde."
            )
        )


def _check_phase(now: Session, phases: frozenset[Phase]) -> None:
    early = now.gathers_early and now.state == State.PREPARED
    if not early and now.phase not in phases:
        raise Refused(_("Dat kan in deze stap van de sessie niet. Er is niets bewaard; wat je schreef staat er nog."))


def _check_text(text: str) -> None:
    if not text.strip():
        raise Refused(_("Schrijf eerst iets op je kaart."))
    if len(text) > MAX_TEXT:
        raise Refused(
            _("Je kaart is te vol: hooguit %(most)s tekens, dit zijn er %(now)s. Er is niets bewaard.")
            % {"most": MAX_TEXT, "now": len(text)}
        )


def _same(kept: Slip, ticket: str, text: str) -> Slip:
    if kept.ticket != ticket or Reader(kept.session_id).slip(kept) != text:
        raise Conflict(
            _(
                "Met dit formulier is al een andere kaart bewaard. Wat hier staat is nog niet bewaard: bewaar het opnieuw."
            )
        )
    return kept


def _make_room(now: Session, ticket: str, over: uuid.UUID | None) -> None:
    """Remove the card that is written anew; or see that one more may come."""
    own = Slip.objects.filter(session=now, ticket=ticket)
    if over is None:
        if own.count() >= MOST_SLIPS:
            raise Refused(_("Je hebt al %(most)s kaarten. Verander er een, of gooi er een weg.") % {"most": MOST_SLIPS})
        return
    former = own.filter(key=over).first()
    if former is None:
        raise Conflict(
            _(
                "Deze kaart is intussen veranderd of weggehaald. Wat hier staat is nog niet bewaard: bewaar het als nieuwe kaart."
            )
        )
    _check_unseen(former)
    former.delete()


def _check_unseen(slip: Slip) -> None:
    if slip.offered != Offered.NOT_YET:
        raise Refused(
            _("De begeleider bekeek deze kaart al. Ze verandert niet meer. Wil je haar terug? Zeg het de begeleider.")
        )


def _check_same_value(kept: Ballot, value: int) -> None:
    if kept.value != value:
        raise Conflict(_("Met dit formulier is al een andere keuze bewaard. Kies opnieuw."))
