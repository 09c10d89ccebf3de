"""The rules of play: what a state is, what is offered in it, and what a step makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases_library.engine.format import (
    All,
    Any,
    Aside,
    AtLeast,
    AtMost,
    Case,
    Choice,
    Condition,
    Effect,
    Knows,
    Not,
    Scene,
    Visited,
)


class NotOffered(Exception):
    """A choice or aside that this state does not offer. `index` is its place in a replayed list, where there is one."""

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


@dataclass(frozen=True, slots=True)
class State:
    """Where a run is. `values` follows the order of the case's variables; `visited` holds only scenes that some condition names."""

    scene: str
    values: tuple[int, ...]
    facts: frozenset[str]
    visited: frozenset[str]


def start(case: Case) -> State:
    """The state after entering the first scene. Raises NotOffered where the case has no such scene."""
    scene = case.scene(case.start)
    if scene is None:
        raise NotOffered(f"De casus begint bij ‘{case.start}’, en die scène bestaat niet.")
    return _enter(case, scene, tuple(one.start for one in case.variables), frozenset(), frozenset())


def step(case: Case, state: State, taken: str) -> State:
    """The state after a choice (its key) or an aside (@ and its key). Raises NotOffered when it is hidden, unknown, or leads nowhere."""
    if taken.startswith("@"):
        aside = next((one for one in asides(case, state) if one.key == taken[1:]), None)
        if aside is None:
            raise NotOffered(f"‘{taken}’ bestaat niet in scène ‘{state.scene}’.")
        return State(state.scene, state.values, _learned(case, state.facts, aside.learn), state.visited)
    choice = next((one for one in offered(case, state) if one.key == taken), None)
    if choice is None:
        raise NotOffered(f"De keuze ‘{taken}’ is er nu niet in scène ‘{state.scene}’.")
    target = case.scene(choice.to)
    if target is None:
        raise NotOffered(f"De keuze ‘{taken}’ leidt naar ‘{choice.to}’, en die scène bestaat niet.")
    values = _affected(case, state.values, choice.effects)
    return _enter(case, target, values, _learned(case, state.facts, choice.learn), state.visited)


def offered(case: Case, state: State) -> tuple[Choice, ...]:
    """The choices that this state shows, in document order."""
    return tuple(choice for choice in _scene(case, state).choices if holds(case, state, choice.when))


def asides(case: Case, state: State) -> tuple[Aside, ...]:
    return case.asides_in(_scene(case, state))


def passages(case: Case, state: State) -> tuple[str, ...]:
    """The texts to show after the body. Ask with the state as it was on entering the scene: an aside taken since changes nothing."""
    return tuple(one.text for one in _scene(case, state).passages if holds(case, state, one.when))


def replay(case: Case, taken: Iterable[str]) -> State:
    """The state after a whole list of `scene/choice` and `scene/@aside`. Raises NotOffered with the place of the first that cannot be."""
    state = start(case)
    for index, one in enumerate(taken):
        scene, _, key = one.partition("/")
        if scene != state.scene:
            raise NotOffered(f"‘{one}’ kan hier niet: je bent in scène ‘{state.scene}’.", index)
        try:
            state = step(case, state, key)
        except NotOffered as fault:
            raise NotOffered(str(fault), index) from None
    return state


def holds(case: Case, state: State, condition: Condition | None) -> bool:
    """Whether a condition holds. What names a variable that does not exist holds never; the checker reports it."""
    match condition:
        case None:
            return True
        case All(parts):
            return all(holds(case, state, part) for part in parts)
        case Any(parts):
            return any(holds(case, state, part) for part in parts)
        case Not(part):
            return not holds(case, state, part)
        case AtLeast(variable, value):
            place = case.place(variable)
            return place is not None and state.values[place] >= value
        case AtMost(variable, value):
            place = case.place(variable)
            return place is not None and state.values[place] <= value
        case Knows(fact):
            return fact in state.facts
        case Visited(scene):
            return scene in state.visited


def _enter(case: Case, scene: Scene, values: tuple[int, ...], facts: frozenset[str], visited: frozenset[str]) -> State:
    if scene.key in case.asked_visits:
        visited |= {scene.key}
    return State(
        scene.key, _affected(case, values, scene.enter.effects), _learned(case, facts, scene.enter.learn), visited
    )


def _affected(case: Case, values: tuple[int, ...], effects: tuple[Effect, ...]) -> tuple[int, ...]:
    if not effects:
        return values
    changed = list(values)
    for effect in effects:
        place = case.place(effect.variable)
        if place is not None:
            changed[place] = effect.applied(changed[place])
    return tuple(changed)


def _learned(case: Case, facts: frozenset[str], learn: tuple[str, ...]) -> frozenset[str]:
    return facts | case.fact_keys.intersection(learn) if learn else facts


def _scene(case: Case, state: State) -> Scene:
    scene = case.scene(state.scene)
    if scene is None:
        raise NotOffered(f"De scène ‘{state.scene}’ bestaat niet in deze casus.")
    return scene
