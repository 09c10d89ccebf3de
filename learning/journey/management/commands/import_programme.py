"""`import_programme FILE`: make a programme say what a file says."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning.journey.programmes.files import ProgrammeRefused, bring
from people.models import Organisation


class Command(BaseCommand):
    """Thin: reading, checking and publishing stand in learning/journey/programmes/files.py."""

    help = "Leest een programma (docs/how-to/write-a-programme.md), en publiceert wat veranderd is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="het bestand, zoals content/programmes/inwerken-in-zes-maanden.json"
        )
        parser.add_argument(
            "--organisation", help="het adres (slug) van de organisatie van wie het wordt; zonder: de kern"
        )
        parser.add_argument("--dry-run", action="store_true", help="probeer alles en bewaar niets")
        parser.add_argument("--json", action="store_true", help="antwoord als JSON: title, edition, changed")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["organisation"]
        owner = Organisation.objects.filter(slug=slug).first() if slug else None
        if slug and owner is None:
            raise CommandError(f"Er is geen organisatie met het adres ‘{slug}’.")
        try:
            brought = bring(options["file"], organisation=owner, rehearse=options["dry_run"])
        except ProgrammeRefused as refused:
            raise CommandError(f"{refused}\n\nEr is niets veranderd. Te verbeteren: {len(refused.problems)}.") from None
        if options["json"]:
            told = {"title": brought.title, "edition": brought.edition.number, "changed": brought.is_new}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        verb = "gepubliceerd" if brought.is_new else "ongewijzigd"
        self.stdout.write(f"{verb}: {brought.title}, editie {brought.edition.number}")
        if options["dry_run"]:
            self.stdout.write("Dit was een proef; er is niets bewaard.")
