"""Adding up the minutes of a dossier: what counts as what."""

from collections.abc import Iterable, Mapping

from learning.dossier.models import Kind
from learning.dossier.queries import Line

REFLECTION_KINDS: frozenset[Kind] = frozenset({Kind.CANDIDATE})
"""The kinds whose minutes may be reflection hours; whether they are, the register decides.

Writing alone (`Kind.PREPARATION`) never belongs here: registers ask for reflection with others. Nor does a session of which it was not
confirmed that nobody there leads its owner (`Kind.SESSION`).
"""


def minutes_per_kind(lines: Iterable[Line]) -> Mapping[Kind, int]:
    """The minutes of each kind that has any, each by itself. Lines without minutes add nothing."""
    found: dict[Kind, int] = {}
    for line in lines:
        if line.minutes:
            found[line.kind] = found.get(line.kind, 0) + line.minutes
    return found


def reflection_minutes(lines: Iterable[Line]) -> int:
    """The one sum of reflection hours: only of kinds that count as such."""
    return sum(minutes for kind, minutes in minutes_per_kind(lines).items() if kind in REFLECTION_KINDS)
