"""What goes by itself after a term: questions without an answer, and completions that no certificate stands on."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from learning.dossier.actions import unanswered
from learning.dossier.certificates.models import Certificate
from learning.journey.models import Completion
from people.retention.kinds import Fixed, Kind, Part, register
from people.retention.sweeping import delete
from people.retention.terms import COMPLETIONS


def told() -> None:
    """Tell of them."""
    register(
        Kind(
            name="completions",
            title=_("Modules die iemand afrondde"),
            what=_(
                "Dat je een module afrondde, wanneer, en welke editie. Staat er een certificaat op, dan blijft het zolang dat er is."
            ),
            term=COMPLETIONS,
            tables=frozenset({"journey.Completion"}),
            parts=(Part(rows=_without_certificate, since="completed_at", person="enrolment__user"),),
        )
    )
    register(
        Fixed(
            name="questions",
            title=_("Vragen aan een collega zonder antwoord"),
            long=lambda: _("60 dagen"),
            tables=frozenset({"dossier.Confirmation"}),
            count=lambda: unanswered().count(),
            end=lambda: delete(unanswered()),
        )
    )


def _without_certificate() -> QuerySet[Completion]:
    """A withdrawn certificate too is kept as long as the account, so that a check goes on saying that it is withdrawn."""
    return Completion.objects.exclude(Exists(Certificate.objects.filter(completion=OuterRef("pk"))))
