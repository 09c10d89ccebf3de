"""What someone tried, by what they tried it on; import from here."""

from learning.practice.models.answers import Answer, Attempt, HowSure, Item, Tally
from learning.practice.models.counts import AttemptCount, CaseCount, ChoiceTally, PlaceCount, Spread
from learning.practice.models.polls import PollCount, PollTaken, PollTicket, PollVote
from learning.practice.models.refreshers import Refresher, RefresherRound, RefresherTurn, Refreshing, Rhythm
from learning.practice.models.runs import Certainty, Played, Run, Step
from learning.practice.models.trials import Remark, TrialGroup, TrialReader

__all__ = [
    "Answer",
    "Attempt",
    "AttemptCount",
    "CaseCount",
    "Certainty",
    "ChoiceTally",
    "HowSure",
    "Item",
    "PlaceCount",
    "Played",
    "PollCount",
    "PollTaken",
    "PollTicket",
    "PollVote",
    "Refresher",
    "RefresherRound",
    "RefresherTurn",
    "Refreshing",
    "Remark",
    "Rhythm",
    "Run",
    "Spread",
    "Step",
    "Tally",
    "TrialGroup",
    "TrialReader",
]
