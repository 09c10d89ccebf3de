"""How many people are under way in a lesson or module, and how many finished it: for the author who is about to change it."""

from typing import Any

from django.db.models import Q

from cms.models import LessonPage, ModulePage
from learning.journey.models import Completion, Enrolment, Progress


def touched_of(page: Any) -> tuple[int, int] | None:
    """People under way and people who finished, on whatever edition. Never leaves the site but through cms.touched, which rounds."""
    if isinstance(page, ModulePage):
        done = Completion.objects.filter(enrolment__module_id=page.uuid).values("enrolment_id")
        begun = Enrolment.objects.filter(module_id=page.uuid)
        return begun.exclude(pk__in=done).count(), begun.filter(pk__in=done).count()
    if isinstance(page, LessonPage):
        rows = Progress.objects.filter(line__taught_id=page.uuid)
        finished = rows.filter(finished_at__isnull=False).values("enrolment_id")
        busy = rows.filter(~Q(enrolment_id__in=finished)).values("enrolment_id").distinct()
        return busy.count(), finished.distinct().count()
    return None
