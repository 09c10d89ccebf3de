"""The button of a second reading beneath a form, in the place of Wagtail's own for workflows."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem as PageItem
from wagtail.snippets.action_menu import ActionMenuItem as SnippetItem

from cms.second_reader.queries import address, is_asked_of, kind_of, waits

ASK = "action-ask-reader"
_WAGTAILS = {"action-submit", "action-cancel-workflow", "action-restart-workflow"}


class _Ask:
    """Keep the draft and go on to asking a colleague; where one was asked (`url`), go and see."""

    order = 60

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self.name, self.icon_name, self.url = ASK, "view", url
        self.label = _("Bekijk hoe het nalezen staat") if url else _("Vraag een collega om dit na te lezen")

    def get_url(self, parent_context: Any) -> str | None:
        return self.url or None


class AskForPage(_Ask, PageItem):
    """Beneath a page's form."""


class AskForSnippet(_Ask, SnippetItem):
    """Beneath a snippet's form."""


def offer_for_page(items: list[Any], context: dict[str, Any]) -> None:
    """Leave out Wagtail's buttons for workflows, everywhere; put ours where the owner publishes with four eyes."""
    items[:] = [one for one in items if one.name not in _WAGTAILS]
    if context["view"] == "create":
        if is_asked_of(context["parent_page"].specific):
            items.append(AskForPage())
    elif context["view"] == "edit":
        items += _offered(AskForPage, context["page"], context)


def offer_for_snippet(items: list[Any], context: dict[str, Any]) -> None:
    """As for pages; while it is being made its owner is not known yet, and it is kept first."""
    if context["view"] == "edit":
        items += _offered(AskForSnippet, context["instance"], context)


def _offered(button: Any, item: Any, context: dict[str, Any]) -> list[Any]:
    if context.get("locked_for_user") or not kind_of(item) or not is_asked_of(item):
        return []
    return [button(address(kind_of(item), item.pk) if waits(item) else "")]
