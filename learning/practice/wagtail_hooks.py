"""Where playing meets the studio: figures for who wrote the case."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cases_library.models import CasePage
from cms.gate import content_page, open_route
from learning.practice.views.figures import figures

open_route("practice_case_figures", content_page("page_id"))


@hooks.register("register_admin_urls")
def figures_urls() -> list[Any]:
    return [path("casussen/<int:page_id>/cijfers/", figures, name="practice_case_figures")]


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _button(page)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _button(page)


def _button(page: Page) -> Iterator[Button]:
    if page.specific_class is CasePage:
        yield Button(_("Cijfers"), reverse("practice_case_figures", args=[page.pk]), icon_name="view", priority=62)
