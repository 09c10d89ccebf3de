"""What a programme asks, and where somebody stands in it: pure functions over plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from learning.journey.programmes.dates import After, Away, Unit, due


class Kind(StrEnum):
    """What a step is; of these a test is none, but passing a module's test anew is doing that module in a later round."""

    MODULE = "module"
    TEST = "test"
    CASE = "case"
    REFLECTION = "reflection"
    SESSION = "session"
    TASK = "task"


class Needs(StrEnum):
    """What must be done before a step."""

    NOTHING = ""
    PREVIOUS = "previous"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `key` says what is looked for: the uuid of a module or case, the number of a reflection question, or nothing."""

    id: UUID
    kind: Kind
    title: str
    text: str = ""
    phase: str = ""
    key: str = ""
    slug: str = ""
    after: After | None = None
    opens: After | None = None
    required: bool = True
    needs: Needs = Needs.NOTHING


def steps_of(content: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps of an edition of a programme, in order."""
    return tuple(
        Step(
            id=UUID(one["id"]),
            kind=Kind(one["kind"]),
            title=one["title"],
            text=one["text"],
            phase=one["phase"],
            key=one["key"],
            slug=one["slug"],
            after=_after(one["after"]),
            opens=_after(one["opens"]),
            required=one["required"],
            needs=Needs(one["needs"]),
        )
        for one in content["steps"]
    )


def _after(said: Mapping[str, Any] | None) -> After | None:
    return After(said["count"], Unit(said["unit"])) if said else None


@dataclass(frozen=True)
class Task:
    """How a task at work stands: said to be done, signed off, handed back."""

    reported_on: date | None = None
    signed_on: date | None = None
    handed_back_on: date | None = None
    by: int | None = None


@dataclass(frozen=True)
class Exempt:
    """An exemption that was asked, granted or refused."""

    why: str
    asked_on: date
    granted_on: date | None = None
    refused_on: date | None = None
    by: int | None = None


@dataclass
class Evidence:
    """What there is of one person for one round. `met`: per kind and key the days on which it was done, any order."""

    met: dict[tuple[Kind, str], list[date]] = field(default_factory=dict)
    leaves: list[Away] = field(default_factory=list)
    tasks: dict[UUID, Task] = field(default_factory=dict)
    exemptions: dict[UUID, Exempt] = field(default_factory=dict)
    agreed: dict[UUID, date] = field(default_factory=dict)


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    EXEMPT = "exempt"
    REPORTED = "reported"
    LATER = "later"
    WAITS = "waits"
    PAST = "past"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One step as it stands for one person today. `done_on` may be from before the first day: what was learned stays learned."""

    step: Step
    state: State
    due_on: date | None = None
    opens_on: date | None = None
    done_on: date | None = None
    task: Task = Task()
    exemption: Exempt | None = None
    was_agreed: bool = False

    @property
    def is_over(self) -> bool:
        """Nothing is asked any more."""
        return self.state in {State.DONE, State.EXEMPT}

    @property
    def is_asked(self) -> bool:
        """It can be done now."""
        return self.state in {State.OPEN, State.PAST}


_BEFORE_COUNTS = frozenset({Kind.MODULE, Kind.CASE})
"""What somebody learned before the first day of a first round stands for that step."""


def stand(
    steps: Sequence[Step], evidence: Evidence, *, first_day: date, today: date, number: int = 1
) -> tuple[Stand, ...]:
    """Each step as it stands. In later rounds only what was done since the first day counts.

    Of reflections and sessions each one counts for one step: the first that asks for it, on or after the day on which that step opens.
    """
    left = {kind: sorted(days) for kind, days in evidence.met.items()}
    found: list[Stand] = []
    for step in steps:
        opens_on = due(first_day, step.opens, evidence.leaves) if step.opens else None
        since = opens_on or (date.min if number == 1 and step.kind in _BEFORE_COUNTS else first_day)
        task = evidence.tasks.get(step.id, Task())
        done_on = task.signed_on if step.kind is Kind.TASK else _taken(left, step, since)
        if done_on is None and step.kind is Kind.MODULE and number > 1:
            done_on = _taken(left, replace(step, kind=Kind.TEST), since) or task.reported_on
        exemption = evidence.exemptions.get(step.id)
        agreed = evidence.agreed.get(step.id)
        due_on = agreed or (due(first_day, step.after, evidence.leaves) if step.after else None)
        found.append(
            Stand(
                step=step,
                state=_state(step, found, done_on, exemption, task, opens_on, due_on, today),
                due_on=due_on,
                opens_on=opens_on,
                done_on=done_on,
                task=task,
                exemption=exemption,
                was_agreed=agreed is not None,
            )
        )
    return tuple(found)


def _taken(left: dict[tuple[Kind, str], list[date]], step: Step, since: date) -> date | None:
    """The first day since then on which it was done. A reflection or a session is used up by the step it counts for."""
    keys = [key for key in left if key[0] is step.kind and step.key in {"", key[1]}]
    days = sorted((day, key) for key in keys for day in left[key] if day >= since)
    if not days:
        return None
    day, key = days[0]
    if step.kind in {Kind.REFLECTION, Kind.SESSION}:
        left[key].remove(day)
    return day


def _state(
    step: Step,
    before: Sequence[Stand],
    done_on: date | None,
    exemption: Exempt | None,
    task: Task,
    opens_on: date | None,
    due_on: date | None,
    today: date,
) -> State:
    if done_on is not None:
        return State.DONE
    if exemption is not None and exemption.granted_on is not None:
        return State.EXEMPT
    if opens_on is not None and opens_on > today:
        return State.LATER
    if not _may_begin(step, before):
        return State.WAITS
    if step.kind is Kind.TASK and task.reported_on is not None:
        return State.REPORTED
    return State.PAST if due_on is not None and due_on < today else State.OPEN


def _may_begin(step: Step, before: Sequence[Stand]) -> bool:
    if step.needs is Needs.PREVIOUS:
        return not before or before[-1].is_over
    if step.needs is Needs.ALL:
        return all(one.is_over for one in before if one.step.required)
    return True


def is_complete(stands: Iterable[Stand]) -> bool:
    """Every required step is done, or need not be."""
    return all(one.is_over for one in stands if one.step.required)


def has_begun(stands: Iterable[Stand], *, first_day: date) -> bool:
    """Whether anything was done since the first day, or said to be done."""
    return any((one.done_on and one.done_on >= first_day) or one.task.reported_on for one in stands)


def next_of(stands: Sequence[Stand]) -> Stand | None:
    """The one step to do now: what is asked with the nearest day, required before free, in the order of the programme."""
    asked = [one for one in stands if one.is_asked]
    required = [one for one in asked if one.step.required]
    return min(required or asked, key=lambda one: one.due_on or date.max, default=None)
