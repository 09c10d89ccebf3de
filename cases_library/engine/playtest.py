"""What happens when many play a case at random: where they come, what they take, where they end, how long it takes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cases_library.engine.format import Case
from cases_library.engine.machine import Machine
from cases_library.engine.runs import MINUTE, Clock, plays

_MOST_WORK = 10_000_000


@dataclass(frozen=True, slots=True)
class Playtest:
    """Figures over seeded plays.

    `visits` counts entries of each scene, `taken` each `scene/choice` and `scene/@aside`; both name everything, zeros too. `endings` counts
    the plays that ended in each ending; `lengths` are the minutes of each play, in order of play.
    """

    runs: int
    visits: Mapping[str, int]
    taken: Mapping[str, int]
    endings: Mapping[str, int]
    lengths: tuple[float, ...]

    @property
    def unfinished(self) -> int:
        """Plays that got stuck, or wandered on."""
        return self.runs - sum(self.endings.values())


def playtest(case: Case, *, runs: int = 1_000, seed: int = 0) -> Playtest:
    """The same seed gives the same figures. A case without a start is played zero times."""
    visits: Counter[str] = Counter({scene.key: 0 for scene in case.scenes})
    taken: Counter[str] = Counter(
        {
            name: 0
            for scene in case.scenes
            for name in (
                *(f"{scene.key}/{one.key}" for one in scene.choices),
                *(f"{scene.key}/@{one.key}" for one in case.asides_in(scene)),
            )
        }
    )
    endings: Counter[str] = Counter({scene.key: 0 for scene in case.scenes if scene.is_ending})
    lengths: list[float] = []
    if case.scene(case.start) is not None:
        machine = Machine(case)
        clock = Clock(machine)
        for play in plays(machine, runs=runs, seed=seed, work=_MOST_WORK):
            visits[case.start] += 1
            visits.update(machine.scenes[move.to].key for move in play.taken if move.is_choice)
            taken.update(move.name for move in play.taken)
            last = machine.scenes[play.states[-1][0] & machine.scene_mask]
            if last.is_ending:
                endings[last.key] += 1
            lengths.append(clock.play(play) / MINUTE)
    return Playtest(len(lengths), dict(visits), dict(taken), dict(endings), tuple(lengths))


def reached(case: Case, *, runs: int = 1_000, seed: int = 0) -> Mapping[str, float]:
    """The share of seeded plays that come to each scene, from 0 to 1. Empty where nothing could be played."""
    if case.scene(case.start) is None:
        return {}
    machine, played = Machine(case), 0
    seen: Counter[str] = Counter({scene.key: 0 for scene in case.scenes})
    for play in plays(machine, runs=runs, seed=seed, work=_MOST_WORK):
        played += 1
        seen.update({machine.scenes[node & machine.scene_mask].key for node, _spot in play.states})
    return {scene: count / played for scene, count in seen.items()} if played else {}
