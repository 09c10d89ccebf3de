"""Finding questions back: by kind, tag, owner, state, use, and when they were looked at."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from cms.bank.usage import used_questions
from cms.models import Question
from cms.models.bank import KINDS, tags_of
from cms.permissions import Author, author_of
from people.models import Organisation

CORE = "kern"
"""The owner's value in a form for what belongs to no organisation."""
SEARCHED = ("title", "stem")


def owners_of(author: Author) -> list[tuple[str, str]]:
    """The owners for whom this person writes, the core first, as choices of a form."""
    rows = Organisation.objects.order_by("name")
    if not author.is_platform_admin:
        rows = rows.filter(pk__in=author.organisation_ids)
    core = [(CORE, str(_("Landelijke kern")))] if author.writes_core else []
    return core + [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def organisation_id_of(owner: str) -> int | None:
    """The organisation that a form's value stands for."""
    return None if owner == CORE else int(owner)


class QuestionFilterSet(WagtailFilterSet):
    """The filters beside the list. Each can be left alone."""

    kind = django_filters.MultipleChoiceFilter(
        field_name="kept_kind", label=_("Soort"), choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    tag = django_filters.MultipleChoiceFilter(
        label=_("Trefwoord"), method="with_tags", widget=forms.CheckboxSelectMultiple, choices=()
    )
    owner = django_filters.ChoiceFilter(label=_("Eigenaar"), method="of_owner", widget=forms.RadioSelect, choices=())
    live = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="in_state",
        widget=forms.RadioSelect,
        choices=[("true", _("Gepubliceerd")), ("draft", _("Met een concept")), ("false", _("Alleen een concept"))],
    )
    used = django_filters.ChoiceFilter(
        label=_("Gebruik"),
        method="in_use",
        widget=forms.RadioSelect,
        choices=[("yes", _("In een les of toets")), ("no", _("Nergens"))],
    )
    reviewed_on = django_filters.DateFromToRangeFilter(label=_("Nagekeken op"), widget=DateRangePickerWidget)

    class Meta:
        model = Question
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by().values_list("tags", flat=True).distinct()
        tags = sorted({tag for text in seen for tag in tags_of(text)}, key=str.casefold)
        self.filters["tag"].extra["choices"] = [(tag, tag) for tag in tags]
        author = author_of(self.request.user)
        core = (CORE, str(_("Landelijke kern")))
        others = [choice for choice in owners_of(author) if choice[0] != CORE]
        self.filters["owner"].extra["choices"] = [core, *others]

    def with_tags(self, rows: Any, name: str, tags: list[str]) -> Any:
        return rows.tagged(*tags)

    def of_owner(self, rows: Any, name: str, owner: str) -> Any:
        return rows.filter(organisation_id=organisation_id_of(owner))

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        wanted = {"true": Q(live=True), "false": Q(live=False), "draft": Q(live=True, has_unpublished_changes=True)}
        return rows.filter(wanted[state])

    def in_use(self, rows: Any, name: str, used: str) -> Any:
        inside = Q(uuid__in=used_questions())
        return rows.filter(inside if used == "yes" else ~inside)


def shown(request: Any, rows: Any) -> Any:
    """Of these questions, what the list shows for this address: filtered and searched."""
    filterset = QuestionFilterSet(data=request.GET, queryset=rows, request=request)
    if filterset.is_valid():
        rows = filterset.filter_queryset(rows)
    words = request.GET.get("q", "").strip()
    if words:
        found = Q()
        for name in SEARCHED:
            found |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(found)
    return rows
