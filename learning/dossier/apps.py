from typing import Any

from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "learning.dossier"
    label = "dossier"
    verbose_name = "Dossier"

    def ready(self) -> None:
        from learning.reflection.signals import entry_deleted

        entry_deleted.connect(_keep, dispatch_uid="dossier.keep")

        from learning.dossier import held

        held.register()

        from learning.dossier import (
            checks,  # noqa: F401  registers the check
            reminding,
            taking,
        )
        from learning.dossier.demo import make_dossiers
        from learning.journey import demo

        reminding.register()
        taking.register()
        demo.also(make_dossiers)


def _keep(sender: type, entry: Any, keep_activity: bool, **kwargs: Any) -> None:
    """What goes from the mirror may leave its line here, in the same transaction."""
    from learning.dossier.actions import keep

    if keep_activity:
        keep(entry)
