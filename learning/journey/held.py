"""What this room holds on somebody: how far they are, and what they completed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.journey.models import Completion, Enrolment
from people import holdings
from people.held import moment
from people.models import User


def register() -> None:
    """Tell of every section of this room."""
    holdings.register(
        "voortgang",
        _("Voortgang"),
        progress,
        tables=frozenset({"journey.Enrolment", "journey.Progress"}),
        why=_("Om je verder te laten gaan waar je was."),
    )
    holdings.register(
        "afgerond",
        _("Afgeronde modules"),
        completions,
        tables=frozenset({"journey.Completion"}),
        why=_("Om te laten zien wat je afrondde."),
    )


def progress(user: User) -> list[dict[str, Any]]:
    rows = Enrolment.objects.filter(user=user).select_related("module", "line").order_by("started_at", "pk")
    return [
        {
            "module": one.module.title,
            "lijn": one.line.major,
            "begonnen_op": moment(one.started_at),
            "toets_gehaald_op": moment(one.test_passed_at),
            "lessen": [
                {
                    "les": lesson.line.taught.title,
                    "lijn": lesson.line.major,
                    "gedaan": lesson.items,
                    "laatst_veranderd": moment(lesson.touched_at),
                    "klaar_op": moment(lesson.finished_at),
                }
                for lesson in one.progress.select_related("line__taught").order_by("pk")
            ],
        }
        for one in rows
    ]


def completions(user: User) -> list[dict[str, Any]]:
    rows = Completion.objects.filter(enrolment__user=user).select_related("enrolment__module", "edition")
    return [
        {"module": one.enrolment.module.title, "editie": one.edition.number, "op": moment(one.completed_at)}
        for one in rows.defer("edition__content").order_by("completed_at", "pk")
    ]
