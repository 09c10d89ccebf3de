from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


class JourneyConfig(AppConfig):
    name = "learning.journey"
    label = "journey"
    verbose_name = "Leerpad"

    def ready(self) -> None:
        from cms import touched
        from learning.journey import held
        from learning.journey.leading import reminding as leading
        from learning.journey.programmes import held as held_of_programmes
        from learning.journey.programmes import reminding, report
        from learning.journey.touched import touched_of
        from learning.reflection.models import Entry

        post_delete.connect(_entry_deleted, sender=Entry, dispatch_uid="journey.entry")
        held.register()
        held_of_programmes.register()
        reminding.register()
        report.register()
        leading.register()
        touched.told_by(touched_of)


def _entry_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    from learning.journey.actions import forget_entry

    forget_entry(instance)
