"""The checker: everything that can be known to be wrong with a case, each with the shortest walk that shows it."""

import time
from collections.abc import Callable, Collection

from cases_library.engine.checks import (
    choices,
    data,
    length,
    loops,
    paths,
    references,
    sampled,
    states,
    tags,
    texts,
    use,
    walks,
)
from cases_library.engine.findings import CODES, Finding, Report, Search, settled
from cases_library.engine.format import Case
from cases_library.engine.machine import Machine
from cases_library.engine.search import Limits, TooMuch

__all__ = ["CODES", "MAX_STATES", "Finding", "Report", "Search", "check"]

MAX_STATES = 1_000_000


def check(
    case: Case,
    *,
    max_states: int = MAX_STATES,
    seconds: float | None = None,
    knows_case: Callable[[str], bool] | None = None,
    public_lines: Collection[str] = data.PUBLIC_LINES,
) -> Report:
    """Judge a case.

    The search is complete up to `max_states` states (and a bounded amount of work, which only a case with enormous scenes meets before
    that). Beyond it, or after `seconds`, seeded random plays take over. Without `seconds` the same case gives the same report. `knows_case`
    answers whether a case of that slug exists; without it that is not judged. `public_lines` are telephone numbers that may be shown.
    """
    begun = time.monotonic()
    limits = Limits(max_states, None if seconds is None else begun + seconds)
    findings = [
        *references.check(case, knows_case),
        *paths.check(case),
        *texts.check(case),
        *data.check(case, public_lines),
        *choices.check(case),
        *use.check(case),
        *walks.check(case),
    ]
    counted, complete = 0, True
    if case.scene(case.start) is not None:
        machine = Machine(case)
        try:
            proven, counted = _proven(machine, limits)
        except TooMuch as limit:
            proven, counted, complete = None, limit.states, False
        findings += sampled.check(machine) if proven is None else proven
        findings += length.check(machine)
    else:
        findings += use.facts(case, frozenset(), proven=False)
    return Report(settled(case, findings), Search(counted, complete, round(time.monotonic() - begun, 3)))


def _proven(machine: Machine, limits: Limits) -> tuple[list[Finding], int]:
    """What a complete search proves, and the states it counted. All or nothing: raises TooMuch rather than prove half."""
    explored = states.explored(machine, limits)
    findings = [*states.check(explored), *loops.check(explored), *tags.check(explored)]
    return findings, explored.reach.states
