"""Measures the guard on the labelled sentences and prints the tables that docs/guard.md holds: `python -m tests.people.guard.evaluate`."""

import resource
import statistics
import time
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
        given = [each for each in finds if each.kind == kind]
        labelled += len(wanted)
        found += len(given)
        seen += sum(any(touch(label, each) for each in given) for label in wanted)
        right += sum(any(touch(label, each) for label in wanted) for each in given)
    return Score(labelled, seen, found, right)


def touch(one: Label, other: Label) -> bool:
    return one.start < other.end and other.start < one.end


def exact_share(over: Sequence[Sentence], finder: Finder = ours) -> float:
    """Of the labels that are seen, the share whose first and last letter are right too."""
    seen = exact = 0
    for sentence in over:
        finds = list(finder(sentence.text))
        for label in sentence.labels:
            seen += any(touch(label, each) and label.kind == each.kind for each in finds)
            exact += label in finds
    return exact / seen


def mistakes(over: Sequence[Sentence], finder: Finder = ours) -> Iterable[str]:
    """What was missed, found for nothing, or found with other ends, in words."""
    for sentence in over:
        finds = list(finder(sentence.text))
        for label in sentence.labels:
            if label not in finds:
                yield f"- {label.kind} «{sentence.text[label.start : label.end]}» in: {sentence.text}"
        for each in finds:
            if each not in sentence.labels:
                yield f"+ {each.kind} «{sentence.text[each.start : each.end]}» in: {sentence.text}"


def sets() -> dict[str, tuple[Sentence, ...]]:
    """The sets that the docs report on, by what they are called there."""
    whole = sentences()
    return {
        "whole set": whole,
        "held-out half": tuple(each for each in whole if each.held_out),
        "late check": sentences("late.txt"),
    }


def score_table(finder: Finder = ours) -> str:
    """Recall and precision by kind, in Markdown."""
    by_set = {name: scores(over, finder) for name, over in sets().items()}
    rows = [
        "| kind | " + " | ".join(f"{name}: spans | recall | precision" for name in by_set) + " |",
        "|---|" + "---:|" * 3 * len(by_set),
        *(f"| {kind} | " + " | ".join(_cells(by_kind[kind]) for by_kind in by_set.values()) + " |" for kind in KINDS),
    ]
    return "\n".join(rows)


def _cells(score: Score) -> str:
    return f"{score.labelled} | {score.recall:.1%} | {score.precision:.1%}"


def set_table() -> str:
    """How large each set is, how much of it has nothing to find, and how exact the ends of what is found are."""
    rows = [
        "| set | sentences | with nothing to find | of what is seen, first and last letter right |",
        "|---|---:|---:|---:|",
    ]
    for name, over in sets().items():
        rows.append(f"| {name} | {len(over)} | {sum(not each.labels for each in over)} | {exact_share(over):.1%} |")
    return "\n".join(rows)


def text_of(length: int, number: int = 0) -> str:
    """A text of the sentences, of so many code points; each number begins elsewhere."""
    words = " ".join(sentence.text for sentence in sentences())
    begin = number * 137 % len(words)
    return ((words[begin:] + " " + words) * (1 + length // len(words)))[:length]


def milliseconds(length: int, times: int = 200) -> list[float]:
    """How much processor time each of so many texts of a length takes, in order; other work on the machine does not count."""
    texts = [text_of(length, number) for number in range(times)]
    return sorted(_milliseconds(text) for text in texts)


def _milliseconds(text: str) -> float:
    begun = time.process_time()
    find(text)
    return (time.process_time() - begun) * 1000


def percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def latency_table() -> str:
    rows = ["| code points | p50 | p95 | slowest |", "|---:|---:|---:|---:|"]
    for length in (50, 200, 500, 1000, 2000, 20_000):
        took = milliseconds(length, 40 if length > 2000 else 200)
        rows.append(
            f"| {length} | {statistics.median(took):.1f} ms | {percentile(took, 0.95):.1f} ms | {took[-1]:.1f} ms |"
        )
    return "\n".join(rows)


def main() -> None:
    cold = _milliseconds("De eerste tekst leest de lijsten.")
    print(set_table(), score_table(), latency_table(), sep="\n\n")  # noqa: T201  it is what a person asked to see
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nThe first text took {cold:.0f} ms; the whole process, without Django, took {peak:.0f} MB at most.")  # noqa: T201


if __name__ == "__main__":
    main()
