"""When a question comes back: pure functions over plain answers, no database, no request.

The curve of forgetting is FSRS's (`fsrs`), with its own parameters for everybody, whole days, and no chance in it: the same answers
always give the same day.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from django.utils import timezone
from fsrs import Card, Rating, Scheduler

from learning.practice.models import HowSure, Rhythm

SECONDS = 50
"""What a question takes, to read it, answer it and read why: an estimate, the same for all kinds."""
MOST = 6
"""Questions in a round: what fits in five minutes."""
BETWEEN = timedelta(days=7)
"""From one round to the next, whatever the theme: five minutes a week."""
KEPT_OPEN = timedelta(days=7)
"""How long a round that was left is offered to go on with."""
LONGEST = 365
"""A question comes back once a year at least."""
_MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """That a question was answered: when, whether all of it was right, how sure of it, and on which line of the question."""

    at: datetime
    correct: bool
    certainty: int | None = None
    line_id: int = 0


@dataclass(frozen=True, kw_only=True)
class Recall:
    """What somebody may be expected to remember of a question: from the answer that counted last, and the day it is due."""

    stability: float
    difficulty: float
    last: Answered
    due_on: date


def rating_of(correct: bool, certainty: int | None) -> Rating:
    """An answer in FSRS's four steps. Not all right is not remembered; of a right answer the certainty decides, where it was given."""
    if not correct:
        return Rating.Again
    if certainty == HowSure.GUESS:
        return Rating.Hard
    return Rating.Easy if certainty == HowSure.SURE else Rating.Good


def counting(answers: Iterable[Answered]) -> list[Answered]:
    """The answers that say what somebody remembers, in order: of each day the first, because the others came after the explanation."""
    first: dict[date, Answered] = {}
    for one in sorted(answers, key=lambda one: one.at):
        first.setdefault(timezone.localdate(one.at), one)
    return list(first.values())


def recall(answers: Iterable[Answered]) -> Recall | None:
    """What is remembered after these answers; None when there are none."""
    card, last = Card(card_id=0), None
    for last in counting(answers):
        card, _log = _SCHEDULER.review_card(card, rating_of(last.correct, last.certainty), _noon(last.at))
    if last is None or card.stability is None or card.difficulty is None:
        return None
    return Recall(stability=card.stability, difficulty=card.difficulty, last=last, due_on=card.due.date())


def _noon(at: datetime) -> datetime:
    """The middle of its day: FSRS counts in days of the calendar here, so that no hour and no change of the clock moves anything."""
    return datetime.combine(timezone.localdate(at), time(12), UTC)


def chance(stability: float, answered_at: datetime, at: datetime) -> float:
    """The chance, by FSRS, that a question is still known."""
    card = Card(card_id=0, stability=stability, last_review=_noon(answered_at))
    return _SCHEDULER.get_card_retrievability(card, _noon(at))


def later(day: date, rhythm: str) -> date:
    """The day of the next round of a theme. A month after the 31st is the last day of a shorter month."""
    if rhythm not in _MONTHS:
        return day + timedelta(weeks=2)
    years, month = divmod(day.month - 1 + _MONTHS[Rhythm(rhythm)], 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def minutes(questions: int) -> int:
    """How many minutes so many questions take, about."""
    return ceil(questions * SECONDS / 60)
