"""`end_invitations`: delete the invitations that ended, or became too old, more than 90 days ago."""

from typing import Any

from django.core.management.base import BaseCommand

from people.invitations import actions


class Command(BaseCommand):
    help = "Delete invitations 90 days after they ended. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"deleted: {actions.sweep()}")
