"""What trainers see of how a case is played: rounded figures from five people up, and hints in plain words. Nobody is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases_library.engine.format import Case, Scene
from cases_library.memory import case_of
from cases_library.models import CasePage
from cms.editions.memory import LoadedEdition, edition
from cms.models import Line
from learning.practice.models import CaseCount
from people import small_numbers

MANY = 20
"""People who must have been in a scene before anything is said of it in words."""
_CLEAR = 0.85
_STOPPING = 0.25
_HARDLY = 0.05
Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class ChoiceFigure:
    """How often a choice was taken, to the nearest five (0 is under five); None where showing it would tell of somebody."""

    key: str
    text: str
    first: int | None
    again: int | None


@dataclass(frozen=True)
class SceneFigure:
    """A scene: how many came there in their first play and in replays, what they chose, how many stopped there, and hints.

    A number is None where (almost) everybody came, unless every way leads there: it would tell of somebody what they chose.
    """

    key: str
    title: str
    is_ending: bool
    first: int | None
    again: int | None
    stopped: int | None
    choices: tuple[ChoiceFigure, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True)
class CaseFigures:
    """A case as it was played until `counted_at`. `again` is None while fewer than five people replayed."""

    people: int
    counted_at: datetime
    scenes: tuple[SceneFigure, ...]


def case_figures(of: LoadedEdition) -> CaseFigures | None:
    """The figures of the line that this edition is on; None until five people began it. One statement."""
    row = CaseCount.objects.filter(line_id=of.line_id, counted_at__isnull=False).first()
    if row is None or row.counted_at is None or row.counted < small_numbers.AT_LEAST:
        return None
    case = case_of(of)
    places = {place: (first, again) for place, (first, again) in row.places.items()}
    replays = places.get(case.start, (0, 0))[1] if row.replayers >= small_numbers.AT_LEAST else None
    scenes = tuple(_scene(case, scene, places, people=row.counted, replays=replays) for scene in case.scenes)
    return CaseFigures(small_numbers.about(row.counted), row.counted_at, scenes)


def figures_of(page: CasePage) -> CaseFigures | None:
    """The figures of the newest line of a case; None until five people began it."""
    line = Line.objects.filter(taught_id=page.uuid, head__isnull=False).order_by("-major").first()
    return case_figures(edition(line.head_id)) if line is not None and line.head_id else None


def traffic_of(page: CasePage) -> dict[str, int] | None:
    """About how many people came to a scene (by key) and chose what (by `scene/choice`) at first; without what may not be shown."""
    found = figures_of(page)
    if found is None:
        return None
    scenes = {one.key: one.first for one in found.scenes}
    choices = {f"{one.key}/{choice.key}": choice.first for one in found.scenes for choice in one.choices}
    return {place: number for place, number in (scenes | choices).items() if number is not None}


def _scene(case: Case, scene: Scene, places: Places, *, people: int, replays: int | None) -> SceneFigure:
    came, came_again = places.get(scene.key, (0, 0))
    is_free = scene.key in _avoidable(case)
    taken = {one.key: places.get(f"{scene.key}/{one.key}", (0, 0)) for one in scene.choices}
    firsts, again = ({key: counts[place] for key, counts in taken.items()} for place in (0, 1))
    stopped = 0 if scene.is_ending else max(0, came - sum(firsts.values()))
    shown = small_numbers.spread(firsts)
    shown_again = small_numbers.spread(again) if replays is not None else None
    choices = tuple(
        ChoiceFigure(
            one.key,
            one.text,
            small_numbers.about(firsts[one.key]) if shown is not None else None,
            small_numbers.about(again[one.key]) if shown_again is not None else None,
        )
        for one in scene.choices
    )
    return SceneFigure(
        scene.key,
        scene.title,
        scene.is_ending,
        _about(came, people, hides=is_free),
        _about(came_again, replays, hides=is_free) if replays is not None else None,
        _about(stopped, people, hides=True),
        choices,
        _hints(scene, came, firsts, stopped),
    )


def _about(number: int, everybody: int, *, hides: bool) -> int | None:
    return None if hides and number >= everybody - 1 else small_numbers.about(number)


def _avoidable(case: Case) -> set[str]:
    """The scenes that somebody can pass by on the way to an ending."""
    return {scene.key for scene in case.scenes if scene.key != case.start and _ends_without(case, scene.key)}


def _ends_without(case: Case, avoided: str) -> bool:
    pending, seen = [case.start], {case.start, avoided}
    while pending:
        scene = case.scene(pending.pop())
        if scene is not None and scene.is_ending:
            return True
        ahead = {choice.to for choice in scene.choices} - seen if scene is not None else set()
        seen |= ahead
        pending.extend(ahead)
    return False


def _hints(scene: Scene, came: int, firsts: Mapping[str, int], stopped: int) -> tuple[str, ...]:
    """What a trainer may do something about. Said of twenty people or more, and of nobody among them."""
    left = sum(firsts.values())
    if came < MANY or scene.is_ending:
        return ()
    hints = []
    if len(firsts) > 1 and left >= MANY:
        if max(firsts.values()) >= _CLEAR * left:
            hints.append(_("Bijna iedereen kiest hier hetzelfde. Is er nog een dilemma?"))
        never = [one.text for one in scene.choices if firsts[one.key] <= _HARDLY * left and one.when is None]
        hints += [
            _("Bijna niemand koos: ‘%(choice)s’ Is deze keuze geloofwaardig?") % {"choice": text} for text in never
        ]
    if stopped >= small_numbers.AT_LEAST and stopped >= _STOPPING * came:
        hints.append(_("Hier stoppen opvallend veel mensen. Is de scène te zwaar, te lang of onduidelijk?"))
    return tuple(hints)
