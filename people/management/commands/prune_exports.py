"""Delete the files to take along that are past their day; asking for one and making one do this too."""

from typing import Any

from people.exports.actions import prune
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = "Delete files to take along that are past their day. Safe to repeat."

    def work(self, options: dict[str, Any]) -> dict[str, int]:
        count = prune()
        self.say(f"{count} deleted.")
        return {"deleted": count}
