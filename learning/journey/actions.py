"""What a learner does in a module. Each action is one transaction and may be repeated.

Locks are taken in one order: own progress, own row, counter. Refreshers are looked at in a transaction of their own, after it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.editions.memory import LoadedEdition, edition
from cms.reflection_questions import BY_NUMBER
from learning.journey.models import Completion, Enrolment, Progress
from learning.journey.queries import LessonProgress, Standing, case_items, is_played, missing_prerequisites
from learning.practice import actions as practice
from learning.practice.grading import Outcome, Response, grade
from learning.practice.items.counting import BEGUN, DONE, Counted, count, first_answer
from learning.practice.models import Answer, Attempt
from learning.practice.refreshers import actions as refreshers
from learning.practice.runs import actions as runs
from learning.practice.runs.queries import Playing, work_on
from learning.reflection.actions import entries as reflection
from learning.reflection.models import Entry
from learning.reflection.words import Words
from people.models import User
from people.prepared import PreparedUpdate
from people.refusal import Refused
from people.retention.terms import COMPLETIONS


def begin(standing: Standing, *, by: User) -> Enrolment:
    """Begin a module in the edition that is live. Who began already, stays where they are. Refuses while something else comes first."""
    with transaction.atomic():
        enrolment, is_new = _enrol(standing, by=by)
        if is_new:
            count([_module_begun(enrolment)])
    return enrolment


def _module_begun(enrolment: Enrolment) -> tuple[int, str]:
    return enrolment.line_id, BEGUN


def _enrol(standing: Standing, *, by: User) -> tuple[Enrolment, bool]:
    """The enrolment, and whether it was made now; then the caller counts it."""
    if standing.enrolment_id is not None:
        return Enrolment.objects.get(pk=standing.enrolment_id, user=by), False
    if standing.is_withdrawn:
        raise Refused(_("Deze module wordt niet meer aangeboden."))
    if missing := missing_prerequisites(by.pk, standing.edition):
        raise Refused(_("Rond eerst af: %(titles)s.") % {"titles": ", ".join(one["title"] for one in missing)})
    try:
        with transaction.atomic():
            made = Enrolment.objects.create(user=by, module_id=standing.module_id, line_id=standing.edition.line_id)
            return made, True
    except IntegrityError:  # two tabs at once
        return Enrolment.objects.get(user=by, module_id=standing.module_id), False


def move_over(standing: Standing, *, by: User) -> None:
    """Move one's enrolment to the live line. All that was done stays; lessons that did not change stay done."""
    if standing.enrolment_id is None or standing.live_edition_id is None:
        raise Refused(_("Er is geen nieuwere editie om naar over te stappen."))
    with transaction.atomic():
        Enrolment.objects.filter(pk=standing.enrolment_id, user=by).update(
            line_id=edition(standing.live_edition_id).line_id
        )


# --- Answering ------------------------------------------------------------------------------------


def answer_question(
    standing: Standing,
    lesson: LoadedEdition,
    block: str,
    question: LoadedEdition,
    response: Response,
    *,
    by: User,
    key: uuid.UUID,
    text: str = "",
) -> tuple[Answer, Outcome]:
    """Save one answer and grade it.

    The same key gives the same answer and one effect. Raises Conflict when the key was used for something else; then nothing is written.
    """
    outcome = grade(question.content, response)
    answer_id = uuid.uuid4()
    sealed = practice.seal_answer(answer_id, text, by=by) if question.content["kind"] == "open" else None
    try:
        with transaction.atomic():
            done = {
                "state": outcome.state,
                "answer": str(answer_id),
                "question": question.pk,
                "response": response,
            }
            mark = _mark(standing, lesson, block, done, by=by)
            practice.record_answer(
                answer_id,
                by=by,
                key=key,
                lesson=lesson,
                block=block,
                question=question,
                response=response,
                outcome=outcome,
                sealed=sealed,
            )
            counted = first_answer(lesson.line_id, block, question, response) if mark.first else Counted()
            count([*mark.begun, *counted.places], took=counted.took)
            practice.count_answer(question, correct=outcome.correct, first=mark.first)
    except IntegrityError:
        known = practice.answer_of_key(by=by, key=key, lesson=lesson, block=block, response=response, text=text)
        return known, grade(question.content, known.response)
    return Answer(
        uuid=answer_id, user=by, key=key, response=response, sealed=sealed, created_at=timezone.now()
    ), outcome


def write_reflection(
    standing: Standing,
    lesson: LoadedEdition,
    block: dict[str, Any],
    text: str,
    *,
    by: User,
    key: uuid.UUID,
    keeps_drafts: bool = False,
) -> Entry:
    """Save what someone wrote at a prompt as an entry in their own mirror. The same key gives the same entry."""
    words = Words(text)
    about = reflection.About(prompt=block["text"], question=block["question"], lesson_id=lesson.pk, block=block["id"])
    ready = reflection.sealed(words, by=by)
    try:
        with transaction.atomic():
            count(_mark(standing, lesson, block["id"], {"state": "written", "entry": str(ready.entry)}, by=by).begun)
            return reflection.add(
                ready, by=by, key=key, about=about, beside=reflection.Beside(keeps_drafts=keeps_drafts)
            )
    except IntegrityError:
        return reflection.of_key(words, by=by, key=key, about=about)


def skip_reflection(standing: Standing, lesson: LoadedEdition, block: dict[str, Any], *, by: User) -> None:
    """Pass a prompt by: writing is never required. What was written before stays."""
    with transaction.atomic():
        count(_mark(standing, lesson, block["id"], {"state": "skipped"}, by=by, keep=True).begun)


def forget_entry(entry: Entry) -> None:
    """After its writer deleted an entry: the prompt stays done, leads nowhere any more, and is open to write at again; so is a case's."""
    runs.forget_written(entry.user_id, entry.pk)
    rows = Progress.objects.filter(enrolment__user_id=entry.user_id, line__editions=entry.lesson_id)
    row = rows.select_for_update(of=("self",)).first() if entry.lesson_id else None
    if row is not None and row.items.get(entry.block, {}).get("entry") == str(entry.pk):
        _put(row, entry.block, {"state": "deleted"}, keep=False)


@dataclass(frozen=True)
class _Mark:
    """Whether a block was done for the first time, and what was begun with it: places for the caller to count."""

    first: bool
    begun: tuple[tuple[int, str], ...] = ()


def _mark(
    standing: Standing, lesson: LoadedEdition, block: str, done: dict[str, Any], *, by: User, keep: bool = False
) -> _Mark:
    """Note in the lesson's progress what was done at a block.

    Writes on what the reader's page was made from. When another tab or device was first, it locks the row and looks again.
    """
    known = standing.progress.get(lesson.line_id)
    if known is None:
        enrolment_id, begun = _enrolled(standing, by=by)
        try:
            with transaction.atomic():
                Progress.objects.create(enrolment_id=enrolment_id, line_id=lesson.line_id, items={block: done})
        except IntegrityError:
            row = Progress.objects.select_for_update().get(enrolment_id=enrolment_id, line_id=lesson.line_id)
            return _Mark(bool(_put(row, block, done, keep=keep)), begun)
        return _Mark(True, (*begun, (lesson.line_id, BEGUN)))
    first = _put(known, block, done, keep=keep)
    if first is None:
        first = _put(Progress.objects.select_for_update().get(pk=known.pk), block, done, keep=keep)
    return _Mark(bool(first))


def _enrolled(standing: Standing, *, by: User) -> tuple[int, tuple[tuple[int, str], ...]]:
    """The enrolment to write under, made where there is none; and what then is to be counted."""
    if standing.enrolment_id is not None:
        return standing.enrolment_id, ()
    enrolment, is_new = _enrol(standing, by=by)
    return enrolment.pk, (_module_begun(enrolment),) if is_new else ()


def _put(row: Progress | LessonProgress, block: str, done: dict[str, Any], *, keep: bool) -> bool | None:
    """Add one item to the row as it was read: whether it was new, or None when somebody changed the row since."""
    first = block not in row.items
    if keep and not first:
        return False
    changed = _PUT.run({**row.items, block: done}, row.version + 1, timezone.now(), row.pk, row.version)
    return first if changed else None


_PUT = PreparedUpdate(Progress, put=["items", "version", "touched_at"], where=["id", "version"])


def finish_lesson(standing: Standing, lesson: LoadedEdition, entry: dict[str, Any], *, by: User) -> Completion | None:
    """Mark a lesson as done. Answers the completion when this was the last thing to do. Safe to repeat; refuses while something is open."""
    with transaction.atomic():
        enrolment_id, begun = _enrolled(standing, by=by)
        row, is_new = Progress.objects.select_for_update().get_or_create(
            enrolment_id=enrolment_id, line_id=lesson.line_id
        )
        played = work_on(by.pk, (item["taught"] for item in case_items([entry]))) if case_items([entry]) else {}
        still_open = [item for item in entry["items"] if item["id"] not in row.items and not is_played(item, played)]
        if still_open and row.finished_at is None:
            raise Refused(_("Er staat in deze les nog iets open. Wat dat is, staat hieronder."))
        if row.finished_at is None:
            row.finished_at, row.finished_edition_id = timezone.now(), lesson.pk
            row.save(update_fields=["finished_at", "finished_edition", "touched_at"])
            count([*begun, *([(lesson.line_id, BEGUN)] if is_new else []), (lesson.line_id, DONE)])
        completion = complete_if_done(enrolment_id)
    refreshers.take_up(by=by)
    return completion


def complete_if_done(enrolment_id: int) -> Completion | None:
    """Write the completion once the rule holds for the edition the learner is on. Called only from a learner's own act."""
    enrolment = Enrolment.objects.select_for_update().select_related("line").get(pk=enrolment_id)
    head = enrolment.line.head_id
    if head is None:
        return None
    module = edition(head)
    finished = dict(
        Progress.objects.filter(enrolment=enrolment, finished_at__isnull=False).values_list("line_id", "finished_at")
    )
    lessons_done = all(lesson["line"] in finished for lesson in module.content["lessons"])
    if not lessons_done or (module.content["test"] is not None and enrolment.test_passed_at is None):
        return None
    if _was_let_go([enrolment.test_passed_at, *finished.values()]):
        return None
    completion, is_new = Completion.objects.get_or_create(
        enrolment=enrolment, line_id=module.line_id, defaults={"edition_id": module.pk}
    )
    if is_new and enrolment.completions.count() == 1:
        count([(module.line_id, DONE)])
    return completion


def _was_let_go(moments: Iterable[datetime | None]) -> bool:
    """Whether all was done longer ago than a completion need be kept: then it was one, and is not made anew with another day."""
    latest = max((timezone.localdate(at) for at in moments if at is not None), default=None)
    return latest is not None and latest < COMPLETIONS.cutoff(timezone.localdate(), COMPLETIONS.least)


# --- Cases ----------------------------------------------------------------------------------------


def write_case_reflection(
    run: Playing, place: str, question: int, text: str, *, by: User, key: uuid.UUID, keeps_drafts: bool = False
) -> Entry:
    """Save what someone wrote at a reflection scene, or after a case, in their own mirror. The same key gives the same entry."""
    words, ready = Words(text), reflection.sealed(Words(text), by=by)
    about = reflection.About(
        prompt=str(BY_NUMBER[question].asks), question=question, lesson_id=run.edition.pk, block=place[:_BLOCK]
    )
    try:
        with transaction.atomic():
            runs.note_written(run.pk, place, ready.entry, by=by)
            return reflection.add(
                ready, by=by, key=key, about=about, beside=reflection.Beside(keeps_drafts=keeps_drafts)
            )
    except IntegrityError:
        return reflection.of_key(words, by=by, key=key, about=about)


_BLOCK = 36
"""Characters of a place that an entry keeps."""


# --- The closing test -----------------------------------------------------------------------------


def start_test(standing: Standing, *, by: User, key: uuid.UUID) -> Attempt:
    """Draw the questions of a new attempt, or give back the one that is open."""
    begin(standing, by=by)
    return practice.start_attempt(standing.edition, by=by, key=key)


def hand_in_test(attempt: Attempt, *, by: User) -> tuple[Attempt, Completion | None]:
    """Hand in an attempt: graded once. Passing counts for the enrolment, and may be the last thing to do."""
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update().get(user=by, module_id=attempt.module_id)
        done = practice.hand_in(attempt, by=by)
        if done.passed and enrolment.test_passed_at is None:
            enrolment.test_passed_at = done.finished_at
            enrolment.save(update_fields=["test_passed_at"])
        completion = complete_if_done(enrolment.pk) if done.passed else None
    refreshers.take_up(by=by)
    return done, completion
