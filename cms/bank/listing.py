"""The list of questions in the studio. It costs the same few statements, however many questions there are."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision

from cms.bank.filters import QuestionFilterSet
from cms.models import Question
from cms.models.bank import KINDS
from cms.own_list import OwnedIndexView

_LABELS = dict(KINDS)
_HEAVY = ("body", "stem", "explanation", "source")


def for_list(rows: Any) -> Any:
    """The questions with what a row of the list shows, and nothing heavy."""
    kind = ContentType.objects.get_for_model(Question)
    scheduled = Revision.objects.filter(
        base_content_type=kind,
        object_id=Cast(OuterRef("pk"), CharField(max_length=255)),
        approved_go_live_at__isnull=False,
    )
    return rows.select_related("organisation").defer(*_HEAVY).annotate(is_scheduled=Exists(scheduled))


def state_of(question: Any) -> str:
    """Whether readers can get it, in words."""
    if question.is_scheduled:
        return _("ingepland")
    if not question.live:
        return _("concept")
    return _("gepubliceerd, met een concept") if question.has_unpublished_changes else _("gepubliceerd")


COLUMNS = [
    "title",
    Column(
        "kept_kind",
        label=gettext_lazy("Soort"),
        accessor=lambda one: _LABELS.get(one.kept_kind, ""),
        sort_key="kept_kind",
    ),
    Column("tags", label=gettext_lazy("Trefwoorden"), accessor=lambda one: one.tags),
    Column("owner_name", label=gettext_lazy("Eigenaar"), accessor=lambda one: one.owner_name()),
    Column("state", label=gettext_lazy("Stand"), accessor=state_of),
    DateColumn("reviewed_on", label=gettext_lazy("Nagekeken op"), sort_key="reviewed_on"),
]


class QuestionIndexView(OwnedIndexView):
    """Search in title and question itself, filters, and the ways in and out as files."""

    filterset_class = QuestionFilterSet
    page_title = gettext_lazy("Vragenbank")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        query = self.request.GET.urlencode()
        leave = reverse("bank-export") + (f"?{query}" if query else "")
        return [
            *super().header_more_buttons,
            Button(_("Haal vragen binnen"), reverse("bank-import"), icon_name="upload", priority=80),
            Button(_("Neem deze vragen mee"), leave, icon_name="download", priority=90),
        ]
