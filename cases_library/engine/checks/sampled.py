"""What seeded random plays show of a case that is too large to search. Nothing here claims that something never happens."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cases_library.engine.checks import tags, use
from cases_library.engine.checks.loops import loop_finding
from cases_library.engine.checks.states import hidden_choices, stuck
from cases_library.engine.findings import Finding
from cases_library.engine.format import Scene
from cases_library.engine.machine import Machine, Move
from cases_library.engine.runs import Play, plays, without_detours

PLAYS = 10_000
SEED = 1
_MOST_WORK = 10_000_000

Walk = tuple[str, ...]


@dataclass(slots=True)
class _Loop:
    scenes: set[int]
    walk: Walk
    closing: Move


@dataclass(slots=True)
class _Seen:
    """The shortest that any play showed."""

    stuck: dict[int, Walk] = field(default_factory=dict)
    loops: list[_Loop] = field(default_factory=list)
    without: dict[str, tuple[Walk, Scene]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)


_NO_CHILD = "no child"


def check(machine: Machine) -> Iterator[Finding]:
    seen = _Seen()
    steps = tags.framework_steps(machine.case)
    for play in plays(machine, runs=PLAYS, seed=SEED, work=_MOST_WORK):
        _end(machine, play, steps, seen)
        _loops(machine, play, seen)
    for scene, walk in sorted(seen.stuck.items()):
        yield hidden_choices(machine.scenes[scene], walk)
    for loop in seen.loops:
        yield loop_finding([machine.scenes[one] for one in sorted(loop.scenes)], loop.closing, machine, loop.walk)
    missed = [(step, *seen.without[step]) for step in steps if step in seen.touched and step in seen.without]
    yield from tags.missed_findings(machine.case, missed, seen.without.get(_NO_CHILD))
    yield from use.facts(machine.case, frozenset(), proven=False)


def _end(machine: Machine, play: Play, steps: list[str], seen: _Seen) -> None:
    """What the end of a play shows: that it is stuck, or what was gone around on the way."""
    node, spot = play.states[-1]
    scene = node & machine.scene_mask
    if not machine.ending[scene]:
        if stuck(machine, node, 1 << spot):
            _shorter(seen.stuck, scene, without_detours(play, len(play.taken)))
        return
    touched = {tag for state in play.states for tag in machine.scenes[state[0] & machine.scene_mask].tags}
    touched.update(tag for move in play.taken for tag in move.tags)
    seen.touched |= touched
    missed = [step for step in steps if step not in touched]
    if not touched.intersection(tags.CHILD):
        missed.append(_NO_CHILD)
    if missed:
        walk = without_detours(play, len(play.taken))
        for one in missed:
            if one not in seen.without or len(walk) < len(seen.without[one][0]):
                seen.without[one] = (walk, machine.scenes[scene])


def _shorter(walks: dict[int, Walk], key: int, walk: Walk) -> None:
    if key not in walks or len(walk) < len(walks[key]):
        walks[key] = walk


def _loops(machine: Machine, play: Play, seen: _Seen) -> None:
    """The first state that a play comes back to. Between the two are only choices: an aside is taken only when it teaches something."""
    first: dict[tuple[int, int], int] = {}
    for place, state in enumerate(play.states):
        if state in first:
            begin = first[state]
            loop = play.taken[begin:place]
            walk = (*without_detours(play, begin), *(move.name for move in loop))
            _joined(seen, _Loop({move.origin for move in loop}, walk, loop[-1]))
            return
        first[state] = place


def _joined(seen: _Seen, loop: _Loop) -> None:
    """Put loops that share a scene together, keeping the shortest walk."""
    apart = [one for one in seen.loops if not one.scenes & loop.scenes]
    for one in seen.loops:
        if one.scenes & loop.scenes:
            shortest = min(loop, one, key=lambda it: len(it.walk))
            loop = _Loop(loop.scenes | one.scenes, shortest.walk, shortest.closing)
    seen.loops = [*apart, loop]
