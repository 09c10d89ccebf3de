"""`import_reflection_questions [FOLDER]`: make the ten reflection questions say what a folder says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.importing.plan import Report
from cms.importing.problems import ImportRefused
from cms.importing.reflection_questions import import_questions


class Command(BaseCommand):
    """Thin: reading, deciding and writing stand in cms/importing/reflection_questions.py."""

    help = "Leest de reflectievragen (docs/how-to/write-a-reflection-question.md), en publiceert wat veranderd is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            default=settings.BASE_DIR / "content" / "reflection-questions",
            help="de map met de vragen; zonder: die van de landelijke kern",
        )
        parser.add_argument("--dry-run", action="store_true", help="probeer alles en bewaar niets")
        parser.add_argument("--overwrite", action="store_true", help="vervang ook wat met de hand is veranderd")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_questions(options["folder"], overwrite=options["overwrite"], rehearse=options["dry_run"])
        except ImportRefused as refused:
            raise CommandError(f"{refused}\n\nEr is niets veranderd. Te verbeteren: {len(refused.problems)}.") from None
        if options["verbosity"] > 0:
            self._tell(report, rehearsed=options["dry_run"])

    def _tell(self, report: Report, *, rehearsed: bool) -> None:
        for word, names in (("nieuw", report.created), ("veranderd", report.updated)):
            for name in names:
                self.stdout.write(f"{word}: {name}")
        self.stdout.write(f"ongewijzigd: {report.unchanged}")
        if rehearsed:
            self.stdout.write("Dit was een proef; er is niets bewaard.")
