"""Loops of choices that bring back the very same state.

Facts and visits only grow, so such a loop stays within one knowledge. Within each, what cannot lie on a loop is trimmed off in sets;
only what is left is looked at state by state.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from cases_library.engine.checks.saying import listed, named
from cases_library.engine.checks.states import Explored
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Scene
from cases_library.engine.graph import components
from cases_library.engine.machine import Machine, Move

State = tuple[int, int]
"""A node and a spot."""
_TRIMMINGS = 40
_STARTS = 300
"""Of one loop: how many of its first states are tried as the place to begin it."""


def check(it: Explored) -> Iterator[Finding]:
    """One finding for each strongly connected component: of scenes, linked by the choices that lie on such loops."""
    states = _Looping(it)
    states.collect()
    for scenes in states.joined():
        yield states.finding(scenes)


def loop_finding(scenes: Iterable[Scene], closing: Move, machine: Machine, walk: tuple[str, ...]) -> Finding:
    names = [named(scene) for scene in scenes]
    where = f"tussen {listed(names)}" if len(names) > 1 else f"in {names[0]}"
    return found(
        "idle-loop",
        f"Een speler kan {where} rondgaan zonder dat er iets verandert.",
        "Laat een keuze op de rondgang iets kosten of iets vertellen, of haal de weg terug weg.",
        scene=machine.scenes[closing.origin].key,
        choice=closing.part.key,
        witness=walk,
    )


class _Looping:
    """The states that lie on loops, gathered by knowledge."""

    def __init__(self, it: Explored) -> None:
        self._it = it
        self._machine = it.machine
        self._states: dict[State, int] = {}
        """Of each state on a loop, the number of its component."""
        self._scenes: list[set[int]] = []
        """Of each component of states, its scenes."""

    def collect(self) -> None:
        machine = self._machine
        numbers = range(len(machine.scenes))
        loops = components(numbers, lambda one: [move.to for move in machine.choices[one] if move.to >= 0])
        together = {scene: place for place, whole in enumerate(loops) for scene in whole}
        groups: dict[tuple[int, int], dict[int, int]] = {}
        for scene, node, spots in self._it.nodes():
            if scene in together:
                knowledge = node >> machine.scene_bits & machine.knowledge
                groups.setdefault((together[scene], knowledge), {})[node] = spots
        for group in groups.values():
            core = self._trimmed(group)
            if core:
                self._split(core)

    def _steps(self, node: int, within: dict[int, int]) -> Iterator[tuple[Move, int]]:
        """The choices that lead from a node to a node within."""
        memory = node >> self._machine.scene_bits
        for move in self._machine.choices[node & self._machine.scene_mask]:
            if move.to >= 0 and memory | move.learn == memory:
                target = move.remembered(memory) << self._machine.scene_bits | move.to
                if target in within:
                    yield move, target

    def _trimmed(self, group: dict[int, int]) -> dict[int, int]:
        """The group without states that nothing in it leads to, or that lead to nothing in it: some rounds of it."""
        core = dict(group)
        bits = self._machine.scene_bits
        for _ in range(_TRIMMINGS):
            entered: dict[int, int] = {}
            left: dict[int, int] = {}
            for node, spots in core.items():
                for move, target in self._steps(node, core):
                    open_here = spots if move.gate is None else spots & move.gate.at(node >> bits)
                    entered[target] = entered.get(target, 0) | move.moved(open_here)
                    left[node] = left.get(node, 0) | move.sources(core[target]) & open_here
            kept = {node: spots & entered.get(node, 0) & left.get(node, 0) for node, spots in core.items()}
            kept = {node: spots for node, spots in kept.items() if spots}
            if kept == core:
                break
            core = kept
        return core

    def _split(self, core: dict[int, int]) -> None:
        """Find the components among the states that are left."""
        mask = self._machine.scene_mask

        def after(state: State) -> list[State]:
            return [there for _, there in self._following(state, core)]

        everything = (
            (node, spot) for node, spots in core.items() for spot in range(self._machine.spots) if spots >> spot & 1
        )
        for whole in components(everything, after):
            for state in whole:
                self._states[state] = len(self._scenes)
            self._scenes.append({node & mask for node, _ in whole})

    def _following(self, state: State, core: dict[int, int]) -> Iterator[tuple[Move, State]]:
        node, spot = state
        for move, target in self._steps(node, core):
            if move.gate is None or move.gate.at(node >> self._machine.scene_bits) >> spot & 1:
                there = self._machine.after(move, node, spot)
                if core[target] >> there[1] & 1:
                    yield move, there

    # --- Telling ---

    def joined(self) -> list[frozenset[int]]:
        """Scenes of components that share one, put together, in document order."""
        wholes: list[set[int]] = []
        for scenes in {frozenset(one) for one in self._scenes}:
            touching = [whole for whole in wholes if whole & scenes]
            wholes = [whole for whole in wholes if not whole & scenes]
            wholes.append(set(scenes).union(*touching))
        return sorted((frozenset(whole) for whole in wholes), key=min)

    def finding(self, scenes: frozenset[int]) -> Finding:
        """Begun where walk and loop together are shortest, among the first states that lie on such a loop."""
        start, loop, longest = None, [], None
        for depth, state in self._first_states(scenes):
            if longest is not None and depth + 1 >= longest:
                break
            round_trip = self._round_trip(state, None if longest is None else longest - depth - 1)
            if round_trip:
                start, loop, longest = state, round_trip, depth + len(round_trip)
        if start is None:
            raise LookupError("every component has a state on a loop")
        walk = (*self._it.reach.walk(*start), *(move.name for move in loop))
        parts = [self._machine.scenes[one] for one in sorted(scenes)]
        return loop_finding(parts, loop[-1], self._machine, walk)

    def _first_states(self, scenes: frozenset[int]) -> Iterator[tuple[int, State]]:
        count = 0
        for depth, (nodes, news) in enumerate(self._it.reach.layers):
            for node, new in zip(nodes, news, strict=True):
                if node & self._machine.scene_mask not in scenes:
                    continue
                while new:
                    spot = (new & -new).bit_length() - 1
                    new &= new - 1  # noqa: PLW2901  each spot in turn
                    if (node, spot) in self._states:
                        count += 1
                        yield depth, (node, spot)
                    if count >= _STARTS:
                        return

    def _round_trip(self, start: State, most: int | None) -> list[Move]:
        """A shortest loop from a state to itself, of at most so many choices; empty when there is none so short."""
        component = self._states[start]
        before: dict[State, tuple[State, Move]] = {}
        waiting = deque([(start, 0)])
        while waiting:
            state, length = waiting.popleft()
            if most is not None and length >= most:
                return []
            for move, there in self._in_component(state, component):
                if there == start:
                    return _traced(before, start, state, move)
                if there not in before:
                    before[there] = (state, move)
                    waiting.append((there, length + 1))
        return []

    def _in_component(self, state: State, component: int) -> Iterator[tuple[Move, State]]:
        node, spot = state
        for move in self._machine.offered(node, spot):
            if move.is_choice:
                there = self._machine.after(move, node, spot)
                if self._states.get(there) == component:
                    yield move, there


def _traced(before: dict[State, tuple[State, Move]], start: State, last: State, closing: Move) -> list[Move]:
    loop = [closing]
    while last != start:
        last, move = before[last]
        loop.append(move)
    return loop[::-1]
