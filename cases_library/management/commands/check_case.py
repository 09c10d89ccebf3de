"""`check_case FILE_OR_SLUG`: say what is wrong with a case, with proof."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from cases_library.engine.checker import Finding, Report, check
from cases_library.engine.format import Case
from cases_library.engine.json_text import parse
from cases_library.engine.reading import MAX_BYTES, FormatError, read_case
from cases_library.lookup import CaseNotFound, case_by_slug, is_known

_WORDS = {"E": "fout", "W": "waarschuwing", "N": "let op"}
REFUSED = 2


class Command(BaseCommand):
    """A path that exists is a file, and needs no database. Exits 0 without findings of level E, 1 with, 2 for another format."""

    help = "Controleert een casus (docs/how-to/write-a-case.md): een bestand, of de slug van een casus."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", metavar="FILE_OR_SLUG", help="een JSON-bestand, of de slug van een casus")
        parser.add_argument("--json", action="store_true", help="schrijf de uitkomst als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        document: object = None
        knows_case: Callable[[str], bool] | None = None
        try:
            if os.path.exists(options["case"]):  # noqa: PTH110  says no to what cannot be a path, where Path raises
                document = _document(Path(options["case"]))
                case = read_case(document)
            else:
                case, knows_case = case_by_slug(options["case"]), is_known
        except FormatError as fault:
            self._refuse(_slug(document), fault.path, fault.message, as_json=options["json"])
        except CaseNotFound as missing:
            self._refuse(None, "/", str(missing), as_json=options["json"])
        except DatabaseError:
            said = f"‘{options['case']}’ is geen bestand, en in de database is niet te zoeken: die is er niet, of nog leeg."
            self._refuse(None, "/", said, as_json=options["json"])
        report = check(case, public_lines=settings.PUBLIC_LINES, knows_case=knows_case)
        if options["json"]:
            self._write_json(_as_json(case, report))
        else:
            self._tell(case, report)
        if report.blocks:
            raise SystemExit(1)

    def _refuse(self, slug: str | None, path: str, message: str, *, as_json: bool) -> None:
        message = message.encode("utf-8", "backslashreplace").decode()  # it may quote a path of any bytes
        if as_json:
            self._write_json({"case": slug, "error": {"path": path, "message": message}})
        else:
            self.stderr.write(f"{path}: {message}")
        raise SystemExit(REFUSED)

    def _write_json(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))

    def _tell(self, case: Case, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(f"{finding.level} {finding.code} {_place(finding)}".rstrip())
            self.stdout.write(f"  {finding.message}")
            if finding.witness is not None:
                self.stdout.write(f"  Zo: {' → '.join(finding.witness) or 'meteen aan het begin'}")
            self.stdout.write(f"  Voorstel: {finding.repair}")
        self.stdout.write(_summary(case, report))


def _document(path: Path) -> Any:
    if not path.is_file():
        raise FormatError("", f"‘{path}’ is geen bestand. Geef het pad naar een JSON-bestand.")
    try:
        with path.open("rb") as file:
            return parse(file.read(MAX_BYTES + 1))
    except OSError as fault:
        raise FormatError("", f"‘{path}’ kan niet gelezen worden: {fault.strerror}.") from None


def _slug(document: object) -> str | None:
    slug = document.get("slug") if isinstance(document, dict) else None
    return slug if isinstance(slug, str) and slug.isprintable() else None


def _place(finding: Finding) -> str:
    where = "/".join(part for part in (finding.scene, finding.choice) if part)
    extras = [f"{name} {key}" for name, key in (("variabele", finding.variable), ("feit", finding.fact)) if key]
    return ", ".join(part for part in (where, *extras) if part)


def _as_json(case: Case, report: Report) -> dict[str, Any]:
    search = report.search
    return {
        "case": case.slug,
        "findings": [_finding(one) for one in report.findings],
        "search": {"states": search.states, "complete": search.complete, "seconds": search.seconds},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = {name: getattr(finding, name) for name in ("scene", "choice", "variable", "fact")}
    return {
        "code": finding.code,
        "level": finding.level,
        **{name: key for name, key in place.items() if key is not None},
        "message": finding.message,
        **({} if finding.witness is None else {"witness": list(finding.witness)}),
    }


def _summary(case: Case, report: Report) -> str:
    counts = [sum(1 for one in report.findings if one.level == level) for level in _WORDS]
    found = ", ".join(f"{count} {word}" for count, word in zip(counts, _WORDS.values(), strict=True))
    search = report.search
    how = (
        "volledig doorzocht"
        if search.complete
        else "te groot om volledig te doorzoeken; 10.000 willekeurige keren gespeeld"
    )
    return f"{case.slug}: {found}. {search.states} toestanden, {how}, {search.seconds:.1f} s."
