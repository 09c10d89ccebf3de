"""What this room holds on somebody: what they published, which questions (of both kinds) they locked, and the packages they brought."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.models import Delivery, Edition, Question, ReadingRequest, ReflectionQuestion
from people import holdings
from people.held import moment
from people.models import User


def register() -> None:
    """Tell of the section of this room."""
    holdings.register(
        "gepubliceerd",
        _("Wat je publiceerde"),
        published,
        tables=frozenset(
            {"cms.Delivery", "cms.Edition", "cms.Question", "cms.ReadingRequest", "cms.ReflectionQuestion"}
        ),
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
        "pakketten_onderweg": [
            {"bestand": name, "op": moment(at)}
            for name, at in Delivery.objects.filter(by=user).order_by("pk").values_list("name", "brought_at")
        ],
        "opmerkingen_bij_nalezen": [
            {"titel": title, "op": moment(at), "opmerking": remark}
            for title, at, remark in ReadingRequest.objects.filter(workflow_state__requested_by=user)
            .order_by("pk")
            .values_list("revision__object_str", "started_at", "remark")
        ],
        "spiegelvragen_op_slot": list(
            ReflectionQuestion.objects.filter(locked_by=user).order_by("pk").values_list("name", flat=True)
        ),
        "vragen_op_slot": list(Question.objects.filter(locked_by=user).order_by("pk").values_list("title", flat=True)),
    }
