"""The labelled sentences: what must be pointed out in them, and which half each belongs to."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KINDS = ("name", "bsn", "address", "phone", "email", "birth-date")
_MARK = re.compile(r"\[(" + "|".join(KINDS) + r"):([^\]]+)\]")


@dataclass(frozen=True)
class Label:
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Sentence:
    text: str
    labels: tuple[Label, ...]

    @property
    def held_out(self) -> bool:
        """Fixed by the words, so that no sentence can change sides; the rules were made with the other half only."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def sentences(name: str = "sentences.txt") -> tuple[Sentence, ...]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return tuple(_sentence(line) for line in lines if line and not line.startswith("#"))


def _sentence(line: str) -> Sentence:
    return Sentence(_MARK.sub(r"\2", line), tuple(_labels(line)))


def _labels(line: str) -> Iterator[Label]:
    removed = 0
    for mark in _MARK.finditer(line):
        start = mark.start() - removed
        yield Label(start, start + len(mark[2]), mark[1])
        removed += len(mark[0]) - len(mark[2])
