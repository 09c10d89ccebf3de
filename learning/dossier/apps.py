from typing import Any

from django.apps import AppConfig
from django.core import checks


class DossierConfig(AppConfig):
    name = "learning.dossier"
    label = "dossier"
    verbose_name = "Dossier"

    def ready(self) -> None:
        from learning.reflection.signals import entry_deleted

        entry_deleted.connect(_keep, dispatch_uid="dossier.keep")

        from django.db.models.signals import post_delete

        from learning.dossier import held, keeping, reminding, taking
        from learning.dossier.certificates import files
        from learning.dossier.checks import registers_can_be_read
        from learning.dossier.demo import make_dossiers
        from learning.dossier.models import Certificate
        from learning.journey import demo

        post_delete.connect(_gone, sender=Certificate, dispatch_uid="dossier.certificate-gone")
        checks.register(registers_can_be_read)
        for room in (held, files, reminding, taking):
            room.register()
        keeping.told()
        demo.also(make_dossiers)


def _keep(sender: type, entry: Any, keep_activity: bool, **kwargs: Any) -> None:
    """What goes from the mirror may leave its line here, in the same transaction."""
    from learning.dossier.actions import keep

    if keep_activity:
        keep(entry)


def _gone(sender: type, instance: Any, **kwargs: Any) -> None:
    """A certificate goes with its holder's account; a copy that somebody still has must not count on."""
    from learning.dossier.certificates.actions import gone

    gone(instance)
