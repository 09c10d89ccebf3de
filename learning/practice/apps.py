from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class PracticeConfig(AppConfig):
    name = "learning.practice"
    label = "practice"
    verbose_name = "Oefenen"

    def ready(self) -> None:
        from cms.models import Edition

        post_save.connect(_make_tally, sender=Edition, dispatch_uid="practice.tally")


def _make_tally(sender: type, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every new edition of a question begins with counters at zero."""
    from learning.practice.models import Tally

    if created and not raw and instance.taught.kind == "question":
        Tally.objects.create(question=instance)
