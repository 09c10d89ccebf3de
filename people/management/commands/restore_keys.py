"""`restore_keys FILE`: the wrapped keys as a backup holds them, but for whoever was erased (docs/operations.md, "Restoring")."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from people import erasure
from people.keys import content_backups, key_backups
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = "Bring back the keys of a backup, and nobody who was erased since. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="let the backup's keys take the place of those here; others stay"
        )

    def work(self, options: dict[str, Any]) -> Any:
        with content_backups.site_stopped():
            key_backups.ensure_store()
            done = key_backups.restore(
                options["file"], replace=options["replace"], erased=content_backups.ledger_here()
            )
            replayed = erasure.replay() if content_backups.is_there() else None
        self.say(f"Restored {done.keys} keys; {done.erased} people in it were erased since, and stay so.")
        if done.kept:
            self.say(
                f"{done.kept} keys were left as they are: those of the backup are wrapped by a master key that is not here."
            )
        if done.closed:
            self.say(
                f"{done.closed} keys open under no master key that is here. Set PREVIOUS_MASTER_KEY to the one of that time,"
                " and run rotate_master_key; --check says its name."
            )
        if replayed is None:
            self.say("The content is not there yet: run replay_erasures after restoring it.")
        return asdict(done) | {"erasures": asdict(replayed) if replayed else None}
