"""Lines of a dossier for tests: intervision by hand, and a session that is over."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from learning.dossier import actions
from learning.dossier.actions import Facts
from learning.dossier.models import OwnActivity
from learning.dossier.words import Words
from learning.team_sessions.actions import course, doors
from learning.team_sessions.models import Session
from people.models import User
from tests.learning.sessions import clicked, opened

LINE = {"kind": "intervision", "on": "2026-01-15", "minutes": "90", "method": "Incidentmethode", "people": "5"}
"""What one fills in."""
SAID = Words("Incidentmethode")


def added(user: User, said: Words = SAID, **facts: Any) -> OwnActivity:
    """The same, written down."""
    usual = {"kind": "intervision", "on": date(2026, 1, 15), "minutes": 90, "people": 5}
    return actions.add(uuid.uuid4(), Facts(**(usual | facts)), said, by=user)


def session_of(leader: User, *people: User) -> Session:
    """A session that is over, in which these people took part."""
    session = opened(leader)
    for one in people:
        doors.join(session, by=one)
    Session.objects.filter(pk=session.pk).update(opened_at=timezone.now() - timedelta(minutes=31))
    return clicked(course.close, session, leader)
