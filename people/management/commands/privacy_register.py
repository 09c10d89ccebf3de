"""Write what the tables declare into docs/privacy.md, or look whether it says so already."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.register import DOCUMENT, with_register


class Command(BaseCommand):
    help = "Write the register of processing in docs/privacy.md from the declarations of the tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when the document is out of date"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = DOCUMENT.read_text()
        wanted = with_register(found)
        if check and found != wanted:
            raise CommandError("docs/privacy.md is out of date; run manage.py privacy_register.")
        if not check:
            DOCUMENT.write_text(wanted)
