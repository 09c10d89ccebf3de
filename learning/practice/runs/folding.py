"""A run as it unfolds from its steps: pure functions over a case and what was taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases_library.engine import play
from cases_library.engine.format import DECISION, Aside, Case, Choice, Scene
from cases_library.engine.play import State

REASONS = 3
"""Decisions of a run at which a reason is asked, at most."""
ASK_CERTAINTY = "ask-certainty"
"""The tag by which an author has a scene ask how sure one is."""
AFTERWARDS = "na_afloop"
"""The debrief, where scenes are named; no key of a scene has an underscore."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step: where it was taken, what, and the states around it."""

    number: int
    scene: Scene
    choice: Choice | None
    aside: Aside | None
    before: State
    after: State

    @property
    def taken(self) -> str:
        return place_of(self.scene, f"@{self.aside.key}" if self.aside else self.choice.key if self.choice else "")

    @property
    def learned(self) -> frozenset[str]:
        """The facts that this step taught, and entering the scene it led to."""
        return self.after.facts - self.before.facts


@dataclass(frozen=True, slots=True)
class Play:
    """A run so far. `entered` is the state at the last entry of the scene it stands in."""

    case: Case
    began: State
    moves: tuple[Move, ...]

    @property
    def state(self) -> State:
        return self.moves[-1].after if self.moves else self.began

    @property
    def scene(self) -> Scene:
        return scene_of(self.case, self.state)

    @property
    def entered(self) -> State:
        last = next((move for move in reversed(self.moves) if move.choice), None)
        return last.after if last else self.began

    @property
    def last_choice(self) -> Move | None:
        """The choice that led into this scene."""
        return next((move for move in reversed(self.moves) if move.choice), None)

    @property
    def asked_here(self) -> tuple[Move, ...]:
        """The asides taken since this scene was entered."""
        last = self.last_choice
        return self.moves[last.number if last else 0 :]

    @property
    def has_ended(self) -> bool:
        return self.scene.is_ending

    def visits(self) -> Iterator[tuple[Scene, State]]:
        """The scenes in the order in which they were entered, with the state then."""
        yield scene_of(self.case, self.began), self.began
        for move in self.moves:
            if move.choice:
                yield scene_of(self.case, move.after), move.after

    def choices(self) -> Iterator[Move]:
        """The moves that are choices."""
        return (move for move in self.moves if move.choice)

    def asks_reason(self) -> bool:
        """Whether the scene it stands in asks why: a decision that has a panel, at most at three of a run."""
        asked = {answer.scene for answer in self.case.panel}
        before = sum(1 for move in self.choices() if is_key_decision(move.scene, asked))
        return is_key_decision(self.scene, asked) and before < REASONS

    def asks_certainty(self) -> bool:
        """Whether the author wants to know here how sure one is."""
        return self.scene.kind == DECISION and ASK_CERTAINTY in self.scene.tags


def is_key_decision(scene: Scene, with_panel: set[str]) -> bool:
    """A decision at which a panel said what it would do."""
    return scene.kind == DECISION and scene.key in with_panel


def place_of(scene: Scene, taken: str) -> str:
    """A step as runs, walks and witnesses write it."""
    return f"{scene.key}/{taken}"


def scene_of(case: Case, state: State) -> Scene:
    """The scene of a state; states come from this case, so it is there."""
    scene = case.scene(state.scene)
    if scene is None:
        raise play.NotOffered(f"De scène ‘{state.scene}’ bestaat niet in deze casus.")
    return scene


def unfold(case: Case, taken: Iterable[str]) -> Play:
    """The run that these steps make. Raises NotOffered when the case does not allow one of them."""
    whole = Play(case, play.start(case), ())
    moves: list[Move] = []
    for one in taken:
        moves.append(_move(case, moves[-1].after if moves else whole.began, one, len(moves) + 1))
    return Play(case, whole.began, tuple(moves))


def further(run: Play, taken: str) -> Play:
    """The run with one step more. Raises NotOffered."""
    return Play(run.case, run.began, (*run.moves, _move(run.case, run.state, taken, len(run.moves) + 1)))


def _move(case: Case, before: State, taken: str, number: int) -> Move:
    scene = scene_of(case, before)
    where, _, what = taken.partition("/")
    if where != scene.key:
        raise play.NotOffered(f"‘{taken}’ kan hier niet: de casus staat bij ‘{scene.key}’.", number - 1)
    after = play.step(case, before, what)
    aside = next((one for one in case.asides_in(scene) if f"@{one.key}" == what), None)
    return Move(number, scene, None if aside else scene.choice(what), aside, before, after)
