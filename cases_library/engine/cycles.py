"""Which states lie on loops of choices that bring back the very same state.

Facts and visits only grow, so such a loop stays within one knowledge. Within each, states are trimmed and split in sets; only where the
components turn out small is what is left looked at state by state.
"""

from collections.abc import Callable, Iterable, Iterator

from cases_library.engine.graph import components
from cases_library.engine.machine import Machine, Move

States = dict[int, int]
"""Of each node its spots."""
_TRIMMINGS = 40
_LARGE = 100
"""States of a component that make it worth looking for another in sets."""

Edge = tuple[Move, int, int]
"""A choice, the node at its other end, and the spots it is offered in."""
Along = Callable[[Move, int, int], int]


class Cycles:
    """`states` holds all states on loops; `scenes` the scenes of each strongly connected component of states."""

    def __init__(self, machine: Machine, found: Iterable[tuple[int, int, int]]) -> None:
        self._machine = machine
        self.states: States = {}
        self.scenes: set[frozenset[int]] = set()
        for group in self._groups(found):
            self._split(group)

    def _groups(self, found: Iterable[tuple[int, int, int]]) -> Iterator[States]:
        """The states found, by the scenes that can lead back to each other, and by knowledge."""
        machine = self._machine
        loops = components(
            range(len(machine.scenes)), lambda one: [move.to for move in machine.choices[one] if move.to >= 0]
        )
        together = {scene: place for place, whole in enumerate(loops) for scene in whole}
        groups: dict[tuple[int, int], States] = {}
        for scene, node, spots in found:
            if scene in together:
                knowledge = node >> machine.scene_bits & machine.knowledge
                groups.setdefault((together[scene], knowledge), {})[node] = spots
        return iter(groups.values())

    def _split(self, group: States) -> None:
        ahead: dict[int, list[Edge]] = {node: list(self._choices(node, group)) for node in group}
        behind: dict[int, list[Edge]] = {node: [] for node in group}
        for node, edges in ahead.items():
            for move, target, offered in edges:
                behind[target].append((move, node, offered))
        core = _trimmed(group, ahead)
        while core:
            node = next(iter(core))
            pivot = {node: core[node] & -core[node]}
            after = _closure(pivot, core, ahead, _taken)
            before = _closure(pivot, core, behind, _untaken)
            whole = {node: spots & before.get(node, 0) for node, spots in after.items()}
            whole = {node: spots for node, spots in whole.items() if spots}
            size = sum(spots.bit_count() for spots in whole.values())
            if size < _LARGE:
                self._one_by_one(core, ahead)
                return
            self._keep(whole)
            core = _trimmed({node: spots & ~whole.get(node, 0) for node, spots in core.items()}, ahead)

    def _choices(self, node: int, within: States) -> Iterator[Edge]:
        """The choices that lead from a node to a node within."""
        machine, memory = self._machine, node >> self._machine.scene_bits
        for move in machine.choices[node & machine.scene_mask]:
            if move.to >= 0 and memory | move.learn == memory:
                target = move.remembered(memory) << machine.scene_bits | move.to
                if target in within:
                    yield move, target, machine.full if move.gate is None else move.gate.at(memory)

    def _one_by_one(self, core: States, ahead: dict[int, list[Edge]]) -> None:
        everything = ((node, spot) for node, spots in core.items() for spot in _each(spots))

        def after(state: tuple[int, int]) -> list[tuple[int, int]]:
            node, spot = state
            there = ((target, _taken(move, 1 << spot, offered)) for move, target, offered in ahead[node])
            return [(target, bit.bit_length() - 1) for target, bit in there if core.get(target, 0) & bit]

        for whole in components(everything, after):
            spots: States = {}
            for node, spot in whole:
                spots[node] = spots.get(node, 0) | 1 << spot
            self._keep(spots)

    def _keep(self, whole: States) -> None:
        for node, spots in whole.items():
            self.states[node] = self.states.get(node, 0) | spots
        self.scenes.add(frozenset(node & self._machine.scene_mask for node in whole))


def _taken(move: Move, spots: int, offered: int) -> int:
    return move.moved(spots & offered)


def _untaken(move: Move, spots: int, offered: int) -> int:
    return move.sources(spots) & offered


def _trimmed(group: States, ahead: dict[int, list[Edge]]) -> States:
    """The group without states that nothing in it leads to, or that lead to nothing in it: some rounds of it."""
    core = {node: spots for node, spots in group.items() if spots}
    for _ in range(_TRIMMINGS):
        entered: States = {}
        left: States = {}
        for node, spots in core.items():
            for move, target, offered in ahead[node]:
                if target in core:
                    entered[target] = entered.get(target, 0) | move.moved(spots & offered)
                    left[node] = left.get(node, 0) | move.sources(core[target]) & offered
        kept = {node: spots & entered.get(node, 0) & left.get(node, 0) for node, spots in core.items()}
        kept = {node: spots for node, spots in kept.items() if spots}
        if kept == core:
            break
        core = kept
    return core


def _closure(begin: States, core: States, edges: dict[int, list[Edge]], along: Along) -> States:
    """All states of the core that can be come by from these along the edges."""
    seen = dict(begin)
    waiting = dict(begin)
    while waiting:
        node = next(iter(waiting))
        spots = waiting.pop(node)
        for move, other, offered in edges[node]:
            fresh = along(move, spots, offered) & core.get(other, 0) & ~seen.get(other, 0)
            if fresh:
                seen[other] = seen.get(other, 0) | fresh
                waiting[other] = waiting.get(other, 0) | fresh
    return seen


def _each(spots: int) -> Iterator[int]:
    while spots:
        yield (spots & -spots).bit_length() - 1
        spots &= spots - 1
