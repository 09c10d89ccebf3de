"""The demo's sessions: one of Wijkteam Noord that is over, with an agreement that stands open, and one to come."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from learning.team_sessions import codes
from learning.team_sessions.actions import agreeing, course, doors, giving
from learning.team_sessions.actions.course import Plan, Subject
from learning.team_sessions.models import Session
from learning.team_sessions.words import Resolve
from people.demo import demo_user
from people.models import User

_KEYS = uuid.UUID("6e9a2f1c-2a58-5a33-9a55-4e1f6f0b6c01")
_LAST, _NEXT = uuid.uuid5(_KEYS, "over"), uuid.uuid5(_KEYS, "to come")
_CARDS = (
    ("Ik stel het uit als ouders erbij willen blijven.", 2),
    ("Samen op huisbezoek gaan helpt mij om wél met het kind te praten.", 3),
    ("Ik weet niet goed wat ik een kleuter kan vragen.", 2),
    ("Ik zeg te snel dat het goed komt.", 3),
    ("Ik plan het gesprek met het kind nu als eerste in, niet als laatste.", 4),
)
_AGREED = Resolve(
    "een ouder bij het gesprek met het kind wil blijven",
    "vragen wij een collega mee, en spreken we het kind toch even apart",
)
_WHO = ("asha", "ben", "farah")
"""Who was there with an account; the others came as guests."""


def make_sessions() -> list[str]:
    """Make what is missing. Answers what was made, in words."""
    farah = demo_user("farah")
    membership = farah.memberships.select_related("team").filter(team__isnull=False).first()
    if membership is None or membership.team is None:
        return []
    made = []
    if not Session.objects.filter(key=_LAST).exists():
        with transaction.atomic():
            _held(course.prepare(membership.team, subject=Subject(question=3), by=farah, key=_LAST, plan=Plan()), farah)
        made.append("sessie van Wijkteam Noord, met verslag en afspraak")
    if not Session.objects.filter(key=_NEXT).exists():
        day = timezone.localdate() + timedelta(days=(1 - timezone.localdate().weekday()) % 7 or 7)  # the next Tuesday
        moment = timezone.make_aware(datetime.combine(day, time(9, 30)))
        plan = Plan(minutes=30, planned_at=moment, gathers_early=True)
        course.prepare(membership.team, subject=Subject(question=6), by=farah, key=_NEXT, plan=plan)
        made.append("sessie van Wijkteam Noord, gepland")
    return made


def _held(session: Session, farah: User) -> None:
    """Play a whole session, and put it two weeks back."""
    session = _click(course.begin, session, farah)
    session = _click(course.move, session, farah, to="scale")
    for place, (text, level) in enumerate(_CARDS):
        token = codes.new_token()
        user = demo_user(_WHO[place]) if place < len(_WHO) else None
        seat = doors.join(session, by=user) if user else doors.join_as_guest(session, token=token)
        giving.draw(seat, token=token)
        giving.put_card(session, token=token, key=uuid.uuid4(), text=text)
        giving.vote(session, token=token, key=uuid.uuid4(), value=level)
    session = _click(course.move, session, farah, to="agree")
    due = timezone.localdate() + timedelta(days=14)
    agreeing.agree(session, _AGREED, due_on=due, by=farah, key=uuid.uuid5(_KEYS, "agreed"), owner=demo_user("ben"))
    _click(course.close, Session.objects.get(pk=session.pk), farah)
    begun = timezone.now() - timedelta(days=14)
    Session.objects.filter(pk=session.pk).update(
        created_at=begun - timedelta(days=2), opened_at=begun, closed_at=begun + timedelta(minutes=24)
    )


def _click(action: object, session: Session, farah: User, **more: object) -> Session:
    seen = Session.objects.values_list("version", flat=True).get(pk=session.pk)
    found: Session = action(session, by=farah, seen=seen, key=uuid.uuid4(), **more)  # type: ignore[operator]  # one of course's
    return found
