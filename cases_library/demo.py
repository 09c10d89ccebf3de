"""The demo's cases: every file of a folder, brought up to date."""

from pathlib import Path

from cases_library.importing import CREATED, KEPT, UPDATED, CaseFile, import_case, read_file
from cms.importing.plan import Report


def make_cases(folder: Path) -> Report:
    """Import every case of a folder into the core. What somebody changed in the studio stays as they made it.

    Raises FormatError or ImportRefused for the first that cannot be imported.
    """
    report = Report()
    lists = {CREATED: report.created, UPDATED: report.updated, KEPT: report.kept}
    files = {path: read_file(path) for path in sorted(folder.glob("*.json"))}
    for path in sorted(files, key=lambda path: _has_a_first(files[path])):
        outcome = import_case(path, keep=True)
        if outcome.what in lists:
            lists[outcome.what].append(f"casus {outcome.slug}")
        else:
            report.unchanged += 1
    return report


def _has_a_first(file: CaseFile) -> bool:
    """Whether it shows another case from the other side, which must be there then."""
    return file.case.perspective_of is not None
