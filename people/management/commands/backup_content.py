"""`backup_content FOLDER`: the database and the uploaded files, without keys (docs/operations.md, "Backups")."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from people.keys import content_backups
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Write a backup of the database and the uploaded files into a folder, while the site goes on. It holds no keys."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def work(self, options: dict[str, Any]) -> Any:
        made = content_backups.back_up(options["folder"])
        rows = sum(made.tables.values())
        self.say(f"{made.path}: {len(made.tables)} tables, {rows} rows, {made.media} files.")
        return {"file": made.path, "bytes": made.path.stat().st_size, "media": made.media, "tables": made.tables}
