"""What the checker says: findings, their codes and order, and the report."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases_library.engine.format import Case

CODES = {
    "no-start": "E",
    "missing-target": "E",
    "unknown-reference": "E",
    "unreachable-scene": "E",
    "never-reached-scene": "W",
    "dead-end": "E",
    "stuck-state": "E",
    "no-way-out": "E",
    "trapped-state": "E",
    "idle-loop": "W",
    "ending-never-reached": "W",
    "single-ending": "W",
    "variable-never-read": "W",
    "variable-never-written": "W",
    "condition-always-true": "W",
    "condition-never-true": "W",
    "fact-never-learnable": "W",
    "fact-never-used": "W",
    "choice-without-consequence": "W",
    "choice-without-debrief": "W",
    "miss-not-debriefed": "W",
    "framework-step-missed": "N",
    "child-unseen": "N",
    "twin-choices": "N",
    "dominant-choice": "N",
    "longest-is-best": "N",
    "text-too-long": "N",
    "missing-alt-text": "E",
    "real-looking-data": "W",
    "length-off-promise": "N",
    "panel-too-small": "N",
    "upsetting-without-notice": "E",
    "walk-broken": "E",
}
"""Every code with its level: E blocks publishing, W is likely a mistake, N is worth a look."""
LEVELS = ("E", "W", "N")
_CODE_ORDER = {code: place for place, code in enumerate(CODES)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a case, where it is, in words for a trainer. `witness` is the shortest walk that shows it; `repair` a suggestion."""

    code: str
    level: str
    message: str
    scene: str | None = None
    choice: str | None = None
    variable: str | None = None
    fact: str | None = None
    witness: tuple[str, ...] | None = None
    repair: str = ""

    @property
    def place(self) -> tuple[str | None, ...]:
        return (self.scene, self.choice, self.variable, self.fact)


@dataclass(frozen=True, slots=True)
class Search:
    """How much was searched. Not complete: random runs took over, and what only a complete search can claim is not claimed."""

    states: int
    complete: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    findings: tuple[Finding, ...]
    search: Search

    @property
    def blocks(self) -> bool:
        """Whether something stands in the way of publishing."""
        return any(finding.level == "E" for finding in self.findings)


def found(
    code: str,
    message: str,
    repair: str,
    *,
    scene: str | None = None,
    choice: str | None = None,
    variable: str | None = None,
    fact: str | None = None,
    witness: tuple[str, ...] | None = None,
    level: str | None = None,
) -> Finding:
    """A finding at its code's level, unless another is given."""
    return Finding(code, level or CODES[code], message, scene, choice, variable, fact, witness, repair)


def settled(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Silenced where another says it already, one for each code and place, in the order of a report."""
    kept: dict[tuple[str, tuple[str | None, ...]], Finding] = {}
    for finding in _not_silenced(list(findings)):
        where = (finding.code, finding.place)
        if where not in kept or _length(finding) < _length(kept[where]):
            kept[where] = finding
    place = _Places(case)
    return tuple(sorted(kept.values(), key=place.of))


def _length(finding: Finding) -> int:
    return len(finding.witness or ())


_SILENCES = {
    "unreachable-scene": {
        "never-reached-scene",
        "ending-never-reached",
        "stuck-state",
        "no-way-out",
        "trapped-state",
        "idle-loop",
    },
    "dead-end": {"no-way-out", "stuck-state", "trapped-state"},
    "stuck-state": {"trapped-state"},
    "no-way-out": {"trapped-state"},
}
"""Which codes say nothing more about a scene that has this one. A silenced finding still silences."""


def _not_silenced(findings: list[Finding]) -> list[Finding]:
    silent = {(code, one.scene) for one in findings for code in _SILENCES.get(one.code, ())}
    return [one for one in findings if (one.code, one.scene) not in silent]


class _Places:
    """Document order: the case as a whole, variables, facts, asides, scenes with what is in them, and what is nowhere."""

    def __init__(self, case: Case) -> None:
        self._variables = {one.key: place for place, one in enumerate(case.variables)}
        self._facts = {one.key: place for place, one in enumerate(case.facts)}
        self._asides = {f"@{one.key}": place for place, one in enumerate(case.asides)}
        self._scenes = {one.key: place for place, one in enumerate(case.scenes)}
        self._choices = {
            (scene.key, key): place
            for scene in case.scenes
            for place, key in enumerate((*(f"@{one.key}" for one in scene.asides), *(one.key for one in scene.choices)))
        }

    def of(self, finding: Finding) -> tuple[int, tuple[int, int, int], int, str]:
        names = " ".join(part or "" for part in finding.place)
        return LEVELS.index(finding.level), self._position(finding), _CODE_ORDER[finding.code], names

    def _position(self, finding: Finding) -> tuple[int, int, int]:
        nowhere = len(self._scenes)
        match finding.place:
            case (None, None, None, None):
                return 0, 0, 0
            case (None, None, str(variable), _):
                return 1, self._variables.get(variable, len(self._variables)), 0
            case (None, None, None, str(fact)):
                return 2, self._facts.get(fact, len(self._facts)), 0
            case (None, str(aside), _, _):
                return 3, self._asides.get(aside, len(self._asides)), 0
            case (str(scene), None, _, _):
                return 4, self._scenes.get(scene, nowhere), -1
        within = self._choices.get((finding.scene or "", finding.choice or ""), len(self._choices))
        return 4, self._scenes.get(finding.scene or "", nowhere), within
