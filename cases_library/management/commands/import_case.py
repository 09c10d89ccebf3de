"""`import_case FILE`: make the site say what a case's file says. The first of several that is refused ends it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases_library.engine.json_text import FormatError
from cases_library.importing import CREATED, KEPT, UNCHANGED, UPDATED, Outcome, import_case
from cms.importing.problems import ImportRefused
from cms.management.arguments import add_organisation, organisation_named

_WORDS = {CREATED: "nieuw", UPDATED: "veranderd", UNCHANGED: "ongewijzigd", KEPT: "met de hand veranderd, blijft zo"}


class Command(BaseCommand):
    """Thin: reading, deciding and writing stand in cases_library/importing.py. Exit 0, 1 when refused, 2 for what is no case."""

    help = "Leest een casus (docs/how-to/write-a-case.md), controleert haar, en publiceert haar als ze veranderd is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            metavar="FILE",
            nargs="+",
            type=Path,
            help="het bestand met de casus; haar tekening staat ernaast. Bij meer bestanden staat elk op zichzelf",
        )
        add_organisation(parser)
        parser.add_argument("--dry-run", action="store_true", help="probeer alles, toon het verschil en bewaar niets")
        parser.add_argument("--overwrite", action="store_true", help="vervang ook wat met de hand is veranderd")
        parser.add_argument("--material", action="store_true", help="vraag de casus opnieuw aan wie haar al speelde")
        parser.add_argument("--note", default="", help="wat er veranderd is, voor lezers")

    def handle(self, *args: Any, **options: Any) -> None:
        for file in options["files"]:
            self._import(file, options)

    def _import(self, file: Path, options: dict[str, Any]) -> None:
        try:
            outcome = import_case(
                file,
                organisation=organisation_named(options["organisation"]),
                overwrite=options["overwrite"],
                rehearse=options["dry_run"],
                material=options["material"],
                note=options["note"],
            )
        except FormatError as fault:
            self._end(2, f"{fault.path}: {fault.message}")
        except ImportRefused as refused:
            self._end(1, *map(str, refused.problems), "Er is niets veranderd.")
        else:
            self._tell(outcome, options)

    def _end(self, code: int, *lines: str) -> None:
        for line in lines:
            self.stderr.write(line)
        raise SystemExit(code)

    def _tell(self, outcome: Outcome, options: dict[str, Any]) -> None:
        if options["verbosity"] == 0:
            return
        if outcome.difference and options["dry_run"]:
            self.stdout.write(outcome.difference)
        edition = f" (editie {outcome.edition})" if outcome.edition and not options["dry_run"] else ""
        self.stdout.write(f"{_WORDS[outcome.what]}: {outcome.slug}{edition}")
        if options["dry_run"]:
            self.stdout.write("Dit was een proef; er is niets bewaard.")
