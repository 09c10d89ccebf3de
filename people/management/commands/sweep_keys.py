"""`sweep_keys`: finish deletions that a crash cut off, and say which keys have no account."""

from typing import Any

from django.core.management.base import CommandParser

from people import erasure
from people.keys import vault
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = "Destroy the keys of accounts whose deletion was cut off. Keys merely without an account are counted, not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--without-account",
            action="store_true",
            help="erase these too; never after restoring an older backup of the content, whose newcomers look the same",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def work(self, options: dict[str, Any]) -> Any:
        settled = erasure.settle()
        orphans = erasure.without_account()
        self.say(f"Finished deletions: {settled}. Keys without an account: {len(orphans)}.")
        if options["without_account"] and orphans:
            self.sure(
                f"Erase {len(orphans)} people for good, of whom this content knows no account?", yes=options["yes"]
            )
            for person in orphans:
                vault.erase(person)
            self.say(f"Erased: {len(orphans)}.")
        elif orphans:
            self.say(
                "They were left alone: each may belong to an account that a newer backup of the content holds."
                " If no such backup will ever be restored, add --without-account."
            )
        return {
            "settled": settled,
            "without_account": len(orphans),
            "erased": len(orphans) * options["without_account"],
        }
