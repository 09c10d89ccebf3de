"""Reflecting together: the session, who takes part, what is collected without a name, and what comes out; in pieces by noun."""

from learning.team_sessions.models.collecting import MOST_SLIPS, Ballot, Card, Offered, Round, Slip, Ticket
from learning.team_sessions.models.outcomes import Agreement, Minutes, Standing
from learning.team_sessions.models.participations import Drawn, Participation
from learning.team_sessions.models.polls import Poll, PollBallot, Polled
from learning.team_sessions.models.sessions import JoinCode, Keeping, Session, State

__all__ = [
    "MOST_SLIPS",
    "Agreement",
    "Ballot",
    "Card",
    "Drawn",
    "JoinCode",
    "Keeping",
    "Minutes",
    "Offered",
    "Participation",
    "Poll",
    "PollBallot",
    "Polled",
    "Round",
    "Session",
    "Slip",
    "Standing",
    "State",
    "Ticket",
]
