"""What this room holds on somebody: what they published, and which questions (of both kinds) they locked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.models import Edition, Question, ReflectionQuestion
from people import holdings
from people.held import moment
from people.models import User


def register() -> None:
    """Tell of the section of this room."""
    holdings.register(
        "gepubliceerd",
        _("Wat je publiceerde"),
        published,
        tables=frozenset({"cms.Edition", "cms.Question", "cms.ReflectionQuestion"}),
        why=_("Om te weten wie een editie publiceerde. Titels en dagen."),
    )


def published(user: User) -> dict[str, Any]:
    editions = Edition.objects.filter(published_by=user).order_by("published_at", "pk")
    return {
        "edities": [
            {"soort": kind, "titel": title, "editie": number, "toelichting": note, "op": moment(at)}
            for kind, title, number, note, at in editions.values_list(
                "taught__kind", "taught__title", "number", "note", "published_at"
            )
        ],
        "spiegelvragen_op_slot": list(
            ReflectionQuestion.objects.filter(locked_by=user).order_by("pk").values_list("name", flat=True)
        ),
        "vragen_op_slot": list(Question.objects.filter(locked_by=user).order_by("pk").values_list("title", flat=True)),
    }
