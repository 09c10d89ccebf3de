"""`rotate_master_key`: wrap every person's key under another master key (docs/operations.md, "Changing the master key")."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from people.keys import rotation
from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Wrap every person's key under NEW_MASTER_KEY, all or none, while the site goes on. Safe to kill and to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check", action="store_true", help="change nothing; say which master key opens how many keys"
        )
        what.add_argument("--dry-run", action="store_true", help="change nothing; say what would be done")
        what.add_argument(
            "--generate",
            action="store_true",
            help="make the new key, where the site keeps its own in DATA_DIR (development)",
        )
        what.add_argument("--confirm", action="store_true", help="after --generate: remove the old key file")

    def work(self, options: dict[str, Any]) -> Any:
        if options["check"]:
            return self._check()
        if options["confirm"]:
            return self._confirm()
        if options["dry_run"]:
            planned = rotation.plan(rotation.target())
            self.say(
                f"{planned.rewrapped} keys would be wrapped under {planned.master}; {planned.already} are already."
                " Nothing was changed."
            )
            return asdict(planned)
        return self._generate() if options["generate"] else self._rotate()

    def _check(self) -> Any:
        found = rotation.standing()
        self.say(f"{found.total} keys. New ones are wrapped under master key {found.current}.")
        for name, count in found.keys.items():
            here = "is here" if name in found.at_hand else "is not here"
            self.say(f"  {name} {here}: {count} keys, of which {found.opening[name]} open")
        if found.closed:
            raise NotDone(
                f"{found.closed} of {found.total} keys open under no master key that is here. Nothing is lost: set MASTER_KEY"
                " (or PREVIOUS_MASTER_KEY) to the one named above, and everything under it opens again."
            )
        return asdict(found)

    def _rotate(self) -> Any:
        done = rotation.rotate(rotation.target())
        self.say(f"{done.rewrapped} keys were wrapped under {done.master}; {done.already} were already.")
        self.say(
            "Next: 1. start every process of the site with the new key as MASTER_KEY and the old one as PREVIOUS_MASTER_KEY,",
            "without NEW_MASTER_KEY; 2. run this command once more, for keys that were made meanwhile; 3. when --check names",
            "the new key alone, take PREVIOUS_MASTER_KEY away. Keep the old key for 30 days: older backups of the keys need it.",
        )
        return asdict(done)

    def _generate(self) -> Any:
        done = rotation.rotate(rotation.generated())
        kept = rotation.switch()
        self.say(f"{done.rewrapped} keys were wrapped under {done.master}; {done.already} were already.")
        self.say(
            f"The new master key is in use; the old one is kept in {kept}.",
            "Next: 1. restart the site, if it runs; 2. run --check; 3. run --confirm, which removes the old one.",
            "Keep a copy of the old one for 30 days if there are backups of the keys: they need it.",
        )
        return asdict(done) | {"old_key": kept}

    def _confirm(self) -> Any:
        removed = rotation.confirm()
        self.say(
            *(f"Removed {path}." for path in removed), *([] if removed else ["There was no old master key to remove."])
        )
        return {"removed": removed}
