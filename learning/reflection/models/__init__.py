"""The mirror: what someone writes for themselves, in pieces by noun. Words are sealed from the first letter."""

from learning.reflection.models.drafts import Draft
from learning.reflection.models.entries import DIMENSIONS, MOST_MINUTES, RATINGS, Dimension, Entry
from learning.reflection.models.intentions import Intention, Outcome
from learning.reflection.models.sharing import Comment, Opening, Share

__all__ = [
    "DIMENSIONS",
    "MOST_MINUTES",
    "RATINGS",
    "Comment",
    "Dimension",
    "Draft",
    "Entry",
    "Intention",
    "Opening",
    "Outcome",
    "Share",
]
