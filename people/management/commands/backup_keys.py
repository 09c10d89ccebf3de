"""`backup_keys FOLDER`: the wrapped keys and the ledger of erasures (docs/operations.md, "Backups")."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from people.keys import key_backups
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = "Write a backup of the keys into a folder of its own, and remove those older than 30 days from it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def work(self, options: dict[str, Any]) -> Any:
        path, counts, pruned = key_backups.back_up(options["folder"])
        self.say(
            f"{path}: {counts['keys']} keys, {counts['erasures']} erasures. Removed older than 30 days: {len(pruned)}."
        )
        return {"file": path, **counts, "pruned": pruned}
