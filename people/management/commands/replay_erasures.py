"""`replay_erasures [FILE …]`: nobody who was erased comes back with a restored backup."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from people import erasure
from people.keys import key_backups
from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = "Delete the account and the key of everybody in the ledger of erasures. Every restore and every start does it too."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "ledgers", nargs="*", metavar="FILE", help="ledgers besides (erasures.jsonl of a key backup)"
        )

    def work(self, options: dict[str, Any]) -> Any:
        done = erasure.replay(key_backups.ledger_in(options["ledgers"]))
        self.say(f"{done.people} people are in the ledger. Deleted now: {done.accounts} accounts and {done.keys} keys.")
        if done.stuck:
            raise NotDone(
                f"{done.stuck} accounts of erased people could not be deleted, because other rows hold on to them. They are shut and"
                " their words unreadable; erase_person NUMBER --dry-run says what holds them."
            )
        return asdict(done)
