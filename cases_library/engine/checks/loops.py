"""Loops of choices that bring back the very same state."""

from collections import deque
from collections.abc import Iterable, Iterator

from cases_library.engine.checks.saying import listed, named
from cases_library.engine.checks.states import Explored
from cases_library.engine.cycles import Cycles
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Scene
from cases_library.engine.machine import Machine, Move

State = tuple[int, int]
"""A node and a spot."""
_STARTS = 300
"""Of one loop: how many of its first states are tried as the place to begin it."""


def check(it: Explored) -> Iterator[Finding]:
    """One finding for each strongly connected component: of scenes, linked by the choices that lie on such loops."""
    cycles = Cycles(it.machine, it.nodes())
    for scenes in _joined(cycles.scenes):
        yield _shortest(it, cycles, scenes)


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


def _joined(components: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Scenes of components that share one, put together, in document order."""
    wholes: list[frozenset[int]] = []
    for scenes in components:
        touching = [whole for whole in wholes if whole & scenes]
        wholes = [whole for whole in wholes if not whole & scenes]
        wholes.append(scenes.union(*touching))
    return sorted(wholes, key=min)


def _shortest(it: Explored, cycles: Cycles, scenes: frozenset[int]) -> Finding:
    """The loop through these scenes, begun where walk and loop together are shortest, among its first states."""
    best: tuple[State, list[Move]] | None = None
    longest = 0
    for depth, state in _first_states(it, cycles, scenes):
        if best is not None and depth + 1 >= longest:
            break
        loop = _round_trip(it.machine, cycles, state, longest - depth - 1 if best else None)
        if loop:
            best, longest = (state, loop), depth + len(loop)
    if best is None:
        raise LookupError("every component has a state on a loop")
    start, loop = best
    walk = (*it.reach.walk(*start), *(move.name for move in loop))
    return loop_finding([it.machine.scenes[one] for one in sorted(scenes)], loop[-1], it.machine, walk)


def _first_states(it: Explored, cycles: Cycles, scenes: frozenset[int]) -> Iterator[tuple[int, State]]:
    """The states on loops through these scenes, with their depth, in the order in which they were found."""
    count = 0
    for depth, (nodes, news) in enumerate(it.reach.layers):
        for node, new in zip(nodes, news, strict=True):
            if node & it.machine.scene_mask not in scenes:
                continue
            spots = new & cycles.states.get(node, 0)
            while spots and count < _STARTS:
                yield depth, (node, (spots & -spots).bit_length() - 1)
                spots &= spots - 1
                count += 1


def _round_trip(machine: Machine, cycles: Cycles, start: State, most: int | None) -> list[Move]:
    """A shortest loop from a state to itself, of at most so many choices; empty when there is none so short."""
    before: dict[State, tuple[State, Move]] = {}
    waiting = deque([(start, 0)])
    while waiting:
        state, length = waiting.popleft()
        if most is not None and length >= most:
            return []
        for move, there in _onward(machine, cycles, state):
            if there == start:
                return _traced(before, start, state, move)
            if there not in before:
                before[there] = (state, move)
                waiting.append((there, length + 1))
    return []


def _onward(machine: Machine, cycles: Cycles, state: State) -> Iterator[tuple[Move, State]]:
    """The choices from a state to states on loops, learning nothing."""
    knowledge = state[0] >> machine.scene_bits & machine.knowledge
    for move in machine.offered(*state):
        if move.is_choice and knowledge | move.learn == knowledge:
            there = machine.after(move, *state)
            if cycles.states.get(there[0], 0) >> there[1] & 1:
                yield move, there


def _traced(before: dict[State, tuple[State, Move]], start: State, last: State, closing: Move) -> list[Move]:
    loop = [closing]
    while last != start:
        last, move = before[last]
        loop.append(move)
    return loop[::-1]
