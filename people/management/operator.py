"""What the commands for an operator share: --json, exit codes, and refusals as sentences."""

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError, connections
from django.db.migrations.recorder import MigrationRecorder

from people.keys.refusal import NotDone

_NO_SITE = "`make run` makes one, and so does `manage.py migrate` with `manage.py migrate --database keys`."


def _is_filled() -> bool:
    """Whether both databases hold the tables of a site."""
    return all(MigrationRecorder(connections[alias]).has_table() for alias in ("default", "keys"))


class OperatorCommand(BaseCommand):
    """Exits 0 when it is done, 1 when nothing was done and why, 2 when what was asked makes no sense. `work` gives what --json prints."""

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["json"]
        try:
            outcome = self.work(options)
        except NotDone as refusal:
            self._refuse(str(refusal), refusal.code)
        except (OperationalError, ProgrammingError) as fault:
            if _is_filled():
                raise
            self._refuse(f"There is no site in this database yet: {_NO_SITE}", 2, fault)
        if options["json"]:
            self.stdout.write(json.dumps(outcome, default=str, indent=2))

    def _refuse(self, why: str, code: int, cause: Exception | None = None) -> NoReturn:
        if self.quiet:
            self.stdout.write(json.dumps({"error": why}))
        raise CommandError(why, returncode=code) from cause

    def work(self, options: dict[str, Any]) -> Any:
        raise NotImplementedError  # abstract: each command does its own

    def say(self, *lines: str) -> None:
        """Tell the operator, unless it is a program that reads."""
        if not self.quiet:
            for line in lines:
                self.stdout.write(line)

    def sure(self, question: str, *, yes: bool) -> None:
        """Go on only when somebody types yes, or --yes was given. Raises NotDone."""
        if yes:
            return
        if self.quiet or not sys.stdin.isatty():
            raise NotDone("Nothing was changed: add --yes to say that you are sure.", 2)
        if input(f"{question} Type yes to go on: ").strip().lower() != "yes":
            raise NotDone("Nothing was changed.")
