"""`import_questions FILE --format …`: put the questions of a file in the bank."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.bank.importing import Brought, bring, read_file
from cms.interchange.formats import READERS
from cms.interchange.items import FileRefused, Reading
from cms.management.arguments import add_organisation, organisation_named
from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    """Thin: reading stands in cms/interchange, keeping in cms/bank/importing.py."""

    help = "Zet de vragen van een bestand in de vragenbank, als concept (docs/how-to/import-questions.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="het bestand met vragen")
        parser.add_argument("--format", required=True, choices=sorted(READERS), help="hoe het bestand is opgebouwd")
        add_organisation(parser)
        parser.add_argument("--publish", action="store_true", help="publiceer meteen wat compleet is")
        parser.add_argument("--dry-run", action="store_true", help="probeer alles en bewaar niets")

    def work(self, options: dict[str, Any]) -> Any:
        try:
            organisation = organisation_named(options["organisation"])
        except CommandError as fault:
            raise NotDone(str(fault), 2) from None
        try:
            reading = read_file(options["file"], options["format"])
        except FileRefused as fault:
            raise NotDone(f"{options['file'].name}: {fault} Er is niets bewaard.") from None
        brought = bring(
            reading.items, organisation=organisation, publish=options["publish"], rehearse=options["dry_run"]
        )
        self._tell(reading, brought, rehearsed=options["dry_run"])
        skipped = [*reading.skipped, *brought.skipped]
        return {
            "imported": len(brought.items),
            "skipped": [{"where": remark.where, "why": remark.why} for remark in skipped],
            "questions": [{"kind": item.kind, "title": item.title} for item in brought.items],
        }

    def _tell(self, reading: Reading, brought: Brought, *, rehearsed: bool) -> None:
        self.say(f"in de vragenbank: {len(brought.items)}")
        for word, remarks in (
            ("overgeslagen", [*reading.skipped, *brought.skipped]),
            ("komt niet mee", reading.notes),
            ("concept gebleven", brought.drafts),
        ):
            self.say(*(f"{word}: {remark.where}: {remark.why}" for remark in remarks))
        if rehearsed:
            self.say("Dit was een proef; er is niets bewaard.")
