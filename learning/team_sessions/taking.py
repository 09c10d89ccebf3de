"""The minutes of a session as files to take along: read at once, or as a PDF that the worker makes."""

import uuid

from django.utils.translation import gettext_lazy as _

from learning.team_sessions import queries
from learning.team_sessions.minutes import MinutesOf, as_json, as_markdown, minutes_of
from learning.team_sessions.models import Session
from people.exports import kinds
from people.exports.kinds import Chosen, Kind, Made
from people.exports.pdf import laid_out
from people.models import User

PDF = "minutes-pdf"
NAME = "verslag"


def register() -> None:
    """Tell of the PDF."""
    kinds.register(Kind(key=PDF, title=_("Verslag van een sessie als PDF"), name=NAME, page="people:data", make=_pdf))


def read(number: uuid.UUID, *, reader: User) -> MinutesOf | None:
    """The minutes of a session, for who may read them now; None for anybody else, as if there were none. Raises vault.Unreadable."""
    session = queries.session_of(reader, number)
    return minutes_of(session, reader=reader) if session is not None else None


AT_ONCE = {"md": as_markdown, "json": as_json}
"""The forms that take no worker, by their extension."""


def _pdf(user: User, chosen: Chosen) -> Made:
    """Whoever may no longer read them, since they asked, gets none."""
    minutes = read(uuid.UUID(chosen["session"]), reader=user)
    if minutes is None:
        raise Session.DoesNotExist
    return Made(laid_out("learning/team_sessions/minutes_paper.html", {"minutes": minutes}), "pdf")
