"""`import_module FOLDER`: make the site say what a folder of content says."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.importing.plan import Report
from cms.importing.problems import ImportRefused, Problem
from cms.importing.writing import import_folder
from cms.management.arguments import add_organisation, organisation_named


class Command(BaseCommand):
    """Thin: reading, deciding and writing stand in cms/importing."""

    help = "Leest een map met een module (docs/how-to/write-a-module.md), controleert alles, en publiceert wat veranderd is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="de map waarin module.json staat")
        add_organisation(parser)
        parser.add_argument("--dry-run", action="store_true", help="probeer alles en bewaar niets")
        parser.add_argument("--overwrite", action="store_true", help="vervang ook wat met de hand is veranderd")
        parser.add_argument("--json", action="store_true", help="schrijf de uitkomst als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = organisation_named(options["organisation"])
        try:
            report = import_folder(
                options["folder"], organisation=owner, overwrite=options["overwrite"], rehearse=options["dry_run"]
            )
        except ImportRefused as refused:
            self._refuse(refused.problems, as_json=options["json"])
        self._tell(report, options)

    def _refuse(self, problems: list[Problem], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(
                json.dumps(
                    {"ok": False, "problems": [asdict(problem) for problem in problems]}, ensure_ascii=False, indent=2
                )
            )
            raise SystemExit(1)
        lines = "\n".join(str(problem) for problem in problems)
        raise CommandError(f"{lines}\n\nEr is niets veranderd. Te verbeteren: {len(problems)}.")

    def _tell(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(
                json.dumps({"ok": True, "dry_run": options["dry_run"], **asdict(report)}, ensure_ascii=False, indent=2)
            )
            return
        if options["verbosity"] == 0:
            return
        for word, names in (
            ("nieuw", report.created),
            ("veranderd", report.updated),
            ("uit het aanbod", report.unpublished),
        ):
            for name in names:
                self.stdout.write(f"{word}: {name}")
        self.stdout.write(f"ongewijzigd: {report.unchanged}")
        if options["dry_run"]:
            self.stdout.write("Dit was een proef; er is niets bewaard.")
