"""What is so in the polls of a lesson, for one reader: whether they voted, and what may be shown."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from cms.editions.memory import LoadedEdition, edition
from learning.practice.models import PollCount, PollTaken, PollVote


@dataclass(frozen=True)
class PollWork:
    """Where somebody stands in one poll. `choice`, `key` and `lesson_id` (its edition) are of a vote under their name.

    `shown` is the spread, empty before there is one; who did not vote sees none.
    """

    voted: bool = False
    choice: str = ""
    key: str = ""
    lesson_id: int = 0
    shown: Mapping[str, int] = field(default_factory=dict)


NOTHING = PollWork()
Polls = Mapping[tuple[str, bool], PollWork]
"""By block, and whether the poll is one without a name."""


def polls_of(user_id: int, organisation_id: int | None, line_id: int) -> Polls:
    """The polls of a line of a lesson as somebody may see them. One statement."""
    votes: dict[tuple[str, bool], tuple[str, str, int]] = {}
    counts: dict[tuple[str, bool], dict[str, int]] = {}
    for kind, block, choice, rest, lesson_id in _rows(user_id, organisation_id, line_id):
        place = (block, kind.endswith("unnamed"))
        if kind.startswith("count"):
            counts[place] = json.loads(rest)
        else:
            votes[place] = (choice, str(uuid.UUID(rest)) if choice else "", lesson_id)
    return {place: PollWork(True, *vote, counts.get(place, {})) for place, vote in votes.items()}


def _rows(user_id: int, organisation_id: int | None, line_id: int) -> Any:
    own = {"user_id": user_id, "line_id": line_id}
    votes = PollVote.objects.filter(**own).values_list(
        _text("vote"), "block", "choice", Cast("key", TextField()), "lesson_id"
    )
    taken = PollTaken.objects.filter(**own).values_list(_text("vote-unnamed"), "block", _text(""), _text(""), Value(0))
    counts = PollCount.objects.filter(line_id=line_id, organisation_id=organisation_id or 0)
    named, unnamed = (
        counts.filter(unnamed=unnamed).values_list(
            _text(kind), "block", _text(""), Cast("shown", TextField()), Value(0)
        )
        for unnamed, kind in ((False, "count"), (True, "count-unnamed"))
    )
    return votes.union(taken, named, unnamed, all=True)


def _text(words: str) -> Any:
    return Cast(Value(words), CharField(max_length=40))


def told_of(lesson_id: int, block: str, choice: str) -> dict[str, str]:
    """The words of a poll and of a choice in it, in the edition where somebody voted: to tell them what is kept."""
    asked = poll_in(edition(lesson_id), block) or {"question": "", "choices": []}
    return {"peiling": asked["question"], "keuze": words_of(asked, choice)}


def words_of(asked: Mapping[str, Any], choice: str) -> str:
    return next((str(one["text"]) for one in asked["choices"] if one["id"] == choice), "")


def poll_in(lesson: LoadedEdition, block: str) -> dict[str, Any] | None:
    """The poll in this block of an edition of a lesson; None when there is none."""
    return next((one for one in lesson.content["blocks"] if one["id"] == block and one["type"] == "poll"), None)
