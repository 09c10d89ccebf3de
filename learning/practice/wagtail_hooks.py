"""Where practising meets the studio: figures for who wrote the case, the module or the question, and a draft to try as a learner would."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from cases_library.models import CasePage
from cms.gate import content_page, instance, open_route
from cms.models import LessonPage, ModulePage, Question
from cms.next_steps import Step, register_steps
from cms.permissions import Author
from cms.studio import Matter, Matters, pages_of, register_matters
from learning.practice.items.stumbling import stumbling
from learning.practice.trials.queries import to_read, waiting
from learning.practice.views.figures import figures
from learning.practice.views.item_figures import module_figures, question_figures
from learning.practice.views.trial import trial
from learning.practice.views.trial_group import trial_group, trial_remarks, trial_settle, trial_stop
from people.models import User

open_route("practice_case_figures", content_page("page_id"))
open_route("practice_module_figures", content_page("page_id"))
open_route("practice_question_figures", instance(Question, "pk", "change"))
open_route("practice_trial", content_page("page_id"))
for _name in ("group", "stop", "settle", "remarks"):
    open_route(f"practice_trial_{_name}", content_page("page_id"))


@hooks.register("register_admin_urls")
def figures_urls() -> list[Any]:
    return [
        path("casussen/<int:page_id>/cijfers/", figures, name="practice_case_figures"),
        path("modules/<int:page_id>/cijfers/", module_figures, name="practice_module_figures"),
        path("vragen/<int:pk>/cijfers/", question_figures, name="practice_question_figures"),
    ]


@hooks.register("register_admin_urls")
def trial_urls() -> list[Any]:
    return [
        path("pages/<int:page_id>/proberen/", trial, name="practice_trial"),
        path("modules/<int:page_id>/proefgroep/", trial_group, name="practice_trial_group"),
        path("modules/<int:page_id>/proefgroep/stoppen/", trial_stop, name="practice_trial_stop"),
        path("pages/<int:page_id>/proefopmerkingen/", trial_remarks, name="practice_trial_remarks"),
        path("pages/<int:page_id>/proefopmerkingen/<uuid:remark>/", trial_settle, name="practice_trial_settle"),
    ]


@hooks.register("insert_editor_js")
def remarks_at_their_blocks() -> str:
    """In the editor, what readers of a draft remarked stands at its block."""
    return format_html('<script type="module" src="{}"></script>', static("studio/trial-remarks.js"))


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _button(page)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _button(page)


def _button(page: Page) -> Iterator[Button]:
    """To the figures of a case or a module; of a lesson, to its module's. What has questions can be tried as well."""
    kind = page.specific_class
    if kind is CasePage:
        yield _figures("practice_case_figures", page.pk)
    elif kind is ModulePage:
        yield _figures("practice_module_figures", page.pk)
    elif kind is LessonPage:
        yield _figures("practice_module_figures", page.get_parent().pk)
    if page.pk and kind in {LessonPage, ModulePage}:
        module = page.pk if kind is ModulePage else page.get_parent().pk
        yield Button(_("Proefgroep"), reverse("practice_trial_group", args=[module]), icon_name="group", priority=45)
    if page.pk and issubclass(kind or Page, LessonPage | ModulePage):
        yield Button(_("Probeer als cursist"), reverse("practice_trial", args=[page.pk]), icon_name="view", priority=44)


def _figures(route: str, pk: int) -> Button:
    return Button(_("Cijfers"), reverse(route, args=[pk]), icon_name="view", priority=62)


@hooks.register("studio_question_buttons")
def question_button(question: Question) -> Iterator[HeaderButton]:
    """Beside the name of the question, so as large as what stands there."""
    yield HeaderButton(_("Cijfers"), reverse("practice_question_figures", args=[question.pk]), icon_name="view")


def where_people_stumble(user: User, author: Author) -> Iterator[Matters]:
    """For "Wat vraagt aandacht"."""
    yield Matters(
        _("Waar deelnemers over struikelen"), [Matter(one.title, one.url, one.note) for one in stumbling(author)]
    )


def what_readers_of_drafts_say(user: User, author: Author) -> Iterator[Matters]:
    """For "Wat vraagt aandacht": remarks that wait at one's own modules, and drafts that one was asked to read oneself."""
    counts = waiting(pages_of(author, ModulePage).values_list("pk", flat=True))
    modules = ModulePage.objects.filter(pk__in=counts).order_by("draft_title")
    yield Matters(
        _("Opmerkingen van de proefgroep"),
        [
            Matter(
                one.draft_title,
                reverse("practice_trial_group", args=[one.pk]),
                ngettext("%d opmerking", "%d opmerkingen", counts[one.pk]) % counts[one.pk],
            )
            for one in modules
        ],
    )
    rows = to_read(user.pk, on=timezone.localdate())
    yield Matters(
        _("Je bent gevraagd mee te lezen"),
        [Matter(title, reverse("trials:group", args=[group]), "") for _kind, group, _number, title, _day in rows],
    )


def steps_after_publishing(page: Any) -> Iterator[Step]:
    """Where an author goes who just published a lesson or a module."""
    module = page.pk if isinstance(page, ModulePage) else page.get_parent().pk
    yield Step(_("Probeer als cursist"), reverse("practice_trial", args=[page.pk]))
    yield Step(_("Laat de proefgroep meelezen"), reverse("practice_trial_group", args=[module]))


register_steps(steps_after_publishing)
register_matters(where_people_stumble)
register_matters(what_readers_of_drafts_say)
