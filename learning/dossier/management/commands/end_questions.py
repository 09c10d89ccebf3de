"""`end_questions`: delete the questions to colleagues that nobody answered in sixty days."""

from typing import Any

from django.core.management.base import BaseCommand

from learning.dossier import actions


class Command(BaseCommand):
    help = "Delete questions to confirm an activity that nobody answered in 60 days. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"deleted: {actions.prune()}")
