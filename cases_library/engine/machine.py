"""A case made ready for searching: sets of states as whole numbers, and choices as shifts.

A state is split in two. Its *node* is a number that holds the scene and the *memory*: facts known, visits that some condition asks for, and
the values of variables beyond the first four. Its *spot* is where the values of the first four variables stand in the list of all their
combinations. A set of states in one node is then one number with a bit for each spot, and a choice moves the whole set at once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cases_library.engine import play
from cases_library.engine.format import (
    HIGHEST,
    LOWEST,
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
    leaves,
)

PACKED = 4
"""Variables that live in spots; six to this power is the width of a set."""
VALUES = range(LOWEST, HIGHEST + 1)
_REMEMBERED = 10_000

Stage = tuple[tuple[int, int], ...]
"""What happens to one packed variable: masks of spots, and how far each shifts."""
Table = tuple[int, ...]
"""What each of the six values becomes."""


def table(effects: Iterable[Effect], variable: str) -> Table:
    """What the effects on one variable make of each value, clamped after each."""
    own = [effect for effect in effects if effect.variable == variable]
    becomes = []
    for value in VALUES:
        for effect in own:
            value = effect.applied(value)  # noqa: PLW2901  it is one value, changing
        becomes.append(value)
    return tuple(becomes)


class Gate:
    """A condition: for a memory, the set of spots where it holds."""

    __slots__ = ("_holds", "_known", "relevant")

    def __init__(self, holds: Callable[[int], int], relevant: int) -> None:
        self._holds = holds
        self.relevant = relevant
        self._known: dict[int, int] = {}

    def at(self, memory: int) -> int:
        key = memory & self.relevant
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._holds(key)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A choice or an aside as a transition. Each of its `stages` changes one variable: which spots shift how far."""

    name: str
    origin: int
    to: int
    part: Choice | Aside
    tags: frozenset[str]
    gate: Gate | None
    learn: int
    stages: tuple[Stage, ...]
    extras: tuple[tuple[int, Table], ...]

    @property
    def is_choice(self) -> bool:
        return isinstance(self.part, Choice)

    def remembered(self, memory: int) -> int:
        """The memory after it."""
        memory |= self.learn
        for shift, becomes in self.extras:
            value = memory >> shift & 7
            memory += (becomes[value] - value) << shift
        return memory

    def moved(self, spots: int) -> int:
        """Where a set of spots goes."""
        for stage in self.stages:
            there = 0
            for mask, shift in stage:
                part = spots & mask
                if part:
                    there |= part << shift if shift >= 0 else part >> -shift
            spots = there
        return spots

    def sources(self, spots: int) -> int:
        """Which spots go into this set, whether it is offered there or not."""
        for stage in reversed(self.stages):
            here = 0
            for mask, shift in stage:
                here |= (spots >> shift if shift >= 0 else spots << -shift) & mask
            spots = here
        return spots


class Machine:
    """A case whose start exists, compiled. Scenes are numbered in document order."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.scenes: Sequence[Scene] = case.scenes
        self.index = {scene.key: number for number, scene in enumerate(case.scenes)}
        self._packed = case.variables[:PACKED]
        self.spots = len(VALUES) ** len(self._packed)
        self.full = (1 << self.spots) - 1
        self.scene_bits = max(1, len(case.scenes).bit_length())
        self.scene_mask = (1 << self.scene_bits) - 1
        self._lay_out()
        self.choices = [tuple(self._choice(scene, one) for one in scene.choices) for scene in case.scenes]
        """Of each scene; `to` is -1 where no scene is."""
        self.asides = [tuple(self._aside(scene, one) for one in case.asides_in(scene)) for scene in case.scenes]
        self.moves = [
            (*(one for one in choices if one.to >= 0), *(one for one in asides if one.learn))
            for choices, asides in zip(self.choices, self.asides, strict=True)
        ]
        """What changes a state: choices that lead somewhere, and asides that teach something."""
        self.ending = [scene.is_ending for scene in case.scenes]
        self.weight = [sum(3 + self._size(one) for one in moves) + 1 for moves in self.moves]
        """What looking at a scene once costs, in steps that are about equally long."""

    def _lay_out(self) -> None:
        """Give facts, visits and the variables beyond the packed ones their places in a memory."""
        case = self.case
        self.fact_bits = {fact.key: 1 << place for place, fact in enumerate(case.facts)}
        asked = [scene.key for scene in case.scenes if scene.key in case.asked_visits]
        self._visit_bits = {key: 1 << (len(case.facts) + place) for place, key in enumerate(asked)}
        known = len(case.facts) + len(asked)
        self.knowledge = (1 << known) - 1
        """The part of a memory that only grows."""
        self._shifts = {one.key: known + 3 * place for place, one in enumerate(case.variables[PACKED:])}
        self._strides = {one.key: len(VALUES) ** place for place, one in enumerate(self._packed)}
        self._masks = {key: [self._spread(stride, value) for value in VALUES] for key, stride in self._strides.items()}

    def _spread(self, stride: int, value: int) -> int:
        """The spots where the variable with this stride has this value."""
        block, period = ((1 << stride) - 1) << (value * stride), stride * len(VALUES)
        return sum(block << start for start in range(0, self.spots, period))

    def _size(self, move: Move) -> int:
        when = move.part.when if isinstance(move.part, Choice) else None
        return sum(1 for _ in leaves(when)) + sum(len(stage) for stage in move.stages) + len(move.extras)

    # --- Compiling ---

    def _choice(self, scene: Scene, choice: Choice) -> Move:
        return self._move(scene, choice, choice.key, self.case.scene(choice.to), choice.effects, choice.learn)

    def _aside(self, scene: Scene, aside: Aside) -> Move:
        number = self.index[scene.key]
        learn = self._bits(aside.learn)
        tags = frozenset((aside.tag,))
        return Move(f"{scene.key}/@{aside.key}", number, number, aside, tags, None, learn, (), ())

    def _move(
        self,
        scene: Scene,
        choice: Choice,
        key: str,
        target: Scene | None,
        effects: tuple[Effect, ...],
        learn: tuple[str, ...],
    ) -> Move:
        entering = target.enter.effects if target else ()
        taught = self._bits((*learn, *target.enter.learn)) | self._visit_bits.get(target.key, 0) if target else 0
        both = (*effects, *entering)
        return Move(
            name=f"{scene.key}/{key}",
            origin=self.index[scene.key],
            to=self.index[target.key] if target else -1,
            part=choice,
            tags=frozenset(choice.tags),
            gate=self.gate(choice.when),
            learn=taught,
            stages=self._stages(both),
            extras=self._extras(both),
        )

    def _bits(self, facts: Iterable[str]) -> int:
        bits = 0
        for fact in facts:
            bits |= self.fact_bits.get(fact, 0)
        return bits

    def _stages(self, effects: tuple[Effect, ...]) -> tuple[Stage, ...]:
        stages: list[Stage] = []
        for key, stride in self._strides.items():
            becomes = table(effects, key)
            if becomes == tuple(VALUES):
                continue
            by_distance: dict[int, int] = {}
            for value in VALUES:
                distance = (becomes[value] - value) * stride
                by_distance[distance] = by_distance.get(distance, 0) | self._masks[key][value]
            stages.append(tuple((mask, distance) for distance, mask in by_distance.items()))
        return tuple(stages)

    def _extras(self, effects: tuple[Effect, ...]) -> tuple[tuple[int, Table], ...]:
        tables = ((shift, table(effects, key)) for key, shift in self._shifts.items())
        return tuple((shift, becomes) for shift, becomes in tables if becomes != tuple(VALUES))

    def gate(self, condition: Condition | None) -> Gate | None:
        """A condition, compiled; None where there is none."""
        if condition is None:
            return None
        relevant = 0
        for leaf in leaves(condition):
            match leaf:
                case Knows(fact):
                    relevant |= self.fact_bits.get(fact, 0)
                case Visited(scene):
                    relevant |= self._visit_bits.get(scene, 0)
                case AtLeast(variable, _) | AtMost(variable, _):
                    relevant |= 7 << self._shifts[variable] if variable in self._shifts else 0
        return Gate(self._compiled(condition), relevant)

    def knows(self, condition: Condition | None) -> bool:
        """Whether everything that a condition names exists."""
        return all(self._exists(leaf) for leaf in leaves(condition))

    def _exists(self, leaf: AtLeast | AtMost | Knows | Visited) -> bool:
        match leaf:
            case Knows(fact):
                return fact in self.fact_bits
            case Visited(scene):
                return scene in self.index
            case AtLeast(variable, _) | AtMost(variable, _):
                return self.case.place(variable) is not None

    def _compiled(self, condition: Condition) -> Callable[[int], int]:
        full = self.full
        match condition:
            case All(parts):
                return _every([self._compiled(part) for part in parts], full)
            case Any(parts):
                return _some([self._compiled(part) for part in parts])
            case Not(part):
                inner = self._compiled(part)
                return lambda memory: full ^ inner(memory)
            case Knows(fact):
                return _when_bit(self.fact_bits.get(fact, 0), full)
            case Visited(scene):
                return _when_bit(self._visit_bits.get(scene, 0), full)
            case AtLeast(variable, value):
                return self._values(variable, [one for one in VALUES if one >= value])
            case AtMost(variable, value):
                return self._values(variable, [one for one in VALUES if one <= value])

    def _values(self, variable: str, values: list[int]) -> Callable[[int], int]:
        """Where a variable has one of these values; nowhere when it does not exist."""
        if variable in self._masks:
            spots = sum(self._masks[variable][value] for value in values)
            return lambda _memory: spots
        if variable not in self._shifts:
            return lambda _memory: 0
        full, shift, wanted = self.full, self._shifts[variable], frozenset(values)
        return lambda memory: full if memory >> shift & 7 in wanted else 0

    # --- States ---

    def start(self) -> tuple[int, int]:
        """The node and spot a run begins in."""
        return self.encoded(play.start(self.case))

    def encoded(self, state: play.State) -> tuple[int, int]:
        values = dict(zip((one.key for one in self.case.variables), state.values, strict=True))
        memory = self._bits(state.facts)
        for scene in state.visited:
            memory |= self._visit_bits[scene]
        for key, shift in self._shifts.items():
            memory |= values[key] << shift
        spot = sum(values[key] * stride for key, stride in self._strides.items())
        return memory << self.scene_bits | self.index[state.scene], spot

    def after(self, move: Move, node: int, spot: int) -> tuple[int, int]:
        """The state that a move makes of a state in which it is offered."""
        memory = move.remembered(node >> self.scene_bits)
        for stage in move.stages:
            spot += next(shift for mask, shift in stage if mask >> spot & 1)
        return memory << self.scene_bits | move.to, spot

    def offered(self, node: int, spot: int) -> list[Move]:
        """The moves of a state that can make it another: hidden choices left out, and asides that teach nothing new."""
        memory = node >> self.scene_bits
        return [
            move
            for move in self.moves[node & self.scene_mask]
            if (
                (move.gate is None or move.gate.at(memory) >> spot & 1)
                if isinstance(move.part, Choice)
                else memory | move.learn != memory
            )
        ]


def _every(parts: list[Callable[[int], int]], full: int) -> Callable[[int], int]:
    def holds(memory: int) -> int:
        spots = full
        for part in parts:
            spots &= part(memory)
        return spots

    return holds


def _some(parts: list[Callable[[int], int]]) -> Callable[[int], int]:
    def holds(memory: int) -> int:
        spots = 0
        for part in parts:
            spots |= part(memory)
        return spots

    return holds


def _when_bit(bit: int, full: int) -> Callable[[int], int]:
    return lambda memory: full if memory & bit else 0
