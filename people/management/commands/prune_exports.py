"""Delete the files that are past their day; asking for one and making one do this too."""

from typing import Any

from django.core.management.base import BaseCommand

from people.exports.actions import prune


class Command(BaseCommand):
    help = "Delete files to take along that are past their day."

    def handle(self, *args: Any, **options: Any) -> None:
        count = prune()
        self.stdout.write(f"{count} deleted.")
