"""Where the studio meets Wagtail: what is registered, what a trainer sees of it, and what is refused with its reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms.belonging import may_open
from cms.buttons import settle
from cms.editions.publishing import check
from cms.gate import refused
from cms.models import ContentRoot, TaughtPage
from cms.permissions import author_of, pages_for
from cms.protection import why_not_delete
from cms.studio import AttentionPanel, CountsPanel
from cms.viewsets import VIEWSETS

for _viewset in VIEWSETS:
    register_snippet(_viewset)


# --- What a trainer sees --------------------------------------------------------------------------

_MENU_OF_AUTHORS = {
    "explorer",
    "casussen",
    "vragenbank",
    "begrippen",
    "reflectievragen",
    "plaatselijke-teksten",
    "plekken",
    "images",
    "documents",
}


@hooks.register("construct_main_menu", order=1000)
def keep_what_authors_need(request: HttpRequest, items: list[Any]) -> None:
    """Modules, cases, questions, terms, local texts, files. Settings, reports and help are the platform's."""
    author = author_of(request.user)
    for item in items:
        if item.name == "explorer":
            item.label = _("Modules")
    if not author.is_platform_admin:
        items[:] = [
            item
            for item in items
            if item.name in _MENU_OF_AUTHORS and (author.writes or item.name == "plaatselijke-teksten")
        ]
    items[:] = [item for item in items if item.name != "help"]


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


@hooks.register("get_avatar_url")
def own_avatar(user: Any, size: int) -> str:
    """A drawing of ours; nothing is fetched from elsewhere."""
    return static("studio/person.svg")


@hooks.register("insert_global_admin_css")
def own_look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("studio/studio.css"))


@hooks.register("construct_page_chooser_queryset")
def choose_among_own(pages: Any, request: HttpRequest) -> Any:
    """One's own pages, and of the core what is live; the way down to them too."""
    author = author_of(request.user)
    return pages if author.is_platform_admin else pages.filter(pk__in=pages_for(author).values("pk"))


@hooks.register("before_serve_document")
def serve_to_members(document: Document, request: HttpRequest) -> None:
    """Documents of the core and of one's own organisation; others do not exist. Visitors were sent to sign in at the door."""
    if not may_open(request.user, document):
        raise Http404


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
        reasons = [
            f"{one.title}: {reason}"
            for one in objects
            for reason in check(one.specific.get_latest_revision_as_object())
        ]
    return refused(request, reasons, to=get_valid_next_url_from_request(request)) if reasons else None


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
    reasons = check(page) if isinstance(page, TaughtPage) else []
    return (
        refused(request, [_not_published(), *reasons], to=reverse("wagtailadmin_pages:edit", args=[page.pk]))
        if reasons
        else None
    )


@hooks.register("before_publish")
def publish_only_snippets_that_compile(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """As for pages: the draft is kept, the edition that is live stays."""
    reasons = check(instance)
    if not reasons:
        return None
    return refused(
        request,
        [_not_published(), *reasons],
        to=reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk]),
    )


def _not_published() -> str:
    return _("Nog niet gepubliceerd. Je concept is bewaard.")
