"""Counting, in the transaction of what is counted: who came to a lesson, first answers, first tests. Nobody's name is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from cms.editions.memory import LoadedEdition, editions
from learning.practice.grading import Response, grade
from learning.practice.items import sums
from learning.practice.items.parts import RIGHT_PART, parts_of, taken
from learning.practice.models.answers import Item
from learning.practice.models.counts import AttemptCount, PlaceCount
from people import small_numbers
from people.prepared import preparing_cursor

BEGUN, DONE = "begun", "done"
Place = tuple[int, str]
"""A line of a module or a lesson, and a place of it (learning.practice.models.counts.PlaceCount)."""


@dataclass(frozen=True)
class Counted:
    """Places where somebody came, and those of them that they took."""

    places: tuple[Place, ...] = ()
    took: tuple[str, ...] = ()


def place_of(block: str, question_line: int, part: str) -> str:
    """The place of a part of a question in a lesson."""
    return f"{block}/{question_line}/{part}"


def first_answer(lesson_line: int, block: str, question: LoadedEdition, response: Response) -> Counted:
    """What a first answer in a lesson counts: the question and each of its parts. Nothing of an open one: nobody grades it."""
    content = question.content
    right = grade(content, response).correct
    if right is None:
        return Counted()
    keys = [RIGHT_PART, *(part.key for part in parts_of(content))]
    took = {*taken(content, response), *([RIGHT_PART] if right else [])}
    return Counted(
        tuple((lesson_line, place_of(block, question.line_id, key)) for key in keys),
        tuple(place_of(block, question.line_id, key) for key in sorted(took)),
    )


def count(places: Iterable[Place], *, took: Sequence[str] = ()) -> None:
    """Add one person to these places: one statement, and three the first time that anybody comes there. Nothing for no places.

    Within the same statement a place is taken down for trainers to see when it may be (`small_numbers.may_move`). Rows are locked
    in one order.
    """
    wanted = sorted(set(places))
    if wanted and not _add(wanted, took):
        PlaceCount.objects.bulk_create(
            (PlaceCount(line_id=line, place=place) for line, place in wanted), ignore_conflicts=True
        )
        _add(wanted, took)


def _add(places: Sequence[Place], took: Sequence[str]) -> int:
    """Add one to the places when all of them are there; answers how many were.

    While one is missing nothing is touched, so that nobody makes a row while they hold another.
    """
    sql = _ADD.format(
        places=", ".join(["(%s, %s)"] * len(places)),
        took=", ".join(["%s"] * len(took)) or "NULL",
        lock="FOR UPDATE" if connection.features.has_select_for_update else "",
    )
    named = [value for place in places for value in place]
    with preparing_cursor(connection) as cursor:
        cursor.execute(sql, [*took, *named, *named, len(places)])
        changed: int = cursor.rowcount
    return changed


_DUE = f"""
    kept.people + 1 - kept.shown_people >= {small_numbers.AT_LEAST} AND (
        (kept.part + hit.one - kept.shown_part >= {small_numbers.MIXED}
            AND kept.people + 1 - kept.shown_people - (kept.part + hit.one - kept.shown_part) >= {small_numbers.MIXED})
        OR kept.part + hit.one <= {small_numbers.MIXED}
        OR kept.people + 1 - (kept.part + hit.one) <= {small_numbers.MIXED}
    )
"""
"""`small_numbers.may_move` of the place as it is with this person; a test holds the two against each other."""
_ADD = f"""
    UPDATE practice_placecount AS kept SET
        people = kept.people + 1,
        part = kept.part + hit.one,
        shown_people = CASE WHEN {_DUE} THEN kept.people + 1 ELSE kept.shown_people END,
        shown_part = CASE WHEN {_DUE} THEN kept.part + hit.one ELSE kept.shown_part END
    FROM (
        SELECT id, CASE WHEN place IN ({{took}}) THEN 1 ELSE 0 END AS one FROM practice_placecount
        WHERE (line_id, place) IN (VALUES {{places}})
            AND (SELECT COUNT(*) FROM practice_placecount WHERE (line_id, place) IN (VALUES {{places}})) = %s
        ORDER BY id {{lock}}
    ) AS hit
    WHERE kept.id = hit.id
"""  # noqa: S608  names of our own
"""Written out: it takes its place in every first answer. The same on both databases."""


# --- Tests ----------------------------------------------------------------------------------------


def count_test(module: LoadedEdition, items: Sequence[Item], *, passed: bool) -> None:
    """Add somebody's first closing test to the sums of its line; when five came since, take down what trainers see.

    Inside the transaction of handing in, after its tallies: three statements, whatever the test holds.
    """
    key = {"line_id": module.line_id, "length": len(items)}
    AttemptCount.objects.bulk_create([AttemptCount(**key)], ignore_conflicts=True)
    row = AttemptCount.objects.select_for_update().get(**key)
    held = editions(item.question_id for item in items)
    row.counts = sums.add(row.counts, [_answered(item, held[item.question_id]) for item in items], passed=passed)
    row.people += 1
    if row.people - row.counted >= small_numbers.AT_LEAST:
        row.shown = sums.take_down(row.counts, row.shown, length=row.length)
        row.counted, row.counted_at = row.people, timezone.now()
    row.save()


def _answered(item: Item, question: LoadedEdition) -> sums.Answered:
    parts = taken(question.content, item.response) if item.response is not None else frozenset()
    return sums.Answered(question.line_id, bool(item.correct), parts, item.certainty)
