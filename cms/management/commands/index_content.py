"""`index_content`: make all that readers search in anew."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.search.indexing import index_all


class Command(BaseCommand):
    """Safe to repeat. Publishing keeps it in step by itself; this is for after a change in how passages are made."""

    help = "Maakt opnieuw waar lezers in zoeken, uit alles wat gepubliceerd is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Gelezen: {index_all()} gepubliceerde stukken.")
