"""Searching all reachable states, layer by layer, so that the first walk to a state is a shortest one."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cases_library.engine.machine import Machine, Move

MAX_WORK = 50_000_000
"""Steps after which a search gives up even under its cap: what a case with enormous scenes would otherwise cost."""
_LOOK_UP = 10_000
"""Work between two looks at the limits."""

Moves = Sequence[Sequence[Move]]
"""Of each scene, those that may be taken."""


class TooMuch(Exception):
    """The search met its limits; `states` is how many it had counted."""

    def __init__(self, states: int) -> None:
        super().__init__(f"more than can be searched, after {states} states")
        self.states = states


@dataclass(slots=True)
class Limits:
    """What a whole check may spend. Work is counted, not timed, so a busy machine gives the same answer; only an editor sets a deadline."""

    states: int
    deadline: float | None = None
    work: int = field(default_factory=lambda: MAX_WORK)

    def spend(self, work: int, states: int) -> None:
        """Raises TooMuch when there is no more to spend."""
        self.work -= work
        if self.work < 0 or states > self.states or (self.deadline is not None and time.monotonic() > self.deadline):
            raise TooMuch(states)


@dataclass(slots=True)
class Reach:
    """What a search found: of each node the spots, in the order of discovery, and of each layer what was new in it."""

    machine: Machine
    moves: Moves
    found: dict[int, int] = field(default_factory=dict)
    layers: list[tuple[list[int], list[int]]] = field(default_factory=list)
    states: int = 1
    ending: tuple[int, int] | None = None
    """The first state in an ending, where the search was to stop there."""

    def walk(self, node: int, spot: int) -> tuple[str, ...]:
        """A shortest walk to a state that was found."""
        depth = next(
            number
            for number, (nodes, news) in enumerate(self.layers)
            if any(there == node and new >> spot & 1 for there, new in zip(nodes, news, strict=True))
        )
        return tuple(self._back(depth, node, spot))

    def _back(self, depth: int, node: int, spot: int) -> list[str]:
        taken = []
        while depth:
            depth -= 1
            move, node, spot = self._step_before(depth, node, spot)
            taken.append(move.name)
        return taken[::-1]

    def _step_before(self, depth: int, node: int, spot: int) -> tuple[Move, int, int]:
        """The first state of a layer, in the order of discovery, that steps to this state."""
        machine = self.machine
        bits, scene, memory, wanted = (
            machine.scene_bits,
            node & machine.scene_mask,
            node >> machine.scene_bits,
            1 << spot,
        )
        towards = [tuple(move for move in moves if move.to == scene) for moves in self.moves]
        for there, new in zip(*self.layers[depth], strict=True):
            for move in towards[there & machine.scene_mask]:
                before = there >> bits
                if move.remembered(before) != memory:
                    continue
                spots = move.sources(wanted) & new
                if spots and move.gate is not None:
                    spots &= move.gate.at(before)
                if spots:
                    return move, there, (spots & -spots).bit_length() - 1
        raise LookupError("every state but the first was reached from the layer before it")


def explore(machine: Machine, limits: Limits, moves: Moves | None = None, *, to_ending: bool = False) -> Reach:
    """Everything that can be reached from the start; with `to_ending`, no further than the first ending. Raises TooMuch."""
    reach = Reach(machine, machine.moves if moves is None else moves)
    node, spot = machine.start()
    if to_ending and machine.ending[node & machine.scene_mask]:
        reach.ending = (node, spot)
    layer = {node: 1 << spot}
    reach.found = dict(layer)
    while layer:
        reach.layers.append((list(layer), list(layer.values())))
        layer = {} if reach.ending else _next_layer(reach, limits, to_ending=to_ending)
    limits.spend(0, reach.states)
    return reach


def _next_layer(reach: Reach, limits: Limits, *, to_ending: bool) -> dict[int, int]:
    """What one more move finds. Kept in one loop, for this is where the time goes."""
    machine, found, all_moves = reach.machine, reach.found, reach.moves
    bits, mask, ending, weight = machine.scene_bits, machine.scene_mask, machine.ending, machine.weight
    after: dict[int, int] = {}
    work = 0
    for node, new in zip(*reach.layers[-1], strict=True):
        scene, memory = node & mask, node >> bits
        work += weight[scene]
        if work > _LOOK_UP:
            limits.spend(work, reach.states)
            work = 0
        for move in all_moves[scene]:
            moving = new if move.gate is None else new & move.gate.at(memory)
            if not moving:
                continue
            target = (move.remembered(memory) << bits) | move.to
            known = found.get(target, 0)
            fresh = move.moved(moving) & ~known
            if fresh:
                found[target] = known | fresh
                after[target] = after.get(target, 0) | fresh
                reach.states += fresh.bit_count()
                if to_ending and ending[move.to]:
                    reach.ending = (target, (fresh & -fresh).bit_length() - 1)
                    return after
    limits.spend(work, reach.states)
    return after


def can_end(reach: Reach, limits: Limits) -> dict[int, int]:
    """Of each node the spots from which an ending can be reached under the conditions. Raises TooMuch."""
    machine, found = reach.machine, reach.found
    mask, ending, weight = machine.scene_mask, machine.ending, machine.weight
    good = {node: spots for node, spots in found.items() if ending[node & mask]}
    pending = [node for node in reversed(found) if not ending[node & mask]]
    while pending:
        left, grew, work = [], False, 0
        for node in pending:
            now = good.get(node, 0)
            while True:
                work += weight[node & mask]
                more = now | _leading_to(machine, good, node) & found[node]
                if more == now:
                    break
                good[node] = now = more
                grew = True
            if now != found[node]:
                left.append(node)
        limits.spend(work, reach.states)
        pending = left if grew else []
    return good


def _leading_to(machine: Machine, good: dict[int, int], node: int) -> int:
    """The spots of a node from which one move leads to a good state."""
    memory, spots = node >> machine.scene_bits, 0
    for move in machine.moves[node & machine.scene_mask]:
        there = good.get((move.remembered(memory) << machine.scene_bits) | move.to)
        if there:
            leading = move.sources(there)
            spots |= leading if move.gate is None else leading & move.gate.at(memory)
    return spots


def without(machine: Machine, tags: Iterable[str]) -> list[list[Move]] | None:
    """The moves that touch none of these tags: not taking a tagged one, not entering a tagged scene. None where the start is tagged."""
    avoided = frozenset(tags)
    tagged = [bool(avoided.intersection(scene.tags)) for scene in machine.scenes]
    if tagged[machine.index[machine.case.start]]:
        return None
    return [[move for move in moves if not tagged[move.to] and not avoided & move.tags] for moves in machine.moves]
