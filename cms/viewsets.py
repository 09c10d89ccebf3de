"""The studio's lists, forms and choosers for what authors keep beside the pages. Each shows an author what the policy lets them see."""

from typing import Any, ClassVar

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, LiveStatusTagColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import CreateView, EditView, InspectView, SnippetViewSet

from cms.bank.comparing import answers_of
from cms.bank.filters import SEARCHED
from cms.bank.listing import COLUMNS, QuestionIndexView, for_list
from cms.bank.usage import usage_of
from cms.forms import LocalTextForm, OwnedForm, ReflectionQuestionForm
from cms.models import GlossaryTerm, LocalText, Question, ReflectionQuestion, Slot
from cms.own_list import OwnedIndexView
from cms.ownership import Owned
from cms.permissions import author_of
from cms.previewing import question_preview
from cms.reflection_questions import HOW_MANY


def _seen_by(request: HttpRequest, model: Any, action: str = "view") -> Any:
    return policy_registry.get_by_type(model).instances_user_has_permission_for(request.user, action)


class _OwnList:
    """A chooser's list: one's own owner's first, then of the core what was published; each as its kind is ordered."""

    request: HttpRequest
    model_class: Any

    def get_object_list(self) -> Any:
        seen = _seen_by(self.request, self.model_class, "choose")
        if not issubclass(self.model_class, Owned):
            return seen
        return seen.order_by(F("organisation").asc(nulls_last=True), *self.model_class._meta.ordering)


class OwnedChooseView(_OwnList, ChooseView):
    """The chooser."""


class OwnedChooseResultsView(_OwnList, ChooseResultsView):
    """The chooser's next page, or what a search found."""


class OwnedChosenView(SnippetChosenView):
    """What was chosen."""

    def get_object(self, pk: Any) -> Any:
        return _seen_by(self.request, self.model_class, "choose").get(pk=pk)


class OwnedChosenMultipleView(SnippetChosenMultipleView):
    """All that was chosen."""

    def get_objects(self, pks: Any) -> Any:
        return _seen_by(self.request, self.model_class, "choose").filter(pk__in=pks)


class OwnedChooserViewSet(SnippetChooserViewSet):
    """A chooser that knows whose content it shows."""

    choose_view_class = OwnedChooseView
    choose_results_view_class = OwnedChooseResultsView
    chosen_view_class = OwnedChosenView
    chosen_multiple_view_class = OwnedChosenMultipleView


class OwnedViewSet(SnippetViewSet):
    """Lists and forms of content that has an owner."""

    chooser_viewset_class = OwnedChooserViewSet
    index_view_class = OwnedIndexView
    add_to_admin_menu = True
    list_per_page = 30

    def get_queryset(self, request: HttpRequest) -> Any:
        return _seen_by(request, self.model)


def review_words(item: Any) -> str:
    """The day before which something is looked at again, and whether that has gone by."""
    day = date_format(item.review_by, "j F Y")
    return gettext("%(day)s (voorbij)") % {"day": day} if item.review_by < timezone.localdate() else day


REVIEW = Column("review_by", label=_("Opnieuw nakijken vóór"), accessor=review_words)
_OWNER = Column("owner_name", label=_("Eigenaar"), accessor=lambda item: item.owner_name())


class QuestionEditView(EditView):
    """A question's form. Rooms above put buttons over it by the hook `studio_question_buttons`: (question) → buttons."""

    def get_header_buttons(self) -> list[Any]:
        brought = [button for hook in hooks.get_hooks("studio_question_buttons") for button in hook(self.object)]
        buttons: list[Any] = super().get_header_buttons()
        return [*brought, *buttons]


class QuestionInspectView(InspectView):
    """A question to look at, for who may not change it: also where it is used, as far as they may know."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = question_preview(self.object).content
        return super().get_context_data(**kwargs) | {
            "answers": answers_of(content) if content else [],
            "usage": usage_of(self.object, self.request.user),
        }


class QuestionViewSet(OwnedViewSet):
    """The question bank."""

    model = Question
    edit_view_class = QuestionEditView
    inspect_view_class = QuestionInspectView
    inspect_template_name = "cms/studio/question_inspect.html"
    edit_handler = ObjectList(Question.panels, base_form_class=OwnedForm)
    icon = "help"
    menu_label = _("Vragenbank")
    menu_order = 110
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = ["title", "stem", "explanation", "source", "tags", "reviewed_on"]
    index_view_class = QuestionIndexView
    search_backend_name = None
    search_fields: ClassVar = list(SEARCHED)
    list_display: ClassVar = COLUMNS

    def get_queryset(self, request: HttpRequest) -> Any:
        return for_list(super().get_queryset(request))


class GlossaryTermViewSet(OwnedViewSet):
    """The glossary."""

    model = GlossaryTerm
    edit_handler = ObjectList(GlossaryTerm.panels, base_form_class=OwnedForm)
    icon = "openquote"
    menu_label = _("Begrippen")
    menu_order = 120
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = ["term", "also", "definition", "source", "reviewed_on"]
    list_display: ClassVar = [
        "term",
        _OWNER,
        LiveStatusTagColumn(),
        DateColumn("reviewed_on", label=_("Nagekeken op")),
    ]


class SlotViewSet(OwnedViewSet):
    """The places that organisations fill; the core's to make."""

    model = Slot
    icon = "site"
    menu_label = _("Plekken")
    menu_order = 140
    list_display: ClassVar = ["title", "key", BooleanColumn("safety", label=_("Veiligheid"))]

    @property
    def menu_item_class(self) -> type[MenuItem]:
        def is_shown(_item: MenuItem, request: HttpRequest) -> bool:
            return author_of(request.user).writes_core

        return type("SlotMenuItem", (MenuItem,), {"is_shown": is_shown})


class LocalTextCreateView(CreateView):
    """A new local text; `?slot=` says for which slot."""

    def get_initial_form_instance(self) -> LocalText:
        asked = self.request.GET.get("slot")
        return LocalText(slot=next((slot for slot in Slot.objects.all() if slot.key == asked), None))


class LocalTextViewSet(OwnedViewSet):
    """What each organisation wrote in the slots."""

    model = LocalText
    add_view_class = LocalTextCreateView
    edit_handler = ObjectList(LocalText.panels, base_form_class=LocalTextForm)
    icon = "thumbtack"
    menu_label = _("Plaatselijke teksten")
    menu_order = 130
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = ["organisation", "slot", "text", "owner", "reviewed_on", "review_by"]
    list_display: ClassVar = [
        "slot",
        Column("organisation", label=_("Organisatie")),
        "owner",
        LiveStatusTagColumn(),
        REVIEW,
    ]


class ReflectionQuestionCreateView(CreateView):
    """One of the ten that is not there yet; an eleventh there is not."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if ReflectionQuestion.objects.count() >= HOW_MANY:
            from cms.gate import refused  # the gate asks the policies of all snippets

            reason = gettext("De tien reflectievragen zijn er allemaal. Pas er een aan; een elfde is er niet.")
            return refused(request, [reason], to=reverse(self.index_url_name))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class ReflectionQuestionViewSet(OwnedViewSet):
    """The ten reflection questions. A copy would be an eleventh, so there is none."""

    model = ReflectionQuestion
    add_view_class = ReflectionQuestionCreateView
    edit_handler = ObjectList(ReflectionQuestion.panels, base_form_class=ReflectionQuestionForm)
    icon = "view"
    menu_label = _("Reflectievragen")
    menu_order = 125
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = [
        "number", "name", "asks", "group", "explanation", "prompts", "anchor_1", "anchor_2", "anchor_3", "anchor_4", "anchor_5",
        "technical", "normative", "personal", "links", "sources", "reviewed_on", "review_by", "reviewer",
    ]  # fmt: skip
    list_display: ClassVar = [
        "__str__",
        Column("asks", label=_("Vraagt")),
        Column("group", label=_("Groep"), accessor=lambda question: question.get_group_display()),
        LiveStatusTagColumn(),
        REVIEW,
    ]


VIEWSETS = (QuestionViewSet, GlossaryTermViewSet, ReflectionQuestionViewSet, SlotViewSet, LocalTextViewSet)
