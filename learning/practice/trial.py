"""Trying questions as a learner would, in a form that carries all of it: nobody is recorded, and nothing is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from learning.practice.grading import MAX_TEXT, Posted, Question, Response, Unanswered, fits, read
from learning.practice.presenting import Props, props, typed

MOST_CARRIED = 400_000
"""Characters of earlier answers that a form may bring along."""


@dataclass(frozen=True)
class Trial:
    """What was answered so far, by block; and the one that could not be read as an answer, with what was typed and why."""

    responses: Mapping[str, Response] = field(default_factory=dict)
    refused: str = ""
    fault: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)

    def carried(self) -> str:
        """As the forms of all questions carry it."""
        return json.dumps(self.responses, ensure_ascii=False)

    def shown(self, block_id: str, question: Question) -> Props:
        """Props of the question's component as it stands now."""
        if block_id == self.refused:
            return {**props(question, None, chosen=self.chosen), "state": "error", "error": self.fault}
        return props(question, self.responses.get(block_id))


def tried(questions: Mapping[str, Question], posted: Posted) -> Trial:
    """The trial that a form describes, one answer further. What a draft no longer has is left out."""
    earlier = _earlier(questions, str(posted.get("earlier", "")))
    asked = str(posted.get("block", ""))
    if asked not in questions:
        return Trial(earlier)
    question = questions[asked]
    try:
        response = read(question, posted)
    except Unanswered as reason:
        kept = {one: response for one, response in earlier.items() if one != asked}
        return Trial(kept, asked, str(reason), typed(question, posted))
    if question["kind"] == "open":
        response = {"text": str(posted.get("answer", ""))}
    return Trial({**earlier, asked: response})


def _earlier(questions: Mapping[str, Question], carried: str) -> dict[str, Response]:
    if not carried or len(carried) > MOST_CARRIED:
        return {}
    try:
        found = json.loads(carried)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        block: response
        for block, response in found.items()
        if block in questions and _holds(questions[block], response)
    }


def _holds(question: Question, response: Any) -> bool:
    """Whether a carried response is one of this question."""
    if not isinstance(response, dict):
        return False
    if question["kind"] == "open":
        return isinstance(response.get("text"), str) and len(response["text"]) <= MAX_TEXT
    return fits(question, response)
