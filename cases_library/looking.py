"""What the editor asks of a draft while somebody writes: what is wrong with it, and how it looks on a map."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cases_library.beginnings import left_to_fill
from cases_library.compiling import judgement
from cases_library.drafts import whole
from cases_library.engine.checker import Finding, Report
from cases_library.engine.findings import LEVELS
from cases_library.engine.format import Case
from cases_library.engine.json_text import FormatError
from cases_library.engine.playtest import reached
from cases_library.engine.reading import read_case
from cases_library.map import Overlay, draw
from cases_library.traffic import Traffic
from cms.models import ContentRoot

PLAYS = 300
"""Seeded plays behind the coverage on the map: enough to see a share of a percent or so, and quick."""


def look(document: Any, root: ContentRoot, traffic: Traffic | None = None) -> dict[str, Any]:
    """What the editor shows of a draft: findings with their place and a repair, the search, and the map with the plays so far.

    A draft that is no case has one finding, with the path to the fault, and no map.
    """
    try:
        case = read_case(whole(document))
    except FormatError as fault:
        return {"findings": [_fault(fault)], "search": None, "map": "", "blocks": True}
    report = judgement(case, root, seconds=settings.CASE_EDITOR_SECONDS)
    return {
        "findings": [_finding(one, case) for one in _ordered(report, left_to_fill(case))],
        "search": {"states": report.search.states, "complete": report.search.complete},
        "map": draw(case, overlay(case, report, traffic), title=_("Kaart van de casus")),
        "played": traffic is not None,
        "blocks": report.blocks,
    }


def _ordered(report: Report, more: list[Finding]) -> list[Finding]:
    """The checker's findings with more of the studio's own, the heaviest first."""
    return sorted([*report.findings, *more], key=lambda one: LEVELS.index(one.level))


def overlay(case: Case, report: Report, traffic: Traffic | None = None) -> Overlay:
    """What the map shows over the scenes."""
    problems: dict[str, tuple[str, int]] = {}
    for finding in report.findings:
        if finding.scene:
            level, count = problems.get(finding.scene, (finding.level, 0))
            problems[finding.scene] = (min(level, finding.level, key=LEVELS.index), count + 1)
    return Overlay(problems, reached(case, runs=PLAYS), traffic or {})


def _finding(finding: Finding, case: Case) -> dict[str, Any]:
    scene = case.scene(finding.scene) if finding.scene else None
    return {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "repair": finding.repair,
        "scene": finding.scene,
        "choice": finding.choice,
        "variable": finding.variable,
        "fact": finding.fact,
        "where": scene.title if scene else "",
        "witness": list(finding.witness or ()),
    }


def _fault(fault: FormatError) -> dict[str, Any]:
    return {
        "code": "format",
        "level": "E",
        "message": fault.message,
        "repair": "",
        "path": fault.path,
        "where": fault.path,
        "witness": [],
    }


def refused(path: str, message: str) -> dict[str, Any]:
    """The answer for what cannot be read at all."""
    return {"findings": [_fault(FormatError(path, message))], "search": None, "map": "", "blocks": True}
