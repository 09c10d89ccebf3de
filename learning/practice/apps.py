from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class PracticeConfig(AppConfig):
    name = "learning.practice"
    label = "practice"
    verbose_name = "Oefenen"

    def ready(self) -> None:
        from cases_library import traffic
        from cms.models import Edition
        from learning.practice import held
        from learning.practice.casefigures import traffic_of
        from learning.practice.trials import reminding

        traffic.told_by(traffic_of)
        held.register()
        reminding.register()
        post_save.connect(_make_counters, sender=Edition, dispatch_uid="practice.counters")


def _make_counters(sender: type, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every new edition of a question or a case begins with counters at zero."""
    from learning.practice.models import Tally
    from learning.practice.runs.actions import make_counters

    if not created or raw:
        return
    if instance.taught.kind == "question":
        Tally.objects.create(question=instance)
    elif instance.taught.kind == "case":
        make_counters(instance.pk, _places(instance.content["case"]))


def _places(case: dict[str, Any]) -> list[str]:
    """Every scene, choice and aside of a case document, as they are counted."""
    found = []
    for scene in case["scenes"]:
        asides = {one["key"]: one for one in (*case.get("asides", ()), *scene.get("asides", ()))}
        taken = [*(one["key"] for one in scene.get("choices", ())), *(f"@{key}" for key in asides)]
        found += [scene["key"], *(f"{scene['key']}/{key}" for key in (taken if scene["kind"] != "ending" else ()))]
    return found
