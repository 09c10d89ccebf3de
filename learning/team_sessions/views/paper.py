"""A session on paper: cards, the scale, the agreement, and for who leads the words to say. For when the network stays away."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from learning.team_sessions import queries, rules
from learning.team_sessions.models import Session
from learning.team_sessions.phases import Phase
from learning.team_sessions.script import IF_MOVED, IF_REAL, ON_PAPER, UNNAMED
from people.scope import member_required, private

PEOPLE, FEWEST, MOST = 8, 2, 40
CARDS_EACH = 2
CARDS_ON_SHEET = 6


@require_GET
@member_required
def paper(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The sheets to print, for so many people (`mensen`). The words to say are on it for who leads. Holds nothing that anybody gave."""
    found = queries.session_of(request.user, session)
    if found is None:
        raise Http404
    people = _people(request.GET.get("mensen", ""))
    context = {
        "session": found,
        "people": people,
        "fewest": FEWEST,
        "most": MOST,
        "sheets": range(-(-people * CARDS_EACH // CARDS_ON_SHEET)),
        "cards": range(CARDS_ON_SHEET),
        "ballots": range(people),
        "scale": list(enumerate(queries.scale(found), 1)),
        "script": script(found) if rules.may_lead(request.user, found) else [],
        "if_moved": IF_MOVED,
        "if_real": IF_REAL,
        "unnamed": UNNAMED,
    }
    return private(render(request, "learning/team_sessions/paper.html", context))


def script(session: Session) -> list[dict[str, Any]]:
    """The words of each phase of the session's recipe, with its minutes; the lobby first."""
    phases = (Phase.LOBBY.value, *session.recipe.phases)
    return [
        {"name": Phase(phase).label, "minutes": session.recipe.advised(phase), "lines": ON_PAPER[phase]}
        for phase in phases
    ]


def _people(typed: str) -> int:
    """How many people were asked for; what is no number is the usual, and the rest is brought within bounds."""
    return min(max(int(typed), FEWEST), MOST) if typed.isascii() and typed.isdigit() and len(typed) < 5 else PEOPLE
