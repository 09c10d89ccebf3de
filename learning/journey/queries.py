"""What is so: which edition of a module somebody is on, how far each lesson is, and what is still to do."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from cms.editions.memory import LoadedEdition, edition, editions
from cms.models import Edition, Kind, Line, Taught, Theme
from learning.journey.models import Completion, Enrolment, Progress
from learning.practice.models import Attempt
from learning.practice.runs.queries import CaseWork, work_on
from people.prepared import Prepared
from people.viewer import Viewer

NEW, BUSY, DONE, CHANGED = "new", "busy", "done", "changed"


@dataclass(frozen=True)
class LessonProgress:
    """How far one line of a lesson is."""

    pk: int
    line_id: int
    items: Mapping[str, Mapping[str, Any]]
    touched_at: datetime
    finished_at: datetime | None
    finished_edition_id: int | None
    version: int = 0


@dataclass(frozen=True)
class LeftLine:
    """A line of a lesson on which the reader worked, and which their edition of the module asks no more."""

    taught: str
    slug: str
    title: str
    number: int
    finished: bool


@dataclass(frozen=True)
class Standing:
    """Where a reader stands in a module: the edition they are on, and whether a newer line is live."""

    edition: LoadedEdition
    live_edition_id: int | None
    enrolment_id: int | None = None
    enrolled_line_id: int | None = None
    test_passed_at: datetime | None = None
    slug: str = ""
    progress: Mapping[int, LessonProgress] = field(default_factory=dict)
    left: tuple["LeftLine", ...] = ()
    cases: Mapping[str, CaseWork] = field(default_factory=dict)

    @property
    def earlier(self) -> frozenset[str]:
        """The lessons that were finished on another line than the reader's edition asks."""
        return frozenset(line.taught for line in self.left if line.finished)

    @property
    def module_id(self) -> uuid.UUID:
        return self.edition.taught_id

    @property
    def is_behind(self) -> bool:
        """Whether a newer line is live than the one the reader began."""
        return self.live_edition_id is not None and self.live_edition_id != self.edition.pk

    @property
    def is_withdrawn(self) -> bool:
        """No longer offered; whoever began can finish."""
        return self.live_edition_id is None

    @property
    def lessons(self) -> list[dict[str, Any]]:
        return self.edition.content["lessons"]

    @property
    def test(self) -> dict[str, Any] | None:
        return self.edition.content["test"]

    def entry(self, slug: str) -> dict[str, Any] | None:
        """The lesson at this address in the reader's edition of the module."""
        return next((lesson for lesson in self.lessons if lesson["slug"] == slug), None)

    def state(self, lesson: Mapping[str, Any]) -> str:
        """One of new, busy, done, changed."""
        own = self.progress.get(lesson["line"])
        if own is not None and own.finished_at is not None:
            return DONE
        if lesson["taught"] in self.earlier:
            return CHANGED
        return NEW if own is None else BUSY

    def open_items(self, lesson: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The questions, cases and prompts of a lesson that are not done yet, in order. Ask for the cases first (`with_cases`)."""
        own = self.progress.get(lesson["line"])
        met = own.items if own else {}
        return [item for item in lesson["items"] if item["id"] not in met and not is_played(item, self.cases)]

    @property
    def lessons_done(self) -> int:
        return sum(1 for lesson in self.lessons if self.state(lesson) == DONE)

    @property
    def is_complete(self) -> bool:
        """The one rule: every lesson finished, and the test passed where there is one."""
        return self.lessons_done == len(self.lessons) and (self.test is None or self.test_passed_at is not None)


def is_played(item: Mapping[str, Any], cases: Mapping[str, CaseWork]) -> bool:
    """Whether an item of a lesson is a case that was played and debriefed on the line that the lesson holds."""
    return item["type"] == "case" and item["taught"] in cases and item["line"] in cases[item["taught"]].lines_done


def case_items(lessons: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The cases in these lessons of a module."""
    return [item for lesson in lessons for item in lesson["items"] if item["type"] == "case"]


def with_cases(user_id: int, standing_now: Standing, lessons: Iterable[Mapping[str, Any]]) -> Standing:
    """The standing with how far the reader is with the cases in these lessons: one statement, and none where there is no case."""
    wanted = case_items(lessons)
    return (
        replace(standing_now, cases=work_on(user_id, (item["taught"] for item in wanted))) if wanted else standing_now
    )


def standing(viewer: Viewer, slug: str) -> Standing | None:
    """Where the viewer stands in the module at this address; None when they may not know it, or cannot begin it any more.

    What was begun comes before what came later to the same address. One statement, and one for the progress once they began.
    """
    found = _STANDING.rows(user=viewer.user_id, organisation=viewer.organisation_id or _NO_ORGANISATION, slug=slug)
    if not found:
        return None
    live, enrolment_id, line_id, begun, passed_at = found[0]
    loaded = edition(begun or live)
    if enrolment_id is None:
        return Standing(loaded, live, slug=slug)
    progress = _by_line(_OWN_PROGRESS.rows(enrolment=enrolment_id))
    elsewhere = _elsewhere(progress, loaded)
    left = _left(elsewhere, _known(elsewhere), progress)
    return Standing(loaded, live, enrolment_id, line_id, passed_at, slug, progress, left)


_NO_ORGANISATION = 0


def _standing_query(user: int, organisation: int, slug: str) -> QuerySet[Any, Any]:
    return (
        Taught.objects.readable_by(organisation)
        .filter(kind=Kind.MODULE, slug=slug)
        .annotate(mine=FilteredRelation("enrolments", condition=Q(enrolments__user_id=user)))
        .filter(Q(live_line__isnull=False) | Q(mine__isnull=False))
        .order_by(F("mine__id").asc(nulls_last=True), F("organisation_id").desc(nulls_last=True))
        .values_list("live_line__head_id", "mine__id", "mine__line_id", "mine__line__head_id", "mine__test_passed_at")
    )[:1]


_STANDING = Prepared(_standing_query, user=-71717171, organisation=-81818181, slug="a-sample-slug")
_PROGRESS = ("pk", "line_id", "items", "touched_at", "finished_at", "finished_edition_id", "version")


_OWN_PROGRESS = Prepared(
    lambda enrolment: Progress.objects.filter(enrolment_id=enrolment).values_list(*_PROGRESS), enrolment=-71717171
)


def _by_line(rows: Iterable[tuple[Any, ...]]) -> dict[int, LessonProgress]:
    return {row.line_id: row for row in (LessonProgress(*columns) for columns in rows)}


def _elsewhere(progress: Mapping[int, LessonProgress], module: LoadedEdition) -> set[int]:
    """The lines that were worked on and that this edition of the module does not ask."""
    lines = {lesson["line"] for lesson in module.content["lessons"]}
    return {
        row.line_id
        for row in progress.values()
        if row.line_id not in lines and (row.items or row.finished_at is not None)
    }


def _known(lines: set[int]) -> list[tuple[Any, ...]]:
    """What there is to say of these lines, newest edition first: one statement where there are any."""
    if not lines:
        return []
    columns = ("pk", "taught_id", "taught__slug", "taught__title", "head__number")
    return list(Line.objects.filter(pk__in=lines).order_by("-head__number").values_list(*columns))


def _left(
    lines: set[int], known: list[tuple[Any, ...]], progress: Mapping[int, LessonProgress]
) -> tuple[LeftLine, ...]:
    return tuple(
        LeftLine(str(taught), slug, title, number, progress[pk].finished_at is not None)
        for pk, taught, slug, title, number in known
        if pk in lines
    )


@dataclass(frozen=True)
class GivenAnswer:
    """The answer that stands for one question of a lesson."""

    uuid: uuid.UUID
    question_id: int
    response: dict[str, Any]


def answers_standing(progress: LessonProgress | None) -> dict[str, GivenAnswer]:
    """The answers that stand in a lesson, by block: as the progress keeps them, so that reading asks the database nothing more."""
    items = progress.items if progress else {}
    return {
        block: GivenAnswer(uuid.UUID(item["answer"]), item["question"], item["response"])
        for block, item in items.items()
        if "answer" in item
    }


def with_item(standing_now: Standing, lesson: Mapping[str, Any], block: str) -> Standing:
    """The standing with one more item of a lesson done, as the save that just succeeded left it; asks the database nothing."""
    own = standing_now.progress.get(lesson["line"]) or LessonProgress(0, lesson["line"], {}, timezone.now(), None, None)
    marked = replace(own, items={**own.items, block: {"state": "answered"}})
    return replace(standing_now, progress={**standing_now.progress, lesson["line"]: marked})


# --- Lists ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A module as the catalogue and the home page list it."""

    slug: str
    edition: LoadedEdition
    standing: Standing
    completed_at: datetime | None


@dataclass(frozen=True)
class OpenRun:
    """A case that somebody began, and has not finished looking back at."""

    run: uuid.UUID
    title: str
    started_at: datetime
    has_ended: bool


def offers(viewer: Viewer) -> list[Offer]:
    """Every module the viewer may read, or has begun, with where they stand. At most four statements, however many modules."""
    return offers_and_runs(viewer)[0]


def offers_and_runs(viewer: Viewer) -> tuple[list[Offer], list[OpenRun]]:
    """The modules, and the cases that the viewer has open, newest first: in the same statements."""
    rows = list(
        Taught.objects.readable_by(viewer.organisation_id)
        .annotate(
            mine=FilteredRelation("enrolments", condition=Q(enrolments__user_id=viewer.user_id)),
            going_on=FilteredRelation(
                "runs", condition=Q(runs__user_id=viewer.user_id, runs__debriefed_at__isnull=True)
            ),
        )
        .filter(
            Q(kind=Kind.MODULE) & (Q(live_line__isnull=False) | Q(mine__isnull=False))
            | Q(kind=Kind.CASE, going_on__isnull=False)
        )
        .order_by(F("organisation_id").asc(nulls_first=True), "title")
        .values_list("kind", *_OFFER, "title", "going_on__uuid", "going_on__started_at", "going_on__ended_at")
    )
    modules = [row[1 : len(_OFFER) + 1] for row in rows if row[0] == Kind.MODULE]
    runs = [
        OpenRun(run, title, started_at, ended_at is not None)
        for kind, *_offer_, title, run, started_at, ended_at in rows
        if kind == Kind.CASE
    ]
    found = sorted(_offers(modules), key=lambda one: _IN_ORDER.get(one.edition.content["theme"], len(_IN_ORDER)))
    return found, sorted(runs, key=lambda one: one.started_at, reverse=True)


_IN_ORDER = {
    theme: place
    for place, theme in enumerate((Theme.MANDATE, Theme.MELDCODE, Theme.SAFETY, Theme.COLLABORATION, Theme.LOCAL))
}
"""Themes as somebody new meets them: the mandate first, one's own organisation's modules last. Within a theme, by title."""
_OFFER = ("slug", "live_line__head_id", "mine__id", "mine__line_id", "mine__line__head_id", "mine__test_passed_at")


def _offers(rows: list[tuple[Any, ...]]) -> list[Offer]:
    held = editions(row[4] or row[1] for row in rows)
    enrolments = [row[2] for row in rows if row[2]]
    progress: dict[int, list[tuple[Any, ...]]] = {}
    for found in (
        Progress.objects.filter(enrolment_id__in=enrolments).values_list("enrolment_id", *_PROGRESS)
        if enrolments
        else ()
    ):
        progress.setdefault(found[0], []).append(found[1:])
    completed = (
        dict(
            Completion.objects.filter(enrolment_id__in=enrolments)
            .order_by("completed_at")
            .values_list("enrolment_id", "completed_at")
        )
        if enrolments
        else {}
    )
    own = [_by_line(progress.get(row[2], [])) for row in rows]
    loaded = [held[row[4] or row[1]] for row in rows]
    elsewhere = [_elsewhere(lines, module) for lines, module in zip(own, loaded, strict=True)]
    known = _known(set().union(*elsewhere))
    return [
        _offer(row, module, lines, _left(left, known, lines), completed.get(row[2]))
        for row, module, lines, left in zip(rows, loaded, own, elsewhere, strict=True)
    ]


def _offer(
    row: tuple[Any, ...],
    loaded: LoadedEdition,
    progress: Mapping[int, LessonProgress],
    left: tuple[LeftLine, ...],
    completed_at: datetime | None,
) -> Offer:
    slug, live, enrolment_id, line_id, _begun, passed_at = row
    standing_now = Standing(loaded, live, enrolment_id, line_id, passed_at, slug, progress, left)
    return Offer(slug, loaded, standing_now, completed_at)


def completions(viewer: Viewer, enrolment_id: int) -> list[Completion]:
    """When the viewer completed a module, newest first."""
    return list(
        Completion.objects.filter(enrolment_id=enrolment_id, enrolment__user_id=viewer.user_id)
        .select_related("edition")
        .order_by("-completed_at")
    )


def missing_prerequisites(user_id: int, module: LoadedEdition) -> list[dict[str, Any]]:
    """The modules that must be completed first and are not."""
    wanted = module.content["prerequisites"]
    if not wanted:
        return []
    done = Completion.objects.filter(
        enrolment__user_id=user_id, enrolment__module_id__in=[one["taught"] for one in wanted]
    )
    finished = {str(pk) for pk in done.values_list("enrolment__module_id", flat=True)}
    return [one for one in wanted if one["taught"] not in finished]


def attempts(viewer: Viewer, module_id: uuid.UUID) -> list[Attempt]:
    """The viewer's attempts at a module's test, newest first."""
    return list(Attempt.objects.filter(user_id=viewer.user_id, module_id=module_id).order_by("-started_at"))


def earlier_edition(viewer: Viewer, lesson: uuid.UUID, number: int) -> LoadedEdition | None:
    """Any edition that a lesson ever had, to read again."""
    found = (
        Edition.objects.filter(
            taught_id=lesson, number=number, taught__in=Taught.objects.readable_by(viewer.organisation_id)
        )
        .values_list("pk", flat=True)
        .first()
    )
    return edition(found) if found else None


def lesson_met(standing_now: Standing, slug: str) -> uuid.UUID | None:
    """The lesson at this address: of the reader's edition of the module, or one that is gone from it and that they worked on."""
    entry = standing_now.entry(slug)
    if entry is not None:
        return uuid.UUID(entry["taught"])
    return next((uuid.UUID(line.taught) for line in standing_now.left if line.slug == slug), None)


def gone_lessons(standing_now: Standing) -> list[LeftLine]:
    """The lessons the reader worked on that their edition of the module holds no more, each in its newest edition."""
    here = {lesson["taught"] for lesson in standing_now.lessons}
    return list({line.taught: line for line in reversed(standing_now.left) if line.taught not in here}.values())


def editions_of(lesson: uuid.UUID) -> list[Any]:
    """Number, date and note of every edition of a lesson, newest first."""
    return list(
        Edition.objects.filter(taught_id=lesson)
        .order_by("-number")
        .values("number", "published_at", "note", "line__major")
    )


def changed_lessons(standing_now: Standing) -> list[dict[str, Any]]:
    """The lessons that moving to the live line would ask again or add, with the note of the change."""
    if not standing_now.is_behind or standing_now.live_edition_id is None:
        return []
    known = {lesson["line"] for lesson in standing_now.lessons}
    fresh = [
        lesson for lesson in edition(standing_now.live_edition_id).content["lessons"] if lesson["line"] not in known
    ]
    held = editions(lesson["edition"] for lesson in fresh)
    return [{"title": lesson["title"], "note": held[lesson["edition"]].note} for lesson in fresh]


def enrolment(viewer: Viewer, module_id: uuid.UUID) -> Enrolment | None:
    """The viewer's own enrolment in a module."""
    return Enrolment.objects.filter(user_id=viewer.user_id, module_id=module_id).first()
