"""What the forms of a poll show, on whichever screen they stand: props of templates/learning/team_sessions/polls/."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from learning.team_sessions import polls
from learning.team_sessions.actions import polling
from learning.team_sessions.models import Session, State
from learning.team_sessions.models.polls import MOST_CHOICES
from learning.team_sessions.phases import POLLS_IN, Phase
from learning.team_sessions.seats import Seat

Props = dict[str, Any]
SEEN_IN = POLLS_IN | {Phase.AGREE, Phase.CLOSE}
CHOICES = tuple(f"choice-{place}" for place in range(1, MOST_CHOICES + 1))
"""The fields of a new poll's choices."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """A form that came back: what it holds, what is wrong with it, or what was done."""

    fields: dict[str, str] = field(default_factory=dict)
    error: str = ""
    guard: Any = None
    done: str = ""


NOTHING = Came()


def for_screen(session: Session) -> Props:
    """Props of polls/_screen.html. Raises vault.Unreadable."""
    return {"poll": _poll_of(session)}


def _poll_of(session: Session) -> polls.PollShown | None:
    """The last poll, from where one may be put until the end."""
    goes_on = session.state == State.OPEN and session.phase in SEEN_IN
    return polls.poll_shown(session) if goes_on else None


def for_phone(seat: Seat, came: Came = NOTHING, *, place: str = "") -> Props:
    """Props of polls/_phone.html. Raises vault.Unreadable."""
    poll = _poll_of(seat.session)
    own = polls.own_choice(poll, seat.token)
    return {
        "poll": poll,
        "own": own,
        "holds": f"peiling-{poll.number}" if poll and poll.open else "",
        "action": reverse("team_sessions:poll-vote", args=[seat.session.pk]),
        "place": place,
        "key": uuid.uuid4(),
        "error": came.error,
        "done": came.done,
    }


def for_lead(session: Session, came: Came = NOTHING, *, place: str = "") -> Props:
    """Props of polls/_facilitator.html. Raises vault.Unreadable."""
    poll = _poll_of(session)
    names = [(name, came.fields.get(name, "")) for name in CHOICES]
    pretends = session.rehearsal and poll is not None and poll.open
    return {
        "poll": poll,
        "votes": polls.votes_in(session),
        "may_put": session.phase in POLLS_IN and session.state == State.OPEN and not (poll and poll.open),
        "put_url": reverse("team_sessions:poll-put", args=[session.pk]),
        "close_url": reverse("team_sessions:poll-close", args=[session.pk]),
        "pretend_url": reverse("team_sessions:lead-pretend", args=[session.pk]) if pretends else "",
        "place": place,
        "key": uuid.uuid4(),
        "seen": session.version,
        "asks": came.fields.get("asks", ""),
        "about": came.fields.get("about", ""),
        "choices": [{"name": name, "text": text, "place": at} for at, (name, text) in enumerate(names, 1)],
        "max_asks": polling.MAX_ASKS,
        "max_about": polling.MAX_ABOUT,
        "max_choice": polling.MAX_CHOICE,
        "error": came.error,
        "guard": came.guard,
        "is_open": bool(came.fields or came.error),
    }
