"""What trainers see of how a case is played: rounded figures from five people up, and hints in plain words. Nobody is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases_library.engine.format import Case, Scene
from cases_library.memory import case_of
from cms.editions.memory import LoadedEdition
from learning.practice.models import CaseCount
from people import small_numbers

MANY = 20
"""People who must have been in a scene before anything is said of it in words."""
_CLEAR = 0.85
_STOPPING = 0.25
Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class ChoiceFigure:
    """How often a choice was taken, to the nearest five (0 is under five); None where showing it would tell of somebody."""

    text: str
    first: int | None
    again: int | None


@dataclass(frozen=True)
class SceneFigure:
    """A scene: how many came there in their first play and in replays, what they chose, how many stopped there, and hints."""

    key: str
    title: str
    is_ending: bool
    first: int
    again: int | None
    stopped: int
    choices: tuple[ChoiceFigure, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True)
class CaseFigures:
    """A case as it was played until `counted_at`. `again` is None while fewer than five people replayed."""

    people: int
    counted_at: datetime
    scenes: tuple[SceneFigure, ...]


def case_figures(edition: LoadedEdition) -> CaseFigures | None:
    """The figures of the line that an edition is on; None until five people began it. One statement."""
    row = CaseCount.objects.filter(line_id=edition.line_id, counted_at__isnull=False).first()
    if row is None or row.counted_at is None or row.counted < small_numbers.AT_LEAST:
        return None
    case = case_of(edition)
    places = {place: (first, again) for place, (first, again) in row.places.items()}
    with_replays = row.replayers >= small_numbers.AT_LEAST
    scenes = tuple(_scene(case, scene, places, with_replays=with_replays) for scene in case.scenes)
    return CaseFigures(small_numbers.about(row.counted), row.counted_at, scenes)


def _scene(case: Case, scene: Scene, places: Places, *, with_replays: bool) -> SceneFigure:
    came, came_again = places.get(scene.key, (0, 0))
    taken = {one.key: places.get(f"{scene.key}/{one.key}", (0, 0)) for one in scene.choices}
    firsts, again = ({key: counts[place] for key, counts in taken.items()} for place in (0, 1))
    stopped = 0 if scene.is_ending else max(0, came - sum(firsts.values()))
    shown = small_numbers.spread(firsts)
    shown_again = small_numbers.spread(again) if with_replays else None
    choices = tuple(
        ChoiceFigure(
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
        small_numbers.about(came),
        small_numbers.about(came_again) if with_replays else None,
        small_numbers.about(stopped),
        choices,
        _hints(scene, came, firsts, stopped),
    )


def _hints(scene: Scene, came: int, firsts: Mapping[str, int], stopped: int) -> tuple[str, ...]:
    """What a trainer may do something about. Said of twenty people or more, and of nobody among them."""
    left = sum(firsts.values())
    if came < MANY or scene.is_ending:
        return ()
    hints = []
    if len(firsts) > 1 and left >= MANY:
        if max(firsts.values()) >= _CLEAR * left:
            hints.append(_("Bijna iedereen kiest hier hetzelfde. Is er nog een dilemma?"))
        never = [one.text for one in scene.choices if firsts[one.key] == 0 and one.when is None]
        hints += [_("Niemand koos: ‘%(choice)s’ Is deze keuze geloofwaardig?") % {"choice": text} for text in never]
    if stopped >= small_numbers.AT_LEAST and stopped >= _STOPPING * came:
        hints.append(_("Hier stoppen opvallend veel mensen. Is de scène te zwaar, te lang of onduidelijk?"))
    return tuple(hints)
