"""Sessions as teams have them, up to some moment, and browsers that take part in them without a page around them."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from learning.team_sessions import codes
from learning.team_sessions.actions import agreeing, course, doors, giving
from learning.team_sessions.actions.course import Plan, Subject
from learning.team_sessions.models import Agreement, Participation, Session
from learning.team_sessions.words import Resolve
from people.models import User


def prepared(by: User, *, question: int = 3, **plan: Any) -> Session:
    """A session of their team, on one of the ten questions."""
    team = by.memberships.get().team
    return course.prepare(team, subject=Subject(question=question), by=by, key=uuid.uuid4(), plan=Plan(**plan))


def opened(by: User, **plan: Any) -> Session:
    """The same, open, in its lobby."""
    return clicked(course.begin, prepared(by, **plan), by)


def at(phase: str, by: User, **plan: Any) -> Session:
    """The same, at a phase."""
    return moved(opened(by, **plan), phase, by)


def clicked(action: Any, session: Session, by: User, **more: Any) -> Session:
    """A change by who leads it, who saw what is so now."""
    seen = Session.objects.get(pk=session.pk).version
    return action(session, by=by, seen=seen, key=uuid.uuid4(), **more)


def moved(session: Session, phase: str, by: User) -> Session:
    return clicked(course.move, session, by, to=phase)


def agreed(session: Session, by: User, when: str = "een ouder wil blijven zitten", **more: Any) -> Agreement:
    """An agreement with a day two weeks from now, for the whole team."""
    more = {"due_on": timezone.localdate() + timedelta(days=14), "key": uuid.uuid4()} | more
    return agreeing.agree(session, Resolve(when, "vragen wij het kind toch even apart"), by=by, **more)


class Browser:
    """Somebody's browser, or a guest's without one: it takes part, and holds a token."""

    def __init__(self, session: Session, user: User | None = None) -> None:
        self.session, self.token = session, codes.new_token()
        if user is None:
            self.participation: Participation = doors.join_as_guest(session, token=self.token)
        else:
            self.participation = doors.join(session, by=user)

    def draw(self) -> "Browser":
        giving.draw(self.participation, token=self.token)
        return self

    def card(self, text: str, *, key: uuid.UUID | None = None, over: uuid.UUID | None = None) -> uuid.UUID:
        """Write a card; answers the key of the write."""
        key = key or uuid.uuid4()
        giving.put_card(self.session, token=self.token, key=key, text=text, over=over)
        return key

    def vote(self, value: int, *, key: uuid.UUID | None = None, over: uuid.UUID | None = None) -> uuid.UUID:
        key = key or uuid.uuid4()
        giving.vote(self.session, token=self.token, key=key, value=value, over=over)
        return key


def browsers(session: Session, number: int) -> list[Browser]:
    """So many guests, each with a ticket for the round that is open."""
    return [Browser(session).draw() for _guest in range(number)]


def voted(session: Session, values: Iterable[int]) -> None:
    for value in values:
        Browser(session).draw().vote(value)
