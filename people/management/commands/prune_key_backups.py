"""`prune_key_backups FOLDER`: keep no key longer than thirty days."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from people.keys import key_backups
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Remove the backups of keys in a folder that are older than 30 days. Run it daily wherever copies of them lie."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def work(self, options: dict[str, Any]) -> Any:
        pruned = key_backups.prune(options["folder"])
        self.say(*(f"Removed {path}." for path in pruned), *([] if pruned else ["Nothing was older than 30 days."]))
        return {"pruned": pruned}
