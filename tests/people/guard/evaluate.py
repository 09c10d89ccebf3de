"""Measures the guard on the labelled sentences and prints the tables that docs/guard.md holds: python -m tests.people.guard.evaluate."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from people.guard import find
from tests.people.guard.labelled import KINDS, Label, Sentence, sentences

Finder = Callable[[str], Iterable[Label]]


@dataclass(frozen=True)
class Score:
    """Of one kind: how many spans are labelled, how many of them were found, how many were found, and how many of those are right."""

    labelled: int
    seen: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        return self.seen / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def ours(text: str) -> list[Label]:
    return [Label(span.start, span.end, span.kind) for span in find(text)]


def scores(over: Sequence[Sentence], finder: Finder = ours) -> dict[str, Score]:
    """By kind. A label is seen when something of its kind touches it; a find is right when it touches a label of its kind."""
    answers = [(sentence.labels, tuple(finder(sentence.text))) for sentence in over]
    return {kind: _score(kind, answers) for kind in KINDS}


def _score(kind: str, answers: Sequence[tuple[Sequence[Label], Sequence[Label]]]) -> Score:
    labelled = seen = found = right = 0
    for labels, finds in answers:
        wanted = [label for label in labels if label.kind == kind]
        given = [find for find in finds if find.kind == kind]
        labelled += len(wanted)
        found += len(given)
        seen += sum(any(touch(label, find) for find in given) for label in wanted)
        right += sum(any(touch(label, find) for label in wanted) for find in given)
    return Score(labelled, seen, found, right)


def touch(one: Label, other: Label) -> bool:
    return one.start < other.end and other.start < one.end


def exact_share(over: Sequence[Sentence], finder: Finder = ours) -> float:
    """Of the labels that are seen, the share whose first and last letter are right too."""
    seen = exact = 0
    for sentence in over:
        finds = list(finder(sentence.text))
        for label in sentence.labels:
            seen += any(touch(label, find) and label.kind == find.kind for find in finds)
            exact += label in finds
    return exact / seen


def mistakes(over: Sequence[Sentence], finder: Finder = ours) -> Iterable[str]:
    """What was missed, found for nothing, or found with other ends, in words."""
    for sentence in over:
        finds = list(finder(sentence.text))
        for label in sentence.labels:
            if label not in finds:
                yield f"- {label.kind} «{sentence.text[label.start : label.end]}» in: {sentence.text}"
        for find in finds:
            if find not in sentence.labels:
                yield f"+ {find.kind} «{sentence.text[find.start : find.end]}» in: {sentence.text}"
