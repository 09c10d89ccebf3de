"""`check_outside_links`: let the worker look at the addresses on other sites that live lessons and modules lead to."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.checks.tasks import look_outside
from cms.models import LessonPage, ModulePage


class Command(BaseCommand):
    """Thin: what is asked for, and what never, stands in cms/checks/outside.py."""

    help = "Zet klaar dat links naar andere sites bekeken worden. Alleen als CHECK_OUTSIDE_LINKS aan staat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CHECK_OUTSIDE_LINKS:
            raise CommandError("Deze site vraagt niets aan andere sites. Zet CHECK_OUTSIDE_LINKS aan als dat wel mag.")
        pages = [pk for model in (ModulePage, LessonPage) for pk in model.objects.live().values_list("pk", flat=True)]
        for pk in pages:
            look_outside.enqueue(pk)
        if options["verbosity"] > 0:
            self.stdout.write(f"klaargezet: {len(pages)} pagina’s")
