"""`end_access_log`: delete the lines of who looked that are older than a year."""

from typing import Any

from django.core.management.base import BaseCommand

from people.access import actions


class Command(BaseCommand):
    help = "Delete the lines of who looked at what that are older than a year. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"deleted: {actions.sweep()}")
