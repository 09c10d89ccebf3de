"""Teams in session, with guests at their tables: `python -m bench.gather FOLDER SESSIONS PHONES`, run by bench.live in the site's place.

The guests come in by the product's own actions, and hold the cookie that its door gives. Writes FOLDER/gathered.json.
"""

import json
import sys
import uuid
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.utils import timezone  # noqa: E402

from learning.team_sessions.actions import course, doors  # noqa: E402
from learning.team_sessions.actions.course import Plan, Subject  # noqa: E402
from learning.team_sessions.browser import COOKIE, begin, guest_token, with_browser_token  # noqa: E402
from learning.team_sessions.models import Session  # noqa: E402
from people.models import Membership, Organisation, Profession, Role, Team, User  # noqa: E402


def main(folder: Path, sessions: int, phones: int) -> None:
    organisation = Organisation.objects.create(name="Gemeente Bijeen", slug="gemeente-bijeen")
    found = []
    for number in range(sessions):
        session = opened(organisation, number)
        seats = phones // sessions + (number < phones % sessions)
        leader = session.facilitators.get()
        found.append(
            {
                "session": str(session.pk),
                "leader": leader.pk,
                "phases": session.recipe.phases,
                "cookies": [come_in(session) for _seat in range(seats)],
            }
        )
    (folder / "gathered.json").write_text(json.dumps({"cookie": COOKIE, "tables": found}))


def opened(organisation: Organisation, number: int) -> Session:
    """A session of sixty minutes on the third question, in its lobby, led by somebody of the team."""
    team = Team.objects.create(organisation=organisation, name=f"Team {number}")
    leader = User.objects.create(
        email=f"leader{number}@example.nl",
        first_name="Begeleider",
        password="!",
        profession=Profession.YOUTH_AND_FAMILY,
    )
    Membership.objects.create(
        user=leader, team=team, organisation=organisation, role=Role.PROFESSIONAL, started_on=timezone.localdate()
    )
    plan = Plan(minutes=60)
    session = course.prepare(team, subject=Subject(question=3), by=leader, key=uuid.uuid4(), plan=plan)
    return course.begin(session, by=leader, seen=session.version, key=uuid.uuid4())


def come_in(session: Session) -> str:
    """A guest's browser that came in; the value of its cookie."""
    request = HttpRequest()
    begin(request)
    doors.join_as_guest(session, token=guest_token(request))
    return with_browser_token(HttpResponse(), request, guest_in=session.pk).cookies[COOKIE].value


if __name__ == "__main__":
    assert not settings.DEBUG
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
