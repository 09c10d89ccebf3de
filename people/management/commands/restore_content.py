"""`restore_content FILE`: the database and the uploaded files as a backup holds them (docs/operations.md, "Restoring")."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from people import erasure
from people.keys import content_backups, key_backups
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = "Put a backup of the content in place, and delete from it whoever was erased since. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="give up the content that is here now")

    def work(self, options: dict[str, Any]) -> Any:
        with content_backups.site_stopped():
            key_backups.ensure_store()
            known = content_backups.ledger_here()
            made = content_backups.restore(options["file"], replace=options["replace"])
            done = erasure.replay(known)
        self.say(
            f"Restored {len(made.tables)} tables, {sum(made.tables.values())} rows and {made.media} files; counts and hashes agree.",
            f"Of {done.people} people in the ledger, {done.accounts} were in the backup and are deleted again.",
            "Everybody signs in anew. Next: restore_keys, if the keys are gone too; then start the site.",
        )
        return {"tables": made.tables, "media": made.media, "erasures": asdict(done)}
