"""Writing down what someone tried. Every write carries the key that the client made; the same key has one effect."""

import random
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.editions.memory import LoadedEdition, edition, editions
from learning.practice.grading import Outcome, Response, grade
from learning.practice.items.counting import count_test
from learning.practice.models import Answer, Attempt, Item, Tally
from people.keys import vault
from people.models import User
from people.prepared import PreparedInsert, preparing_cursor
from people.refusal import Conflict, Refused

_draw = random.SystemRandom()


def seal_answer(answer_id: uuid.UUID, text: str, *, by: User) -> bytes:
    """An open answer, sealed for its writer and bound to its row. Raises Refused when there is no key to seal it under."""
    try:
        return vault.seal(by.uuid, text, place=f"practice.answer:{answer_id}")
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _("Je antwoord kan nu niet veilig worden bewaard. Er is niets bewaard; je antwoord staat er nog.")
        ) from fault


def open_answer(answer: Answer, *, by: User) -> str:
    """The text of one's own open answer. Raises vault.Unreadable."""
    return vault.unseal(by.uuid, answer.sealed or b"", place=f"practice.answer:{answer.uuid}")


def record_answer(
    answer_id: uuid.UUID,
    *,
    by: User,
    key: uuid.UUID,
    lesson: LoadedEdition,
    block: str,
    question: LoadedEdition,
    response: Response,
    outcome: Outcome,
    sealed: bytes | None,
) -> None:
    """Insert one answer, inside the caller's transaction. Raises IntegrityError when the key was used before."""
    _INSERT.run(answer_id, by.pk, key, lesson.pk, block, question.pk, response, sealed, outcome.correct, timezone.now())


_INSERT = PreparedInsert(
    Answer, "uuid", "user", "key", "lesson", "block", "question", "response", "sealed", "correct", "created_at"
)


def answer_of_key(
    *, by: User, key: uuid.UUID, lesson: LoadedEdition, block: str, response: Response, text: str
) -> Answer:
    """The answer that this key already made. Raises Conflict when the key came with something else this time."""
    answer = Answer.objects.get(user=by, key=key)
    same = (
        answer.block == block
        and edition(answer.lesson_id).taught_id == lesson.taught_id
        and answer.response == response
        and (answer.sealed is None or open_answer(answer, by=by) == text)
    )
    if not same:
        raise Conflict(
            _(
                "Dit formulier was al verstuurd met een ander antwoord. Dat antwoord is bewaard; kies opnieuw om het te veranderen."
            )
        )
    return answer


def count_answer(question: LoadedEdition, *, correct: bool | None, first: bool) -> None:
    """Add one answer to the question's counters.

    The last write of its transaction, and of one row, so that no two answers wait for each other in a ring.
    """
    right = int(bool(correct))
    added = [right, int(first), right if first else 0, question.pk]
    with preparing_cursor(connection) as cursor:
        cursor.execute(_COUNT, added)
        if not cursor.rowcount:  # an edition from before there were counters
            Tally.objects.get_or_create(pk=question.pk)
            cursor.execute(_COUNT, added)


_COUNT = """
    UPDATE practice_tally
    SET answers = answers + 1, "right" = "right" + %s, first_answers = first_answers + %s, first_right = first_right + %s
    WHERE question_id = %s
"""
"""Written out, because building it costs more than running it; the same on both databases."""


# --- Tests ----------------------------------------------------------------------------------------


def start_attempt(module: LoadedEdition, *, by: User, key: uuid.UUID) -> Attempt:
    """Draw a test, or give back the attempt that is open or that this key already started."""
    test = module.content["test"]
    if test is None:
        raise Refused(_("Deze module heeft geen toets."))
    drawn = _draw.sample(test["pool"], min(test["draw"], len(test["pool"])))
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                user=by, key=key, module_id=module.taught_id, edition_id=module.pk, pass_mark=test["pass_mark"]
            )
            Item.objects.bulk_create(
                Item(attempt=attempt, position=position, question_id=one["edition"])
                for position, one in enumerate(drawn, 1)
            )
    except IntegrityError:
        known = Attempt.objects.filter(user=by, key=key).first()
        if known and known.module_id != module.taught_id:
            raise Conflict(_("Dit formulier was al gebruikt voor een andere toets. Laad de pagina opnieuw.")) from None
        return known or Attempt.objects.get(user=by, module_id=module.taught_id, finished_at__isnull=True)
    return attempt


def save_response(
    attempt: Attempt, *, position: int, response: Response, key: uuid.UUID, by: User, certainty: int | None = None
) -> None:
    """Keep a response until the test is handed in, with how sure somebody says to be of it.

    A repeated key changes nothing; with something else it raises Conflict.
    """
    with transaction.atomic():
        locked = _own_attempt(attempt, by=by)
        if locked.finished_at is not None:
            raise Conflict(_("Deze toets is al ingeleverd."))
        item = Item.objects.get(attempt=locked, position=position)
        if item.key == key and (item.response, item.certainty) != (response, certainty):
            raise Conflict(
                _(
                    "Dit formulier was al verstuurd met een ander antwoord. Dat antwoord is bewaard; bewaar opnieuw om het te veranderen."
                )
            )
        if item.key != key:
            item.response, item.certainty, item.key = response, certainty, key
            item.save(update_fields=["response", "certainty", "key"])


def hand_in(attempt: Attempt, *, by: User) -> Attempt:
    """Grade the attempt once and for all; a second time gives the same result. What was left open counts as wrong."""
    with transaction.atomic():
        locked = _own_attempt(attempt, by=by)
        if locked.finished_at is not None:
            return locked
        items = list(Item.objects.filter(attempt=locked))
        questions = editions(item.question_id for item in items)
        for item in items:
            item.correct = item.response is not None and bool(
                grade(questions[item.question_id].content, item.response).correct
            )
        Item.objects.bulk_update(items, ["correct"])
        locked.right = sum(1 for item in items if item.correct)
        locked.finished_at = timezone.now()
        locked.passed = locked.right * 100 >= locked.pass_mark * len(items)
        locked.save(update_fields=["right", "finished_at", "passed"])
        first = _is_first(locked, by=by)
        _count_items(items, first=first)
        if first:
            count_test(edition(locked.edition_id), items, passed=locked.passed)
    return locked


def _is_first(attempt: Attempt, *, by: User) -> bool:
    others = Attempt.objects.filter(user=by, module_id=attempt.module_id, finished_at__isnull=False)
    return not others.exclude(pk=attempt.pk).exists()


def _own_attempt(attempt: Attempt, *, by: User) -> Attempt:
    return Attempt.objects.select_for_update().get(pk=attempt.pk, user=by)


def _count_items(items: Sequence[Item], *, first: bool) -> None:
    """Count a test's answers. The rows are locked in the order of their keys, so that two tests never wait for each other."""
    keys = sorted(item.question_id for item in items if item.response is not None)
    list(Tally.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    right = [item.question_id for item in items if item.correct]
    for chosen, won in ((right, 1), ([key for key in keys if key not in set(right)], 0)):
        changed: dict[str, Any] = {"answers": F("answers") + 1, "right": F("right") + won}
        if first:
            changed |= {"first_answers": F("first_answers") + 1, "first_right": F("first_right") + won}
        Tally.objects.filter(pk__in=chosen).update(**changed)
