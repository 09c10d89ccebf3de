"""What someone tried, by what they tried it on; import from here."""

from learning.practice.models.answers import Answer, Attempt, Item, Tally
from learning.practice.models.counts import CaseCount, ChoiceTally, Spread
from learning.practice.models.runs import Certainty, Played, Run, Step

__all__ = [
    "Answer",
    "Attempt",
    "CaseCount",
    "Certainty",
    "ChoiceTally",
    "Item",
    "Played",
    "Run",
    "Spread",
    "Step",
    "Tally",
]
