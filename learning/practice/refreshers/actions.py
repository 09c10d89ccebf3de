"""Choosing to be asked again, beginning a round, and answering in it. Whoever writes holds the row of that choice, so that no two meet."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.editions.memory import LoadedEdition, edition, editions
from cms.models import Taught, Theme
from learning.practice.grading import Response, grade
from learning.practice.models import Refresher, RefresherRound, RefresherTurn, Refreshing, Rhythm
from learning.practice.refreshers import queries
from learning.practice.refreshers.scheduling import BETWEEN, MOST, Answered, later, recall
from people.models import User
from people.refusal import Conflict, Refused
from people.viewer import viewer_of

_WORKED_OUT = (
    "line", "theme", "stability", "difficulty", "answered_at", "correct", "certainty", "due_on", "open_on",
)  # fmt: skip


# --- The choice -----------------------------------------------------------------------------------


def choose(rhythm: str, *, by: User) -> None:
    """Be asked again in this rhythm from now on. Safe to repeat."""
    if rhythm not in Rhythm.values:
        raise Refused(_("Kies hoe vaak je wilt opfrissen. Er is niets gewijzigd."))
    with transaction.atomic():
        Refreshing.objects.update_or_create(user=by, defaults={"rhythm": rhythm})
        _work_out(_held(by))


def stop(*, by: User) -> None:
    """Be asked nothing any more. What was answered stays, so that beginning again goes on from there. Safe to repeat."""
    with transaction.atomic():
        _held(by)
        RefresherRound.objects.filter(user=by, ended_at__isnull=True).update(ended_at=timezone.now())
        Refresher.objects.filter(user=by).delete()
        Refreshing.objects.filter(user=by).delete()


def forget(*, by: User) -> None:
    """Stop, and delete every round with its answers. What was answered in lessons and tests is not touched. Safe to repeat."""
    with transaction.atomic():
        stop(by=by)
        RefresherRound.objects.filter(user=by).delete()


def take_up(*, by: User) -> None:
    """Look at what somebody answered since, where they chose to refresh. One statement for everybody else."""
    if Refreshing.objects.filter(user=by).exists():
        with transaction.atomic():
            _work_out(_held(by))


def _held(by: User) -> Refreshing | None:
    return Refreshing.objects.select_for_update(of=("self",)).filter(user=by).first()


# --- Working out ----------------------------------------------------------------------------------


def _work_out(refreshing: Refreshing | None) -> None:
    """Bring all refreshers of a person up to date with what they answered and what is taught now. The same answers give the same days."""
    if refreshing is None:
        return
    answers = queries.history(refreshing.user_id)
    themes = queries.taught_in(answers.keys(), viewer_of(refreshing.user).organisation_id)
    lines = dict(Taught.objects.filter(pk__in=answers).values_list("pk", "live_line_id"))
    opens = _opening_days(refreshing, answers, themes)
    rows = [
        _refresher(refreshing.user_id, question, found, lines[question], themes.get(question, ""), opens)
        for question, found in answers.items()
    ]
    Refresher.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "question"], update_fields=_WORKED_OUT
    )


def _opening_days(
    refreshing: Refreshing, answers: dict[uuid.UUID, list[Answered]], themes: dict[uuid.UUID, str]
) -> dict[str, date]:
    """From which day each theme may be asked: its rhythm after the last round, or its first answer; and never two rounds in a week."""
    done = queries.rounds_done(refreshing.user_id)
    began: dict[str, datetime] = {}
    for question, theme in themes.items():
        first = min(one.at for one in answers[question])
        began[theme] = min(first, began.get(theme, first))
    soonest = timezone.localdate(max(done.values())) + BETWEEN if done else date.min
    days = {theme: later(timezone.localdate(done.get(theme, at)), refreshing.rhythm) for theme, at in began.items()}
    return {theme: max(day, soonest) for theme, day in days.items()}


def _refresher(
    user_id: int, question: uuid.UUID, answers: list[Answered], line_id: int | None, theme: str, opens: dict[str, date]
) -> Refresher:
    """A question as it stands on its live line; of what was withdrawn, on the line that was answered last."""
    last = max(answers, key=lambda one: one.at)
    line = line_id or last.line_id
    known = recall(one for one in answers if one.line_id == line)
    last = known.last if known else last
    due_on = known.due_on if known else timezone.localdate(last.at)
    return Refresher(
        user_id=user_id,
        question_id=question,
        line_id=line,
        theme=theme,
        stability=known.stability if known else None,
        difficulty=known.difficulty if known else None,
        answered_at=last.at,
        correct=last.correct,
        certainty=last.certainty,
        due_on=due_on,
        open_on=opens.get(theme, due_on),
    )


# --- Rounds ---------------------------------------------------------------------------------------


def begin(theme: str, *, by: User, key: uuid.UUID) -> RefresherRound:
    """Draw a round of a theme, or give back the one that is open or that this key began. Raises Refused when nothing is to be asked."""
    with transaction.atomic():
        found = _begun(theme, by=by, key=key, at=timezone.now())
    if found is None:
        raise Refused(_("Over dit thema is er nu niets op te frissen. Hieronder staat wanneer er weer iets komt."))
    return found


def _begun(theme: str, *, by: User, key: uuid.UUID, at: datetime) -> RefresherRound | None:
    """The round; None when there is nothing to ask. What was worked out for that stays."""
    refreshing = _held(by)
    if refreshing is None:
        raise Refused(_("Je hebt opfrissen niet aanstaan. Kies eerst hoe vaak je wilt opfrissen."))
    if known := RefresherRound.objects.filter(user=by, key=key).first():
        return known
    if going_on := queries.open_round(viewer_of(by), at=at):
        return RefresherRound.objects.get(pk=going_on.uuid)
    RefresherRound.objects.filter(user=by, ended_at__isnull=True).update(ended_at=at)
    _work_out(refreshing)
    drawn = _drawn(theme, by=by, at=at)
    if not drawn:
        return None
    made = RefresherRound.objects.create(user=by, key=key, theme=theme)
    RefresherTurn.objects.bulk_create(
        RefresherTurn(round=made, position=position, question_id=one.pk) for position, one in enumerate(drawn, 1)
    )
    return made


def _drawn(theme: str, *, by: User, at: datetime) -> list[LoadedEdition]:
    """The editions in force of what is likeliest forgotten, as many as fit in a round. What became an open question is left out."""
    if theme not in Theme.values:
        return []
    lines = [one.question.live_line for one in queries.due(viewer_of(by), theme, at=at)]
    heads = [line.head_id for line in lines if line is not None and line.head_id is not None]
    held = editions(heads)
    return [held[head] for head in heads if held[head].content["kind"] != "open"][:MOST]


def answer(
    turn: RefresherTurn, response: Response, *, by: User, key: uuid.UUID, certainty: int | None = None
) -> RefresherTurn:
    """Answer a question of a round, once; when it comes back follows from that. The same key has one effect.

    Raises Conflict when another window answered it, or the key came with something else; Refused when the round was ended meanwhile.
    """
    content = edition(turn.question_id).content
    with transaction.atomic():
        refreshing = _held(by)
        held = RefresherTurn.objects.select_for_update(of=("self",)).select_related("round").filter(round__user=by)
        own = held.filter(pk=turn.pk).first()
        if own is None:
            raise Refused(_("Deze ronde heb je verwijderd. Je antwoord is niet bewaard."))
        if own.answered_at is not None:
            return _same(own, response, key=key, certainty=certainty)
        if own.round.ended_at is not None:
            raise Refused(_("Deze ronde is gesloten. Je antwoord is niet bewaard. Begin bij Opfrissen een nieuwe."))
        own.response, own.certainty, own.key = response, certainty, key
        own.correct, own.answered_at = bool(grade(content, response).correct), timezone.now()
        _save(own)
        if not queries.left_turns(viewer_of(by)).filter(round=own.round_id).exists():
            RefresherRound.objects.filter(pk=own.round_id).update(ended_at=own.answered_at)
        _work_out(refreshing)
    return own


def _save(own: RefresherTurn) -> None:
    own.save(update_fields=["response", "certainty", "key", "correct", "answered_at"])


def _same(own: RefresherTurn, response: Any, *, key: uuid.UUID, certainty: int | None) -> RefresherTurn:
    if own.key == key and (own.response, own.certainty) == (response, certainty):
        return own
    raise Conflict(_("Deze vraag heb je in deze ronde al beantwoord. Dat antwoord staat; er is niets overschreven."))
