"""Finding what was done: from the records that say so themselves, and from this room's own. Never an answer, a score or a word."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, IntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, TruncDate

from learning.journey.models import Completion
from learning.journey.programmes.dates import Away
from learning.journey.programmes.models import AgreedDate, Exemption, Following, Leave, SignOff
from learning.journey.programmes.steps import Evidence, Exempt, Kind, Task
from learning.practice.models import Attempt, Run
from learning.reflection.models import Entry

Find = Callable[[Collection[int]], Iterable[tuple[int, date]]]
"""Of these people: who did it, and on which day. One statement."""
_elsewhere: dict[Kind, Find] = {}


def register(kind: Kind, find: Find) -> None:
    """A room above this one tells how it finds what was done there. Safe to repeat."""
    _elsewhere[kind] = find


def gather(rounds: Collection[Following]) -> dict[UUID, Evidence]:
    """What there is for each of these rounds, by its number. Three statements, and none for nobody."""
    found = {one.pk: Evidence() for one in rounds}
    if not found:
        return {}
    _gather_own(found)
    of_person: dict[int, list[UUID]] = {}
    for one in rounds:
        of_person.setdefault(one.user_id, []).append(one.pk)
    for user, kind, key, day in _met(of_person):
        for number in of_person[user]:
            found[number].met.setdefault((kind, key), []).append(day)
    return found


def _met(people: Collection[int]) -> Iterable[tuple[int, Kind, str, date]]:
    def rows(records: QuerySet[Any, Any], kind: str, key: str, day: str, person: str = "user_id") -> QuerySet[Any, Any]:
        return records.order_by().values_list(person, Value(kind), Cast(key, CharField()), TruncDate(day))

    done = Completion.objects.filter(enrolment__user__in=people)
    passed = Attempt.objects.filter(user__in=people, passed=True)
    played = Run.objects.filter(user__in=people, debriefed_at__isnull=False)
    written = Entry.objects.filter(user__in=people, question__isnull=False)
    every = rows(done, Kind.MODULE, "enrolment__module_id", "completed_at", "enrolment__user_id").union(
        rows(passed, Kind.TEST, "module_id", "finished_at"),
        rows(played, Kind.CASE, "case_id", "debriefed_at"),
        rows(written, Kind.REFLECTION, "question", "created_at"),
        all=True,
    )
    for user, kind, key, day in every:
        yield user, Kind(kind), key if kind == Kind.REFLECTION else str(UUID(key)), day
    for kind, find in _elsewhere.items():
        for user, day in find(people):
            yield user, kind, "", day


_NO_DAY = Cast(Value(None), DateField())
_NOBODY = Cast(Value(None), IntegerField())


def _gather_own(found: dict[UUID, Evidence]) -> None:
    leaves = Leave.objects.filter(following__in=found).order_by()
    tasks = SignOff.objects.filter(following__in=found)
    exemptions = Exemption.objects.filter(following__in=found)
    agreed = AgreedDate.objects.filter(following__in=found)
    rows = leaves.values_list(
        "following_id",
        Value("leave"),
        Cast(Value(None), UUIDField()),
        "first_day",
        "last_day",
        _NO_DAY,
        _NOBODY,
        Value(""),
    ).union(
        tasks.values_list(
            "following_id",
            Value("task"),
            "step",
            "reported_on",
            "signed_on",
            "handed_back_on",
            "signed_by_id",
            Value(""),
        ),
        exemptions.values_list(
            "following_id", Value("exempt"), "step", "asked_on", "granted_on", "refused_on", "decided_by_id", "why"
        ),
        agreed.values_list(
            "following_id", Value("date"), "step", "due_on", "agreed_on", _NO_DAY, "agreed_by_id", Value("")
        ),
        all=True,
    )
    for number, what, step, first, second, third, by, why in rows:
        evidence = found[number]
        if what == "leave":
            evidence.leaves.append(Away(first, second))
        elif what == "task":
            evidence.tasks[step] = Task(first, second, third, by)
        elif what == "exempt":
            evidence.exemptions[step] = Exempt(why, first, second, third, by)
        else:
            evidence.agreed[step] = first
