"""Choosing a page in the studio: one's own, and of the core what is live."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, page_models_from_string
from wagtail.models import Page

from cms.permissions import author_of, pages_for


class OwnBrowseView(BrowseView):
    """Opens at the page below which all stands that this author may choose.

    Wagtail opens where the pages of every owner come together, also of those whose pages the author never meets.
    """

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        response: HttpResponse = super().get(request, parent_page_id or _opens_at(request))
        return response


def _opens_at(request: HttpRequest) -> int | None:
    try:
        choosable = _choosable(request)
    except (ValueError, LookupError):
        return None  # Wagtail says what is wrong with it
    return choosable.first_common_ancestor().pk if choosable is not None else None


def _choosable(request: HttpRequest) -> Any:
    """What this author may refer to of the kind asked for; None when any page will do. Raises as `page_models_from_string`."""
    kinds = page_models_from_string(request.GET.get("page_type") or "wagtailcore.page")
    pages: Any = pages_for(author_of(request.user))
    return None if Page in kinds else pages.type(*kinds)


def choosable_among(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Of these pages what the author may choose or pass through, and no way that leads to nothing one may choose."""
    author = author_of(request.user)
    if not author.is_platform_admin:
        pages = pages.filter(pk__in=pages_for(author).values("pk"))
    choosable = _choosable(request)
    return pages if choosable is None else pages.filter(path__in=_ways_to(choosable))


def _ways_to(pages: Any) -> set[str]:
    """The paths of these pages and of all that stands above them."""
    paths = pages.values_list("path", flat=True)
    return {path[:end] for path in paths for end in range(Page.steplen, len(path) + 1, Page.steplen)}


browse = require_admin_access(OwnBrowseView.as_view())
