"""Where cases meet the studio."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from cases_library import studio as editor
from cases_library.models import CasePage
from cases_library.panel import studio
from cases_library.viewsets import CaseListing
from cases_library.waiting import answered_panels
from cms.gate import content_page, open_route, shown_page, writer
from cms.studio import register_matters

for _route in ("index", "index_results", "choose_parent"):
    open_route(f"casussen:{_route}", writer)
for _route in ("case-panel", "case-panel-one"):
    open_route(_route, content_page("page_id"))
for _route in ("case-look", "case-play"):
    open_route(_route, shown_page("page_id"))
open_route("case-begin", writer)
register_matters(answered_panels)


@hooks.register("register_admin_viewset")
def register_listing() -> CaseListing:
    return CaseListing()


@hooks.register("register_admin_urls")
def register_panel() -> list[Any]:
    return [
        path("casussen/<int:page_id>/panel/", studio.invitations, name="case-panel"),
        path("casussen/<int:page_id>/panel/<uuid:invitation_id>/", studio.invitation, name="case-panel-one"),
    ]


@hooks.register("register_admin_urls")
def register_editor() -> list[Any]:
    """What the editor asks: of a draft in the making, so that its page may be the one it will stand under."""
    return [
        path("casussen/<int:page_id>/controle/", editor.look, name="case-look"),
        path("casussen/<int:page_id>/spelen/", editor.play, name="case-play"),
        path("casussen/begin/", editor.begin, name="case-begin"),
    ]


@hooks.register("register_page_header_buttons")
def offer_panel(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From the case to its panel."""
    if isinstance(page, CasePage) and page.pk:
        yield Button(_("Panel"), reverse("case-panel", args=[page.pk]), icon_name="group", priority=45)
