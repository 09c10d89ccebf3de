"""Write what the tables declare into docs/privacy.md and its Dutch sister, or look whether they say so already."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.register import DOCUMENT, DUTCH, register, register_in_dutch, with_register


class Command(BaseCommand):
    help = "Write the register of processing in docs/privacy.md and docs/nl from the declarations of the tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a document is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        for document, table in ((DOCUMENT, register()), (DUTCH, register_in_dutch())):
            found = document.read_text()
            wanted = with_register(found, table)
            if check and found != wanted:
                raise CommandError(f"{document.name} is out of date; run manage.py privacy_register.")
            if not check:
                document.write_text(wanted)
