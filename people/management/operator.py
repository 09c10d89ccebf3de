"""What the commands for an operator share: --json, exit codes, and refusals as sentences."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.keys.refusal import NotDone


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
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(refusal)}))
            raise CommandError(str(refusal), returncode=refusal.code) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(outcome, default=str, indent=2))

    def work(self, options: dict[str, Any]) -> Any:
        raise NotImplementedError

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
