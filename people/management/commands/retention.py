"""`retention`: end what is kept no longer, and tell, warn and erase who belongs to no organisation any more."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand
from people.retention import daily


class Command(OperatorCommand):
    help = "Carry out every term (docs/privacy.md). Run it every day; safe to repeat, and to cut off halfway."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="change nothing; count what would be done")

    def work(self, options: dict[str, Any]) -> dict[str, Any]:
        day = daily.look() if options["dry_run"] else daily.run()
        self.say(*(f"{name}: {count}" for name, count in day.ended.items() if count))
        self.say(
            f"Left every organisation: {day.left}. Came back: {day.back}.",
            f"Told: {day.told}. Warned: {day.warned}. Refused by the mail server: {day.refused}.",
            f"Erased: {day.erased}. Stuck: {day.stuck}.",
        )
        if options["dry_run"]:
            self.say("Nothing was changed.")
        elif day.refused or day.stuck:
            raise NotDone(
                f"All was done but this: {day.refused} mails were refused by the mail server, and {day.stuck} accounts are held by"
                " something that must first be somebody else's. Run this again; who was not mailed is not erased."
            )
        return asdict(day) | {"dry_run": options["dry_run"]}
