from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class ReflectionConfig(AppConfig):
    name = "learning.reflection"
    label = "reflection"
    verbose_name = "Spiegel"

    def ready(self) -> None:
        from learning.reflection import opened
        from learning.reflection.taking import kinds
        from people.models import User

        kinds.register()
        opened.register()
        pre_delete.connect(_leaving, sender=User, weak=False, dispatch_uid="reflection.leaving")


def _leaving(instance: Any, **kwargs: Any) -> None:
    """Somebody's account is being deleted, inside a transaction."""
    from learning.reflection.actions import sharing

    sharing.forget_taken(instance)
