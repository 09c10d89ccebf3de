"""Whether a play takes about as long as the case promises."""

import heapq
from collections.abc import Iterator
from statistics import median_low

from cases_library.engine.findings import Finding, found
from cases_library.engine.machine import Machine, Move
from cases_library.engine.runs import CHOICES_A_MINUTE, MINUTE, MOST_STEPS, Clock, plays

PLAYS = 1_000
SEED = 1
_MOST_STATES = 200_000
"""Looked at for the quickest play; beyond it nothing is said of the quickest."""
_MOST_WORK = 3_000_000

State = tuple[int, int]


def check(machine: Machine) -> Iterator[Finding]:
    """One finding at most. The median counts plays as far as they went."""
    clock, promised = Clock(machine), machine.case.minutes * MINUTE
    quickest = _quickest(machine, clock, promised / 3)
    middle = median_low(_lengths(machine, clock))
    said = []
    if quickest is not None:
        said.append(f"de snelste weg duurt {_minutes(quickest[0])}")
    if middle > promised * 3 / 2:
        said.append(f"een gewone speler doet er {_minutes(middle)} of langer over")
    if said:
        yield found(
            "length-off-promise",
            f"De casus belooft {_minutes(promised)}, maar {' en '.join(said)}.",
            "Pas de beloofde minuten aan, of de lengte van de casus.",
            witness=quickest[1] if quickest else None,
        )


def _lengths(machine: Machine, clock: Clock) -> Iterator[int]:
    """How long random plays take. They are cut where their choices alone take longer than the promise allows."""
    case = machine.case
    steps = min(MOST_STEPS, case.minutes * CHOICES_A_MINUTE * 3 // 2 + len(case.facts) + 1)
    return (clock.play(one) for one in plays(machine, runs=PLAYS, seed=SEED, work=_MOST_WORK, steps=steps))


def _minutes(time: int) -> str:
    said = f"{time / MINUTE:.1f}".removesuffix(".0").replace(".", ",")
    return f"{said} {'minuut' if said == '1' else 'minuten'}"


def _quickest(machine: Machine, clock: Clock, limit: float) -> tuple[int, tuple[str, ...]] | None:
    """The quickest play to an ending, when it takes less than the limit. What lies ahead at least keeps the search small."""
    ahead = _least_ahead(machine, clock)
    begin = machine.start()
    spent = {begin: clock.entering(begin)}
    before: dict[State, tuple[State, Move]] = {}
    waiting = [(spent[begin], begin)]
    done: set[State] = set()
    while waiting and len(done) < _MOST_STATES:
        time, state = heapq.heappop(waiting)
        if state in done:
            continue
        done.add(state)
        if machine.ending[state[0] & machine.scene_mask]:
            return (time, _walk(before, begin, state)) if time < limit else None
        for move in machine.offered(*state):
            there = machine.after(move, *state)
            later = time + clock.taking(move) + (clock.entering(there) if move.is_choice else 0)
            least = ahead.get(move.to)
            if least is not None and later + least < limit and later < spent.get(there, later + 1):
                spent[there] = later
                before[there] = (state, move)
                heapq.heappush(waiting, (later, there))
    return None


def _least_ahead(machine: Machine, clock: Clock) -> dict[int, int]:
    """Of each scene what the rest of a play takes at least; scenes that lead to no ending are left out."""
    towards: dict[int, list[Move]] = {}
    for moves in machine.choices:
        for move in moves:
            towards.setdefault(move.to, []).append(move)
    least: dict[int, int] = {}
    waiting = [(0, number) for number, ends in enumerate(machine.ending) if ends]
    while waiting:
        time, scene = heapq.heappop(waiting)
        if scene in least:
            continue
        least[scene] = time
        for move in towards.get(scene, ()):
            heapq.heappush(waiting, (time + clock.least(move), move.origin))
    return least


def _walk(before: dict[State, tuple[State, Move]], begin: State, state: State) -> tuple[str, ...]:
    names: list[str] = []
    while state != begin:
        state, move = before[state]
        names.append(move.name)
    return tuple(reversed(names))
