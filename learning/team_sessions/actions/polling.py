"""Polls during a session: who leads puts one to those present, and closes it; then it is shown at once, and nothing leads back.

As with the scale: a mark and an empty ballot in one transaction, the choice in another that knows nobody.
"""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from learning.team_sessions import wiping
from learning.team_sessions.actions.holding import bump, change, check_open, hold, hold_to_lead
from learning.team_sessions.actions.showing import FEWEST
from learning.team_sessions.codes import digest_of_poll
from learning.team_sessions.models import Participation, Poll, PollBallot, Polled, Session
from learning.team_sessions.models.polls import FEWEST_CHOICES, MOST_CHOICES
from learning.team_sessions.phases import POLLS_IN
from learning.team_sessions.words import PollWords, seal_poll
from people.models import User
from people.refusal import Conflict, Refused

MAX_ASKS, MAX_ABOUT, MAX_CHOICE = 200, 300, 100
"""Characters of the question, of what is said with it, and of a choice: all of it stands on one big screen."""


def put(session: Session, *, asks: str, choices: Sequence[str], by: User, key: uuid.UUID, about: str = "") -> Session:
    """Put a poll to those present, while they talk or in the second round; one at a time. The same key puts one, which it names.

    It asks for no version that was seen: whoever wrote a question meanwhile keeps it. Raises Refused.
    """
    asks, about = " ".join(asks.split()), " ".join(about.split())
    given = [" ".join(one.split()) for one in choices if one.strip()]
    _check_words(asks, given)
    if len(about) > MAX_ABOUT:
        raise Refused(_("Houd de toelichting kort: hooguit %(most)s tekens.") % {"most": MAX_ABOUT})
    sealed = seal_poll(session.pk, key, PollWords(asks, given, about))
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        if Poll.objects.filter(session=now, pk=key).exists():
            return now
        check_open(now)
        if now.phase not in POLLS_IN:
            raise Refused(_("Een peiling kan bij ‘Bespreken’ en in de tweede ronde. Er is niets gestart."))
        if Poll.objects.filter(session=now, open=True).exists():
            raise Refused(_("Er loopt al een peiling. Sluit die eerst."))
        number = Poll.objects.filter(session=now).count() + 1
        Poll.objects.create(uuid=key, session=now, number=number, choices=len(given), sealed=sealed)
        bump(now)
    return now


def close(session: Session, *, by: User, seen: int, key: uuid.UUID) -> Session:
    """Close the poll that is open, and show how people chose: all of it from four votes up, otherwise nothing.

    Raises Refused and Conflict.
    """

    def how(now: Session) -> None:
        check_open(now)
        if not show_open(now):
            raise Refused(_("Er loopt nu geen peiling."))

    return change(session, by=by, seen=seen, key=key, how=how)


def show_open(now: Session) -> bool:
    """Close and show the open poll of a held session, inside the caller's transaction; False when there is none."""
    poll = Poll.objects.filter(session=now, open=True).first()
    if poll is None:
        return False
    given = list(poll.ballots.filter(choice__isnull=False).values_list("choice", flat=True))
    poll.ballots.all().delete()
    poll.marks.all().delete()
    poll.open = False
    if len(given) >= FEWEST:
        poll.distribution = [given.count(place) for place in range(1, poll.choices + 1)]
    poll.save(update_fields=["open", "distribution"])
    transaction.on_commit(wiping.wipe, robust=True)
    return True


def vote(
    participation: Participation,
    poll: uuid.UUID,
    *,
    token: str,
    key: uuid.UUID,
    choice: int,
    over: uuid.UUID | None = None,
) -> None:
    """Choose, or choose anew while the poll is open: `over` is the key of the write that was seen. The same key has one effect.

    Raises Refused; Conflict for who chose with another browser, and when another window chose meanwhile.
    """
    _draw(participation, poll, token=token)
    _give(participation.session_id, poll, token=token, key=key, choice=choice, over=over)


def _draw(participation: Participation, number: uuid.UUID, *, token: str) -> None:
    """A mark for the person and an empty ballot for the browser; the same browser may ask again."""
    with transaction.atomic():
        poll = _held(participation.session_id, number)
        digest = digest_of_poll(poll.pk, token)
        if PollBallot.objects.filter(ticket=digest).exists():
            return
        if not Polled.objects.get_or_create(poll=poll, participation=participation)[1]:
            raise Conflict(
                _(
                    "Je stemt in deze peiling al op een ander apparaat, of in een ander venster. Ga daar verder."
                    " Koos je hier eerst als gast? Die keuze telt."
                )
            )
        PollBallot.objects.create(poll=poll, ticket=digest)


def _give(
    session: uuid.UUID, number: uuid.UUID, *, token: str, key: uuid.UUID, choice: int, over: uuid.UUID | None
) -> None:
    with transaction.atomic():
        poll = _held(session, number)
        if not 1 <= choice <= poll.choices:
            raise Refused(_("Kies een van de keuzes. Er is niets bewaard."))
        ballot = PollBallot.objects.get(ticket=digest_of_poll(poll.pk, token))
        if ballot.key == key:
            if ballot.choice != choice:
                raise Conflict(_("Met dit formulier is al een andere keuze bewaard. Kies opnieuw."))
            return
        if ballot.key != over:
            raise Conflict(_("Je koos intussen in een ander venster. Kijk wat er nu staat en kies opnieuw."))
        PollBallot.objects.filter(pk=ballot.pk).update(key=key, choice=choice)


def _held(session: uuid.UUID, number: uuid.UUID) -> Poll:
    """The poll, still open, with its session held."""
    now = hold(session)
    check_open(now)
    poll = Poll.objects.filter(session=now, pk=number).first()
    if poll is None or not poll.open:
        raise Refused(_("Deze peiling is al gesloten. Er is nu niets meer bewaard. Zeg hardop wat je vindt."))
    return poll


def _check_words(asks: str, choices: Sequence[str]) -> None:
    if not asks:
        raise Refused(_("Schrijf eerst een vraag."))
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        raise Refused(_("Geef twee tot zes keuzes."))
    if len(asks) > MAX_ASKS or any(len(one) > MAX_CHOICE for one in choices):
        raise Refused(
            _("Houd het kort: een vraag van hooguit %(asks)s tekens, en keuzes van hooguit %(choice)s.")
            % {"asks": MAX_ASKS, "choice": MAX_CHOICE}
        )
    if len({one.casefold() for one in choices}) != len(choices):
        raise Refused(_("Twee keuzes zijn gelijk. Maak ze verschillend."))
