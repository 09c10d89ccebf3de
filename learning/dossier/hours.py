"""Adding up the minutes of a dossier: what counts as what. Pure functions over lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.dossier.models import Kind
from learning.dossier.queries import Line
from learning.dossier.registers import Category, Rules

REFLECTION_KINDS: frozenset[Kind] = frozenset({Kind.CANDIDATE})
"""The kinds of what was done here whose minutes may be reflection hours; whether they are, the register decides.

Writing alone (`Kind.PREPARATION`) never belongs here: registers ask for reflection with others. Nor does a session of which it was not
confirmed that nobody there leads its owner (`Kind.SESSION`).
"""
BY_HAND_REFLECTION: frozenset[Kind] = frozenset({Kind.INTERVISION, Kind.SUPERVISION})
"""The kinds that people write down themselves and that may be reflection hours, when all that is needed was filled in."""
NEEDED = ("minutes", "method", "people", "no_hierarchy")
"""What reflection with others needs, whatever the register: docs/adr/0022-dossier.md."""


def minutes_per_kind(lines: Iterable[Line]) -> Mapping[Kind, int]:
    """The minutes of each kind that has any, each by itself. Lines without minutes add nothing."""
    found: dict[Kind, int] = {}
    for line in lines:
        if line.minutes:
            found[line.kind] = found.get(line.kind, 0) + line.minutes
    return found


def reflection_minutes(lines: Iterable[Line]) -> int:
    """The one sum of reflection hours: only of kinds that count as such, and of those written by hand only what is complete."""
    return sum(line.minutes or 0 for line in lines if is_reflection(line))


def is_reflection(line: Line) -> bool:
    """Whether a line may be put before a register as reflection."""
    if line.kind in BY_HAND_REFLECTION:
        return not missing(line, NEEDED)
    return line.kind in REFLECTION_KINDS


# --- Beside what a register asks ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Incomplete:
    """A line of a kind that a category takes, and what it lacks to be a candidate."""

    line: Line
    lacks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What there is for one category: lines that may be put before the register, and lines that lack something."""

    category: Category
    candidates: tuple[Line, ...]
    incomplete: tuple[Incomplete, ...]

    @property
    def minutes(self) -> int:
        return sum(line.minutes or 0 for line in self.candidates)


def beside(rules: Rules, lines: Iterable[Line]) -> tuple[Standing, ...]:
    """What there is for each category of a register. A line stands in one category at most, and writing alone in none."""
    kept = tuple(lines)
    return tuple(_standing(category, kept) for category in rules.categories)


def _standing(category: Category, lines: Sequence[Line]) -> Standing:
    near = [line for line in lines if register_kind(line.kind) in category.kinds]
    lacks = [(line, missing(line, category.needs)) for line in near]
    return Standing(
        category=category,
        candidates=tuple(line for line, lack in lacks if not lack),
        incomplete=tuple(Incomplete(line=line, lacks=lack) for line, lack in lacks if lack),
    )


def register_kind(kind: Kind) -> str:
    """What a register's file calls a kind: a session is one, whether or not all of it was confirmed."""
    return "session" if kind in {Kind.SESSION, Kind.CANDIDATE} else str(kind.value)


def missing(line: Line, needs: Iterable[str]) -> tuple[str, ...]:
    """What of this a line lacks, in the order of `needs`."""
    there = {
        "minutes": bool(line.minutes),
        "method": bool(line.method.strip()),
        "people": (line.people or 0) > 1,
        "no_hierarchy": line.no_hierarchy,
        "facilitator": bool(line.facilitator.strip()),
        "evidence": bool(line.evidence.strip()),
    }
    return tuple(one for one in needs if not there[one])
