"""Practising to lead: pretend participants in a rehearsal, who do what people do, so that every screen has something to show."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cms.reflection_questions import LEVELS
from learning.team_sessions import codes, script
from learning.team_sessions.actions import giving, polling
from learning.team_sessions.actions.holding import check_open, hold_to_lead
from learning.team_sessions.models import Drawn, Participation, Poll, Polled, Session
from learning.team_sessions.phases import BALLOTS_IN, CARDS_IN
from people.models import User
from people.refusal import Refused


def pretend(session: Session, *, by: User) -> int:
    """Let the pretend participants do what is asked now: write a card each, choose a place on the scale, choose in the poll that is open.

    Answers how many acted; once they did, none in that round and that poll. Raises Refused outside a rehearsal.
    """
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        check_open(now)
        if not now.rehearsal:
            raise Refused(_("Verzonnen deelnemers zijn er alleen in een oefensessie."))
        poll = Poll.objects.filter(session=now, open=True).first()
        collects = now.collecting and now.phase in CARDS_IN
        if poll is None and not collects:
            return 0
        acted = 0
        for place, text in enumerate(script.PRETEND):
            participation = _pretend_guest(now, place)
            gave = collects and _give(now, participation, place, str(text))
            acted += _choose(poll, participation, place) or gave
        return acted


def _pretend_guest(now: Session, place: int) -> Participation:
    """A guest whose token nobody holds, made anew from the session and its place."""
    guest = codes.digest_of_guest(now.pk, f"pretend {place}")
    return Participation.objects.get_or_create(session=now, guest=guest)[0]


def _give(now: Session, participation: Participation, place: int, text: str) -> bool:
    """A card in each round, and a place on the scale where that is asked. Whether there was anything left to give."""
    token = f"pretend {place} {now.round}"
    is_first = not Drawn.objects.filter(participation=participation).exists()
    if is_first:
        giving.draw(participation, token=token)
        giving.put_card(now, token=token, key=uuid.uuid4(), text=text)
    votes = now.phase in BALLOTS_IN and not giving.has_voted(now, token)
    if votes:
        giving.vote(now, token=token, key=uuid.uuid4(), value=LEVELS[place % len(LEVELS)])
    return is_first or votes


def _choose(poll: Poll | None, participation: Participation, place: int) -> bool:
    """A choice in the poll that is open, spread over all of them. Whether there was anything left to choose."""
    if poll is None or Polled.objects.filter(poll=poll, participation=participation).exists():
        return False
    choice = place % poll.choices + 1
    polling.vote(participation, poll.pk, token=f"pretend {place}", key=uuid.uuid4(), choice=choice)
    return True
