"""Which questions come back for somebody, and when. Every query begins with whose it is, and sees only what their organisation may read."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, Max, PositiveSmallIntegerField, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from cms.editions.memory import LoadedEdition, editions
from cms.models import Edition, Kind, Taught, Theme
from learning.practice.models import Answer, Item, Refresher, RefresherRound, RefresherTurn, Refreshing
from learning.practice.refreshers.scheduling import KEPT_OPEN, Answered, chance
from people.viewer import Viewer

_PLACES = {theme: place for place, theme in enumerate(Theme.values)}
NOW, LATER, RESTING = "now", "later", "resting"


# --- What was answered ----------------------------------------------------------------------------


def history(user_id: int) -> dict[uuid.UUID, list[Answered]]:
    """What somebody answered in lessons, in tests that were handed in, and in refreshers, by question. Three statements.

    Open questions are not among it, nor what was left open in a test.
    """
    found: dict[uuid.UUID, list[Answered]] = {}
    for question, line, correct, certainty, at in (*_in_lessons(user_id), *_in_tests(user_id), *_in_rounds(user_id)):
        found.setdefault(question, []).append(Answered(at=at, correct=correct, certainty=certainty, line_id=line))
    return found


def _in_lessons(user_id: int) -> Iterable[tuple[Any, ...]]:
    rows = Answer.objects.filter(user_id=user_id, correct__isnull=False)
    return rows.annotate(sure=Value(None, output_field=PositiveSmallIntegerField())).values_list(
        "question__taught_id", "question__line_id", "correct", "sure", "created_at"
    )


def _in_tests(user_id: int) -> Iterable[tuple[Any, ...]]:
    rows = Item.objects.filter(attempt__user_id=user_id, attempt__finished_at__isnull=False, response__isnull=False)
    return (
        rows.filter(correct__isnull=False)
        .exclude(question__content__kind="open")
        .order_by()
        .values_list("question__taught_id", "question__line_id", "correct", "certainty", "attempt__finished_at")
    )


def _in_rounds(user_id: int) -> Iterable[tuple[Any, ...]]:
    rows = RefresherTurn.objects.filter(round__user_id=user_id, answered_at__isnull=False).order_by()
    return rows.values_list("question__taught_id", "question__line_id", "correct", "certainty", "answered_at")


def taught_in(questions: Collection[uuid.UUID], organisation_id: int | None) -> dict[uuid.UUID, str]:
    """The theme of each question that a live module asks now, in a live lesson or its test; of two themes the first. Two statements,
    and one for modules that this process has not met."""
    live = Edition.objects.filter(
        pk=F("taught__live_line__head_id"), taught__in=Taught.objects.readable_by(organisation_id)
    )
    asking = list(live.filter(uses__in=questions).values_list("pk", "taught_id", "taught__kind", "uses"))
    lessons = {taught for _pk, taught, kind, _question in asking if kind == Kind.LESSON}
    holding = list(live.filter(uses__in=lessons, taught__kind=Kind.MODULE).values_list("pk", "uses"))
    held = editions({pk for pk, *_rest, kind, _question in asking if kind == Kind.MODULE} | {pk for pk, _l in holding})
    themes = {pk: str(module.content["theme"]) for pk, module in held.items()}
    of_lesson: dict[uuid.UUID, set[str]] = {}
    for pk, lesson in holding:
        of_lesson.setdefault(lesson, set()).add(themes[pk])
    found: dict[uuid.UUID, set[str]] = {}
    for pk, taught, _kind, question in asking:
        found.setdefault(question, set()).update({themes[pk]} if pk in themes else of_lesson.get(taught, ()))
    return {question: min(several, key=place_of) for question, several in found.items() if several}


def place_of(theme: str) -> int:
    """Where a theme stands among the others."""
    return _PLACES.get(theme, len(_PLACES))


def rounds_done(user_id: int) -> dict[str, datetime]:
    """When somebody answered last in a round, by theme. A round in which nothing was answered does not count."""
    rows = RefresherTurn.objects.filter(round__user_id=user_id, answered_at__isnull=False).order_by()
    return dict(rows.values("round__theme").annotate(last=Max("answered_at")).values_list("round__theme", "last"))


# --- What comes back ------------------------------------------------------------------------------


def _open(on: date) -> Q:
    """Refreshers that may be asked on a day: by what was answered, or because the question changed materially since."""
    changed = ~Q(line=F("question__live_line")) | Q(stability__isnull=True)
    return Q(open_on__lte=on, question__live_line__isnull=False) & (Q(due_on__lte=on) | changed)


def due(viewer: Viewer, theme: str, *, at: datetime) -> list[Refresher]:
    """What may be asked now of a theme, what is likeliest forgotten first; what changed comes before all of it. One statement."""
    rows = Refresher.objects.filter(
        _open(timezone.localdate(at)),
        user_id=viewer.user_id,
        theme=theme,
        question__in=Taught.objects.readable_by(viewer.organisation_id),
    ).select_related("question__live_line")
    return sorted(rows, key=lambda one: (_known(one, at), str(one.question_id)))


def _known(one: Refresher, at: datetime) -> float:
    if one.stability is None or one.line_id != one.question.live_line_id:
        return 0.0
    return chance(one.stability, one.answered_at, at)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A question that comes back: when, and from which answer that follows. `state` is one of now, later, resting."""

    question: LoadedEdition
    state: str
    on: date
    changed: bool
    correct: bool
    certainty: int | None
    answered_on: date


@dataclass(frozen=True, kw_only=True)
class ThemeComing:
    """The questions of one theme (an empty one for those at rest), first the one that comes first."""

    theme: str
    questions: list[Coming]
    now: int
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class OpenRound:
    """A round to go on with, and how many of its questions are left."""

    uuid: uuid.UUID
    theme: str
    left: int


def rhythm_of(user_id: int) -> str | None:
    """How often somebody refreshes; None for who did not choose to."""
    return Refreshing.objects.filter(user_id=user_id).values_list("rhythm", flat=True).first()


def coming(viewer: Viewer, *, on: date) -> list[ThemeComing]:
    """All that comes back for somebody, by theme. One statement, and one for questions that this process has not met."""
    rows = list(
        Refresher.objects.filter(
            user_id=viewer.user_id, question__in=Taught.objects.readable_by(viewer.organisation_id)
        ).select_related("line", "question__live_line")
    )
    heads = {one.pk: (one.question.live_line or one.line).head_id for one in rows}
    held = editions(head for head in heads.values() if head)
    found: dict[str, list[Coming]] = {}
    for one in rows:
        if head := heads[one.pk]:
            told = _coming(one, held[head], on)
            found.setdefault("" if told.state == RESTING else one.theme, []).append(told)
    return [_theme(theme, found[theme]) for theme in sorted(found, key=place_of)]


def _coming(one: Refresher, question: LoadedEdition, on: date) -> Coming:
    changed = one.stability is None or one.line_id != question.line_id
    resting = not one.theme or one.question.live_line_id is None or question.content["kind"] == "open"
    day = one.open_on if changed else max(one.due_on, one.open_on)
    return Coming(
        question=question,
        state=RESTING if resting else NOW if day <= on else LATER,
        on=day,
        changed=changed,
        correct=one.correct,
        certainty=one.certainty,
        answered_on=timezone.localdate(one.answered_at),
    )


def _theme(theme: str, questions: list[Coming]) -> ThemeComing:
    found = sorted(questions, key=lambda one: (one.on, str(one.question.taught_id)))
    later = [one.on for one in found if one.state == LATER]
    now = sum(one.state == NOW for one in found)
    return ThemeComing(theme=theme, questions=found, now=now, next_on=min(later, default=None))


def first_theme(counts: Mapping[str, int]) -> str:
    """Of the themes with something to ask the one with most of it; of equals the first. Empty when there is none."""
    asked = [theme for theme, count in counts.items() if count]
    return min(asked, key=lambda theme: (-counts[theme], place_of(theme)), default="")


# --- Rounds ---------------------------------------------------------------------------------------


def has_rounds(user_id: int) -> bool:
    """Whether somebody ever began a round, and did not delete it."""
    return RefresherRound.objects.filter(user_id=user_id).exists()


def left_turns(viewer: Viewer) -> QuerySet[RefresherTurn]:
    """What is still to answer in somebody's rounds. What was withdrawn or changed materially since it was drawn is passed over."""
    return RefresherTurn.objects.filter(
        round__user_id=viewer.user_id,
        answered_at__isnull=True,
        question__line=F("question__taught__live_line"),
        question__taught__in=Taught.objects.readable_by(viewer.organisation_id),
    )


def open_round(viewer: Viewer, *, at: datetime) -> OpenRound | None:
    """The round to go on with; None when there is none, or it was left too long ago. One statement."""
    row = next(iter(_going_on(viewer, at).values_list("round", "round__theme", "left")), None)
    return OpenRound(uuid=row[0], theme=row[1], left=row[2]) if row else None


def _going_on(viewer: Viewer, at: datetime) -> QuerySet[Any, Any]:
    rows = left_turns(viewer).filter(round__ended_at__isnull=True, round__begun_at__gt=at - KEPT_OPEN)
    return rows.order_by().values("round", "round__theme").annotate(left=Count("pk"))


def own_round(
    viewer: Viewer, round_id: uuid.UUID
) -> tuple[RefresherRound, list[RefresherTurn], RefresherTurn | None] | None:
    """One's own round with its turns, and the one that is next; None for anybody else's. Three statements."""
    found = RefresherRound.objects.filter(pk=round_id, user_id=viewer.user_id).first()
    if found is None:
        return None
    readable = Taught.objects.readable_by(viewer.organisation_id)
    turns = list(RefresherTurn.objects.filter(round=found, question__taught__in=readable).order_by("position"))
    following = left_turns(viewer).filter(round=found).order_by("position").first() if not found.ended_at else None
    return found, turns, following


def coming_of(user_id: int, questions: Iterable[LoadedEdition], *, on: date) -> dict[uuid.UUID, Coming]:
    """When these questions come back for somebody, by question; of who does not refresh any more nothing. One statement."""
    held = {one.taught_id: one for one in questions}
    rows = Refresher.objects.filter(user_id=user_id, question__in=held).select_related("question")
    return {one.question_id: _coming(one, held[one.question_id], on) for one in rows}


DUE, GOING_ON = "refresher", "refresher-round"


def waiting(viewer: Viewer, *, at: datetime) -> list[QuerySet[Any, Any]]:
    """What home tells of it, as rows that come along in another statement: kind, the round, how many, the theme, no day."""
    no_round, no_day = Cast(Value(None), UUIDField()), Cast(Value(None), DateTimeField())
    open_now = Refresher.objects.filter(
        _open(timezone.localdate(at)),
        user_id=viewer.user_id,
        question__in=Taught.objects.readable_by(viewer.organisation_id),
    ).exclude(theme="")
    asked = open_now.order_by().values("theme").annotate(count=Count("pk"))
    return [
        asked.values_list(Value(DUE), no_round, "count", "theme", no_day),
        _going_on(viewer, at).values_list(Value(GOING_ON), "round", "left", "round__theme", no_day),
    ]
