"""Where the studio meets Wagtail: what is registered, what a trainer sees of it, and what is refused with its reason."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms.approval import refuse_alone
from cms.bank import views as bank
from cms.beginning import views as beginning
from cms.belonging import may_open
from cms.buttons import settle
from cms.checks.deciding import asks_first, why_not_publish
from cms.checks.views import findings
from cms.editions.publishing import check
from cms.gate import administrator, content_page, open_route, refused, writer
from cms.models import ContentRoot, Delivery, ModulePage, TaughtPage
from cms.next_steps import tell_next
from cms.packages import views as packages
from cms.page_choosing import choosable_among
from cms.permissions import Author, author_of
from cms.protection import why_not_delete
from cms.second_reader import views as second_reader
from cms.second_reader.buttons import ASK, offer_for_page, offer_for_snippet
from cms.second_reader.queries import is_asked_of, kind_of, reading_of
from cms.slots import views as slots
from cms.studio import AttentionPanel, CountsPanel
from cms.viewsets import VIEWSETS
from people.models import User

for _viewset in VIEWSETS:
    register_snippet(_viewset)
open_route("check-page", content_page("page_id"))


def _reader(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return reading_of(cast(User, request.user), kwargs["kind"], kwargs["pk"]) is not None


@hooks.register("register_admin_urls")
def register_bank() -> list[Any]:
    """The question bank's own pages, beside the snippets' that Wagtail makes."""
    return [
        path("vragenbank/binnenhalen/", bank.bring_in, name="bank-import"),
        path("vragenbank/meenemen/", bank.take_out, name="bank-export"),
        path("vragenbank/<int:pk>/edities/", bank.editions, name="bank-editions"),
    ]


# --- What a trainer sees --------------------------------------------------------------------------

_MENU_OF_AUTHORS = {
    "explorer",
    "casussen",
    "vragenbank",
    "begrippen",
    "reflectievragen",
    "afspraken",
    "plekken",
    "images",
    "documents",
    "importeren",
    "vier-ogen",
}
_OF_KEEPERS = {"afspraken", "vier-ogen"}
"""What is also there for who keeps texts without writing lessons; each item knows whom it is for."""


@hooks.register("construct_main_menu", order=1000)
def keep_what_authors_need(request: HttpRequest, items: list[Any]) -> None:
    """Modules, cases, questions, terms, local texts, files. Settings, reports and help are the platform's."""
    author = author_of(request.user)
    for item in items:
        if item.name == "explorer":
            item.label = _("Modules")
    if not author.is_platform_admin:
        items[:] = [
            item for item in items if item.name in _MENU_OF_AUTHORS and (author.writes or item.name in _OF_KEEPERS)
        ]
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def leave_out_workflows(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's screens for workflows are closed (cms.gate)."""
    items[:] = [item for item in items if item.name not in {"workflows", "workflow-tasks"}]


@hooks.register("construct_homepage_panels", order=1000)
def show_what_asks_attention(request: HttpRequest, panels: list[Any]) -> None:
    """One list instead of Wagtail's, which know no owners."""
    panels[:] = [AttentionPanel(), CountsPanel()] if request.user.is_superuser else [AttentionPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def drop_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts over all owners tell an author of one nothing."""
    items.clear()


@hooks.register("construct_snippet_action_menu")
def publish_by_policy(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who may publish follows from the content's policy, as everywhere."""
    settle(items, context)
    offer_for_snippet(items, context)


@hooks.register("construct_page_action_menu")
def read_by_policy(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Where four eyes publish: asking a colleague. Nowhere Wagtail's own workflow."""
    offer_for_page(items, context)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def ask_once_kept(request: HttpRequest, item: Any) -> HttpResponse | None:
    """The draft is kept by now; the colleague is asked on a page of its own."""
    if ASK not in request.POST or not kind_of(item) or not is_asked_of(item):
        return None
    return redirect("second-reader", kind_of(item), item.pk)


open_route("second-reader", _reader)
open_route("second-reader-decide", _reader)
open_route("four-eyes", administrator)


@hooks.register("register_admin_urls")
def register_second_reader() -> list[Any]:
    return [
        path("nalezen/<slug:kind>/<int:pk>/", second_reader.show, name="second-reader"),
        path("nalezen/<slug:kind>/<int:pk>/besluit/", second_reader.decide, name="second-reader-decide"),
        path("vier-ogen/", second_reader.policy, name="four-eyes"),
    ]


class _FourEyesItem(MenuItem):
    """For who decides for an organisation."""

    def is_shown(self, request: HttpRequest) -> bool:
        return author_of(request.user).administers_id is not None


@hooks.register("register_admin_menu_item")
def four_eyes_item() -> MenuItem:
    return _FourEyesItem(_("Vier ogen"), reverse_lazy("four-eyes"), name="vier-ogen", icon_name="check", order=460)


@hooks.register("get_avatar_url")
def own_avatar(user: Any, size: int) -> str:
    """A drawing of ours; nothing is fetched from elsewhere."""
    return static("studio/person.svg")


@hooks.register("insert_global_admin_css")
def own_look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("studio/studio.css"))


@hooks.register("register_icons")
def own_icons(icons: list[str]) -> list[str]:
    """Wagtail shows a message that only informs with an icon by the name of its level, which it does not have."""
    return [*icons, "cms/studio/icons/info.svg"]


@hooks.register("insert_editor_js")
def ask_before_leaving() -> str:
    """Every editor asks before words that are not kept yet are left."""
    return format_html('<script type="module" src="{}"></script>', static("studio/leaving.js"))


hooks.register("construct_page_chooser_queryset", choosable_among)


@hooks.register("before_serve_document")
def serve_to_members(document: Document, request: HttpRequest) -> None:
    """Documents of the core and of one's own organisation; others do not exist. Visitors were sent to sign in at the door."""
    if not may_open(request.user, document):
        raise Http404


@hooks.register("register_admin_urls")
def slots_urls() -> list[Any]:
    return [
        path("lokaal/", slots.overview, name="cms_slots"),
        path("lokaal/<slug:key>/klopt-nog/", slots.still_holds, name="cms_slots_still_holds"),
    ]


class _SlotsItem(MenuItem):
    """For who keeps an organisation's texts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return author_of(request.user).local_organisation_id is not None


@hooks.register("register_admin_menu_item")
def slots_item() -> MenuItem:
    return _SlotsItem(
        _("Afspraken van jullie"), reverse("cms_slots"), name="afspraken", icon_name="thumbtack", order=128
    )


# --- Modules that travel --------------------------------------------------------------------------


def _own_delivery(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    delivery = Delivery.objects.select_related("root").defer("data").filter(pk=kwargs["delivery_id"], by=request.user)
    return any(author.owns(one.root.organisation_id) for one in delivery)


open_route("module-export", content_page("page_id"))
open_route("module-import", writer)
open_route("module-import-one", _own_delivery)
open_route("module-import-parts", _own_delivery)
open_route("module-import-decide", _own_delivery)


@hooks.register("register_admin_urls")
def register_packages() -> list[Any]:
    return [
        path("modules/<int:page_id>/exporteren/", packages.take, name="module-export"),
        path("modules/importeren/", packages.receive, name="module-import"),
        path("modules/importeren/<uuid:delivery_id>/", packages.show, name="module-import-one"),
        path("modules/importeren/<uuid:delivery_id>/onderdelen/", packages.choose, name="module-import-parts"),
        path("modules/importeren/<uuid:delivery_id>/besluit/", packages.decide, name="module-import-decide"),
    ]


@hooks.register("register_admin_menu_item")
def offer_import() -> MenuItem:
    return MenuItem(_("Importeren"), reverse_lazy("module-import"), name="importeren", icon_name="upload", order=450)


@hooks.register("register_page_header_buttons")
def offer_export(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a module to its package."""
    if page.pk and page.specific_class is ModulePage:
        yield Button(_("Exporteer"), reverse("module-export", args=[page.pk]), icon_name="download", priority=46)


# --- A first module -------------------------------------------------------------------------------

open_route("first-module", writer)
open_route("first-module-text", writer)


@hooks.register("register_admin_urls")
def register_beginning() -> list[Any]:
    return [
        path("eerste-module/", beginning.begin, name="first-module"),
        path("eerste-module/tekst/", beginning.from_text, name="first-module-text"),
    ]


# --- What is refused, and why ---------------------------------------------------------------------


@hooks.register("before_delete_page")
def keep_taught_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    reason = why_not_delete(page)
    return refused(request, [reason], to=reverse("wagtailadmin_pages:edit", args=[page.pk])) if reason else None


@hooks.register("before_delete_snippet")
def keep_taught_snippet(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    reasons = [reason for instance in instances if (reason := why_not_delete(instance))]
    if not reasons:
        return None
    listing = instances[0].snippet_viewset.get_url_name("list")
    return refused(request, reasons, to=reverse(listing))


@hooks.register("before_bulk_action")
def hold_rules_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """All or nothing: one that is refused holds back the others, and says why."""
    reasons: list[str] = []
    if action_type == "delete":
        reasons = [reason for one in objects if (reason := why_not_delete(one))]
    elif action_type == "move" and isinstance(objects[0], Page):
        destination = action.cleaned_form.cleaned_data["chooser"]
        reasons = [reason for one in objects if (reason := _why_not_move(one, destination))]
    elif action_type == "publish" and isinstance(objects[0], Page):
        reasons = [f"{one.title}: {reason}" for one in objects for reason in _why_not_in_bulk(request, one)]
    return refused(request, reasons, to=get_valid_next_url_from_request(request)) if reasons else None


def _why_not_in_bulk(request: HttpRequest, page: Page) -> list[str]:
    """What holds a page back among others; what its checks point out is answered on its own page."""
    draft = page.specific.get_latest_revision_as_object()
    reasons = [*check(draft), *why_not_publish(draft), *_why_not_alone(request, page.specific)]
    if not reasons and asks_first(draft):
        reasons = [_("De controle vond iets. Open haar, en publiceer haar daar.")]
    return reasons


@hooks.register("before_move_page")
def keep_owner(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    reason = _why_not_move(page, destination)
    return refused(request, [reason], to=reverse("wagtailadmin_pages:edit", args=[page.pk])) if reason else None


def _why_not_move(page: Page, destination: Page) -> str:
    here = ContentRoot.objects.ancestor_of(page, inclusive=True).first()
    there = ContentRoot.objects.ancestor_of(destination, inclusive=True).first()
    if here == there and page.specific_class is not ContentRoot:
        return ""
    return _("‘%(title)s’ blijft van zijn eigenaar. Maak een kopie als een ander hem ook wil gebruiken.") % {
        "title": page.title
    }


@hooks.register("before_copy_page")
def keep_one_root_each(request: HttpRequest, page: Page) -> HttpResponse | None:
    if page.specific_class is ContentRoot:
        return refused(
            request,
            [_("Een eigenaar heeft één map. Kopieer de modules erin.")],
            to=reverse("wagtailadmin_explore_root"),
        )
    return None


@hooks.register("before_publish_page")
def publish_only_what_compiles(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The draft is kept by now; the edition that is live stays."""
    if not isinstance(page, TaughtPage):
        return None
    if reasons := [*check(page), *why_not_publish(page), *_why_not_alone(request, page)]:
        return refused(request, [_not_published(), *reasons], to=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    if asks_first(page):
        messages.warning(request, f"{_not_published()} {_('Kijk eerst naar wat de controle vond.')}")
        return redirect("check-page", page.pk)
    return None


@hooks.register("register_admin_urls")
def checks_urls() -> list[Any]:
    return [path("pages/<int:page_id>/controle/", findings, name="check-page")]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def say_what_comes_next(request: HttpRequest, item: Any) -> None:
    """Beneath Wagtail's message that it was published. The form's own copy does not know yet that it is."""
    if "action-publish" in request.POST:
        tell_next(request, type(item)._default_manager.get(pk=item.pk))


@hooks.register("before_publish")
def publish_only_snippets_that_compile(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """As for pages: the draft is kept, the edition that is live stays."""
    reasons = [*check(instance), *_why_not_alone(request, instance)]
    if not reasons:
        return None
    return refused(
        request,
        [_not_published(), *reasons],
        to=reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk]),
    )


def _why_not_alone(request: HttpRequest, item: Any) -> list[str]:
    """Said before Wagtail publishes, and written down as at every other road."""
    try:
        refuse_alone(item, request.user)
    except ValidationError as reason:
        return list(reason.messages)
    return []


def _not_published() -> str:
    return _("Nog niet gepubliceerd. Je concept is bewaard.")
