"""What is so of cases and their plays: what there is to play, where one's runs stand, and what others chose."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from cases_library.memory import case_of
from cms.editions.memory import LoadedEdition, edition, editions
from cms.models import Kind, Taught
from learning.practice.models import Run, Spread, Step
from learning.practice.runs.folding import Play, unfold
from people.prepared import Prepared
from people.viewer import Viewer

NEW, BUSY, ENDED, DONE = "new", "busy", "ended", "done"
"""Of a case or run: nothing yet, under way, an ending reached, and the debrief finished as well."""


@dataclass(frozen=True)
class Taken:
    """One step as it is kept."""

    number: int
    key: uuid.UUID
    taken: str
    has_reason: bool = False
    certainty: int | None = None


@dataclass(frozen=True)
class Playing:
    """A run and its steps."""

    pk: uuid.UUID
    user_id: int
    case_id: uuid.UUID
    slug: str
    edition: LoadedEdition
    first: bool
    written: Mapping[str, str]
    started_at: datetime
    ended_at: datetime | None
    debriefed_at: datetime | None
    forked_at: int | None
    steps: tuple[Taken, ...] = ()

    @cached_property
    def play(self) -> Play:
        """What the steps make of the case."""
        return unfold(case_of(self.edition), (one.taken for one in self.steps))

    @property
    def state(self) -> str:
        return state_of(self.ended_at, self.debriefed_at)


def state_of(ended_at: datetime | None, debriefed_at: datetime | None) -> str:
    """How far a run is."""
    return DONE if debriefed_at else ENDED if ended_at else BUSY


_RUN = (
    "pk", "user_id", "case_id", "case__slug", "edition_id", "first", "written", "started_at", "ended_at", "debriefed_at", "forked_at",
)  # fmt: skip
_STEP = ("steps__number", "steps__key", "steps__taken", "steps__sealed", "steps__certainty")


def playing(viewer: Viewer, run: uuid.UUID) -> Playing | None:
    """One's own run with its steps; None for anybody else's, as if it did not exist. One statement."""
    rows = list(
        Run.objects.filter(Q(case__organisation__isnull=True) | Q(case__organisation=viewer.organisation_id or 0))
        .filter(pk=run, user_id=viewer.user_id)
        .order_by("steps__number")
        .values_list(*_RUN, *_STEP)
    )
    if not rows:
        return None
    known = dict(zip(_RUN, rows[0], strict=False))
    return Playing(
        pk=known["pk"],
        user_id=known["user_id"],
        case_id=known["case_id"],
        slug=known["case__slug"],
        edition=edition(known["edition_id"]),
        first=known["first"],
        written=known["written"],
        started_at=known["started_at"],
        ended_at=known["ended_at"],
        debriefed_at=known["debriefed_at"],
        forked_at=known["forked_at"],
        steps=_steps(row[len(_RUN) :] for row in rows),
    )


def _steps(rows: Iterable[tuple[Any, ...]]) -> tuple[Taken, ...]:
    return tuple(
        Taken(number, key, taken, sealed is not None, certainty)
        for number, key, taken, sealed, certainty in rows
        if number is not None
    )


def sealed_reasons(run: Playing) -> list[Step]:
    """The steps of a run that keep a reason, in order."""
    return list(Step.objects.filter(run_id=run.pk, run__user_id=run.user_id, sealed__isnull=False).order_by("number"))


# --- What there is to play ------------------------------------------------------------------------


@dataclass(frozen=True)
class RunLine:
    """A run in a list."""

    pk: uuid.UUID
    case_id: uuid.UUID
    edition_id: int
    first: bool
    forked_at: int | None
    started_at: datetime
    ended_at: datetime | None
    ending: str
    debriefed_at: datetime | None

    @property
    def state(self) -> str:
        return state_of(self.ended_at, self.debriefed_at)


@dataclass(frozen=True)
class Offer:
    """A case that somebody may play, or has played. `live` is None when nobody can begin it any more."""

    case_id: uuid.UUID
    slug: str
    live: LoadedEdition | None
    runs: tuple[RunLine, ...] = ()
    _known: LoadedEdition | None = field(default=None, repr=False)

    @property
    def edition(self) -> LoadedEdition:
        """The edition to speak of: what is live, else what was played last."""
        return self.live or self._known or edition(self.runs[0].edition_id)

    @property
    def state(self) -> str:
        """The furthest that any run came."""
        return furthest({run.state for run in self.runs})

    @property
    def open_run(self) -> RunLine | None:
        """The run to go on with: the one begun last that is not finished."""
        return next((run for run in self.runs if run.state != DONE), None)


_LINE = (
    "pk", "case_id", "edition_id", "first", "forked_at", "started_at", "ended_at", "ending", "debriefed_at",
)  # fmt: skip


def offers(viewer: Viewer) -> list[Offer]:
    """Every case the viewer may play, or has played, with their runs. Two statements, however many cases."""
    return _offers(viewer, Q())


def offer(viewer: Viewer, slug: str) -> Offer | None:
    """The case at this address; None when the viewer may not know it. Their own organisation's comes before the core's."""
    found = _offers(viewer, Q(slug=slug))
    return max(found, key=lambda one: (bool(one.runs), one.live is not None)) if found else None


def _offers(viewer: Viewer, which: Q) -> list[Offer]:
    mine = Run.objects.filter(user_id=viewer.user_id, case=OuterRef("pk"))
    rows = list(
        Taught.objects.readable_by(viewer.organisation_id)
        .filter(which, kind=Kind.CASE)
        .filter(Q(live_line__isnull=False) | Exists(mine))
        .order_by(F("organisation_id").desc(nulls_last=True), "title")
        .values_list("pk", "slug", "live_line__head_id")
    )
    runs: dict[uuid.UUID, list[RunLine]] = {}
    for run in _runs(viewer.user_id, [row[0] for row in rows]) if rows else ():
        runs.setdefault(run.case_id, []).append(run)
    last = {row[0]: row[2] or runs[row[0]][0].edition_id for row in rows if row[2] or row[0] in runs}
    held = editions(last.values())
    return [
        Offer(pk, slug, held[head] if head else None, tuple(runs.get(pk, ())), held[last[pk]])
        for pk, slug, head in rows
        if pk in last
    ]


def _runs(user_id: int, cases: list[uuid.UUID]) -> list[RunLine]:
    """One's own runs of these cases, newest first."""
    rows = Run.objects.filter(user_id=user_id, case__in=cases).order_by("-started_at", "-pk").values_list(*_LINE)
    return [RunLine(*row) for row in rows]


def perspectives(of: Offer, among: Iterable[Offer]) -> list[Offer]:
    """The same case seen by somebody else: those that say they are its other side, and the one it says it is of."""
    own = case_of(of.edition)
    family = {own.slug, own.perspective_of}
    found = []
    for other in among:
        case = case_of(other.edition)
        if other.case_id != of.case_id and other.live and ({case.slug, case.perspective_of} & family - {None}):
            found.append(other)
    return found


@dataclass(frozen=True)
class CaseWork:
    """How far somebody is with one case: on which lines it is done, and the state of the run that came furthest."""

    lines_done: frozenset[int]
    state: str


def work_on(user_id: int, cases: Iterable[str]) -> dict[str, CaseWork]:
    """How far somebody is with each of these cases, by the case's id; what they never played is absent. One statement."""
    wanted = set(cases)
    lines: dict[str, set[int]] = {}
    states: dict[str, set[str]] = {}
    for case, line, ended_at, debriefed_at in _RUNS.rows(user=user_id):
        if str(case) in wanted:
            states.setdefault(str(case), set()).add(state_of(ended_at, debriefed_at))
            lines.setdefault(str(case), set()).update({line} if debriefed_at else ())
    return {case: CaseWork(frozenset(lines[case]), furthest(found)) for case, found in states.items()}


_RUNS = Prepared(
    lambda user: Run.objects.filter(user_id=user).values_list(
        "case_id", "edition__line_id", "ended_at", "debriefed_at"
    ),
    user=-71717171,
)


def furthest(states: Iterable[str]) -> str:
    """The state of a case from those of its runs."""
    return next((one for one in (DONE, ENDED, BUSY) if one in states), NEW)


# --- What others chose ----------------------------------------------------------------------------


def spreads(run: Playing, team_id: int | None) -> dict[str, tuple[dict[str, int] | None, dict[str, int] | None]]:
    """By decision: how one's team and how everybody chose, as counted when it was last shown anew. One statement."""
    rows = Spread.objects.filter(line_id=run.edition.line_id).filter(Q(team__isnull=True) | Q(team_id=team_id or 0))
    found: dict[str, list[dict[str, int] | None]] = {}
    for scene, team, shown in rows.values_list("scene", "team_id", "shown"):
        found.setdefault(scene, [None, None])[0 if team else 1] = shown
    return {scene: (team, everybody) for scene, (team, everybody) in found.items()}
