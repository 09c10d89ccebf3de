"""What trainers see of their tests and lessons: read from the counters as they were taken down. Nobody is in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags

from cms.editions.memory import LoadedEdition, edition, editions
from cms.models import Line
from learning.practice.items.counting import BEGUN, DONE, place_of
from learning.practice.items.parts import RIGHT_PART, Part, parts_of
from learning.practice.items.sums import ENOUGH
from learning.practice.items.words import MANY, Figures, Hint, PartFigure, Sure, hints
from learning.practice.models.answers import HowSure
from learning.practice.models.counts import AttemptCount, PlaceCount
from people import small_numbers

SOME = 10
"""People who must have chosen an option, or said to be so sure, before it is told how those did."""
Places = Mapping[tuple[int, str], tuple[int, int]]
"""(part, people) as they may be shown, by line and place."""


@dataclass(frozen=True)
class QuestionFigures:
    """One question in a test or a lesson, and what is said of it."""

    taught: str
    title: str
    stem: str
    figures: Figures
    hints: tuple[Hint, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """What the author should look at."""
        return tuple(hint.text for hint in self.hints if hint.asks)


@dataclass(frozen=True)
class TestFigures:
    """A closing test, of about so many people's first try. Without `counted_at` too few made it to show anything."""

    title: str
    questions: tuple[QuestionFigures, ...]
    people: int = 0
    counted_at: datetime | None = None
    passed: small_numbers.Share | None = None
    mean: small_numbers.Share | None = None
    reliability: tuple[str, float] | None = None


@dataclass(frozen=True)
class LessonFigures:
    """A lesson: about how many began and finished it (0: under five), and its questions."""

    taught: str
    title: str
    begun: int
    done: int
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True)
class ModuleFigures:
    """A module as it is live: about how many began and completed it, its lessons, and its test where it has one."""

    begun: int
    done: int
    lessons: tuple[LessonFigures, ...]
    test: TestFigures | None


def module_figures(module: LoadedEdition) -> ModuleFigures:
    """The figures of a module's edition: two statements, and what the process has not met of its lessons and questions."""
    entries = module.content["lessons"]
    own = set(Line.objects.filter(taught_id=module.taught_id).values_list("pk", flat=True))
    places = places_of({*own, *(entry["line"] for entry in entries)})
    lessons = editions(entry["edition"] for entry in entries)
    return ModuleFigures(
        _came(places, own, BEGUN),
        _came(places, own, DONE),
        tuple(_lesson(lessons[entry["edition"]], places) for entry in entries),
        figures_of_test(module),
    )


def places_of(lines: Iterable[int]) -> Places:
    """All that may be shown of these lines of modules and lessons. One statement."""
    rows = PlaceCount.objects.filter(line_id__in=list(lines), shown_people__gte=small_numbers.AT_LEAST)
    found = rows.values_list("line_id", "place", "shown_part", "shown_people")
    return {(line, place): (part, people) for line, place, part, people in found}


def _came(places: Places, lines: Iterable[int], place: str) -> int:
    return small_numbers.about(sum(places.get((line, place), (0, 0))[1] for line in lines))


def _lesson(lesson: LoadedEdition, places: Places) -> LessonFigures:
    return LessonFigures(
        str(lesson.taught_id),
        lesson.content["title"],
        _came(places, [lesson.line_id], BEGUN),
        _came(places, [lesson.line_id], DONE),
        lesson_questions(lesson, places),
    )


def lesson_questions(lesson: LoadedEdition, places: Places | None = None) -> tuple[QuestionFigures, ...]:
    """The graded questions of a lesson, as they were answered at first."""
    known = places_of([lesson.line_id]) if places is None else places
    asked = [block for block in lesson.content["blocks"] if block["type"] == "question"]
    held = editions(block["edition"] for block in asked)
    found = ((block["id"], held[block["edition"]]) for block in asked)
    return tuple(
        _told(question, _in_lesson(lesson.line_id, block, question, known))
        for block, question in found
        if question.content["kind"] != "open"
    )


def _in_lesson(line: int, block: str, question: LoadedEdition, places: Places) -> Figures:
    def counted(key: str) -> tuple[int, int]:
        return places.get((line, place_of(block, question.line_id, key)), (0, 0))

    parts = tuple(
        PartFigure(part.text, part.correct, small_numbers.share(*counted(part.key)))
        for part in parts_of(question.content)
    )
    part, people = counted(RIGHT_PART)
    return Figures(question.content["kind"], small_numbers.share(part, people), people >= MANY, parts)


def figures_of_test(module: LoadedEdition, rows: Iterable[AttemptCount] | None = None) -> TestFigures | None:
    """The closing test of a module's edition; None where it has none. One statement, and none when its rows are given."""
    test = module.content["test"]
    if test is None:
        return None
    held = editions(one["edition"] for one in test["pool"])
    questions = [held[one["edition"]] for one in test["pool"]]
    known = AttemptCount.objects.filter(line_id=module.line_id) if rows is None else rows
    row = next((one for one in known if one.length == min(test["draw"], len(questions))), None)
    if row is None or row.counted < small_numbers.AT_LEAST:
        return TestFigures(test["title"], tuple(_told(one, _in_test(one, {})) for one in questions))
    shown = row.shown
    name, value = shown.get("reliability", ("", 0.0))
    return TestFigures(
        test["title"],
        tuple(_told(one, _in_test(one, shown["questions"].get(str(one.line_id), {}))) for one in questions),
        small_numbers.about(row.counted),
        row.counted_at,
        small_numbers.share(*shown["passed"]),
        small_numbers.share(*shown["mean"]),
        (name, value) if name else None,
    )


def _in_test(question: LoadedEdition, shown: Mapping[str, Any]) -> Figures:
    right, people = shown.get("right", (0, 0))
    return Figures(
        question.content["kind"],
        small_numbers.share(right, people),
        people >= MANY,
        tuple(_part(part, shown, people) for part in parts_of(question.content)),
        shown.get("item_rest"),
        _sure(shown.get("sure", {})),
    )


def _sure(shown: Mapping[str, tuple[int, int]]) -> tuple[Sure, ...]:
    found = ((step, _of_some(shown.get(str(step.value), (0, 0)))) for step in HowSure)
    return tuple(Sure(str(step.label), share, step is HowSure.SURE) for step, share in found if share is not None)


def _of_some(shown: tuple[int, int]) -> small_numbers.Share | None:
    part, whole = shown
    return small_numbers.share(part, whole) if whole >= SOME else None


def _part(part: Part, shown: Mapping[str, Any], people: int) -> PartFigure:
    """An option that nobody chose has no sums: of all who answered, none."""
    took, whole = shown.get("parts", {}).get(part.key, (0, people))
    rest = _of_some(shown.get("rest", {}).get(part.key, (0, 0)))
    return PartFigure(
        part.text,
        part.correct,
        small_numbers.share(took, whole),
        rest if people >= ENOUGH else None,
    )


def _told(question: LoadedEdition, figures: Figures) -> QuestionFigures:
    stem = strip_tags(question.content["stem_html"]).strip()
    return QuestionFigures(str(question.taught_id), question.content["title"], stem, figures, hints(figures))


# --- One question, wherever it stands -------------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """A question in one place: the title of the lesson, or of the module whose test it stands in."""

    title: str
    is_test: bool
    question: QuestionFigures


def question_figures(taught: Any, places: Iterable[Any]) -> tuple[Where, ...]:
    """The figures of one question in these lessons and modules (Taught, live). Two statements for each."""
    found = []
    for place in places:
        held = edition(place.live_line.head_id)
        in_test = figures_of_test(held) if place.kind == "module" else None
        questions = (in_test.questions if in_test else ()) if place.kind == "module" else lesson_questions(held)
        found += [Where(place.title, place.kind == "module", one) for one in questions if one.taught == str(taught)]
    return tuple(found)
