"""Practising to lead: pretend participants in a rehearsal, who do what people do, so that every screen has something to show."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cms.reflection_questions import LEVELS
from learning.team_sessions import codes, script
from learning.team_sessions.actions import giving
from learning.team_sessions.actions.holding import check_open, hold_to_lead
from learning.team_sessions.models import Drawn, Participation, Session
from learning.team_sessions.phases import BALLOTS_IN, CARDS_IN
from people.models import User
from people.refusal import Refused


def pretend(session: Session, *, by: User) -> int:
    """Let the pretend participants do what the phase asks: write a card each, and choose a place on the scale.

    Answers how many acted; once they did, none in that round. Raises Refused outside a rehearsal.
    """
    with transaction.atomic():
        now = hold_to_lead(session.pk, by=by)
        check_open(now)
        if not now.rehearsal:
            raise Refused(_("Verzonnen deelnemers zijn er alleen in een oefensessie."))
        if not now.collecting or now.phase not in CARDS_IN:
            return 0
        return sum(_act(now, place, str(text)) for place, text in enumerate(script.PRETEND))


def _act(now: Session, place: int, text: str) -> bool:
    """One pretend participant: a guest whose token nobody holds, made anew from the session and its place."""
    token = f"pretend {place} {now.round}"
    guest = codes.digest_of_guest(now.pk, f"pretend {place}")
    participation, _is_new = Participation.objects.get_or_create(session=now, guest=guest)
    is_first = not Drawn.objects.filter(participation=participation).exists()
    if is_first:
        giving.draw(participation, token=token)
        giving.put_card(now, token=token, key=uuid.uuid4(), text=text)
    votes = now.phase in BALLOTS_IN and not giving.has_voted(now, token)
    if votes:
        giving.vote(now, token=token, key=uuid.uuid4(), value=LEVELS[place % len(LEVELS)])
    return is_first or votes
