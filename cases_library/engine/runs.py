"""Seeded random plays: what the checker falls back on, what playtest counts, and how long a play is."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from cases_library.engine.format import Aside, Choice
from cases_library.engine.machine import Gate, Machine, Move

MOST_STEPS = 300
"""Of one play; who wanders longer is stopped."""
WORDS_A_MINUTE = 200
CHOICES_A_MINUTE = 3
MINUTE = 600
"""Time is counted in whole parts of a minute, so that it adds up exactly: a word takes 3, a choice 200."""
_WORD, _CHOICE = MINUTE // WORDS_A_MINUTE, MINUTE // CHOICES_A_MINUTE

State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Play:
    """One random play: what was taken, the state before each of these, and the last one."""

    taken: tuple[Move, ...]
    states: tuple[State, ...]


def plays(machine: Machine, *, runs: int, seed: int, work: int, steps: int = MOST_STEPS) -> Iterator[Play]:
    """Plays that choose evenly among the choices on offer and the asides that still teach something. They stop when the work is spent."""
    source = random.Random(seed)  # noqa: S311  the same plays every time, on purpose
    start = machine.start()
    for _ in range(runs):
        if work < 0:
            return
        taken: list[Move] = []
        states = [start]
        while len(taken) < steps:
            work -= machine.weight[states[-1][0] & machine.scene_mask]
            offered = machine.offered(*states[-1])
            if not offered:
                break
            move = offered[int(source.random() * len(offered))]
            taken.append(move)
            states.append(machine.after(move, *states[-1]))
        yield Play(tuple(taken), tuple(states))


class Clock:
    """How long it takes to read and choose. Words shown are a scene's body, its passages, its choices, and what follows a choice."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._bodies = [_words(scene.body) for scene in machine.scenes]
        self._passages: list[list[tuple[Gate | None, int]]] = [
            [(machine.gate(one.when), _words(one.text)) for one in scene.passages] for scene in machine.scenes
        ]
        self._choices = [[(one.gate, _words(_text(one))) for one in choices] for choices in machine.choices]

    def entering(self, state: State) -> int:
        """Reading a scene on entering it in this state."""
        node, spot = state
        scene, memory = node & self._machine.scene_mask, node >> self._machine.scene_bits
        shown = self._bodies[scene]
        for gate, words in (*self._passages[scene], *self._choices[scene]):
            if gate is None or gate.at(memory) >> spot & 1:
                shown += words
        return shown * _WORD

    def taking(self, move: Move) -> int:
        """Choosing, and reading what follows at once."""
        if isinstance(move.part, Aside):
            return _words(move.part.text) * _WORD
        return _words(move.part.consequence) * _WORD + _CHOICE

    def least(self, move: Move) -> int:
        """What a choice and the scene it leads to take at least, whatever the state."""
        return self.taking(move) + self._bodies[move.to] * _WORD if isinstance(move.part, Choice) else 0

    def play(self, play: Play) -> int:
        """A whole play."""
        spent = self.entering(play.states[0])
        for move, state in zip(play.taken, play.states[1:], strict=True):
            spent += self.taking(move) + (self.entering(state) if move.is_choice else 0)
        return spent


def without_detours(play: Play, until: int) -> tuple[str, ...]:
    """The walk to a play's state, cutting out whatever came back to the same state."""
    kept: list[Move] = []
    at = {play.states[0]: 0}
    for move, state in zip(play.taken[:until], play.states[1:], strict=False):
        if state in at:
            for dropped in [one for one, length in at.items() if length > at[state]]:
                del at[dropped]
            del kept[at[state] :]
        else:
            kept.append(move)
            at[state] = len(kept)
    return tuple(move.name for move in kept)


def _text(move: Move) -> str:
    return move.part.text


def _words(text: str) -> int:
    return len(text.split())
