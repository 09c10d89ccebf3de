"""The way to where something that was taught is written, for an author who may change it."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.models import GlossaryTerm, Kind, Question
from cms.models.pages import taught_page
from cms.permissions import author_of

_SNIPPETS: dict[str, Any] = {Kind.QUESTION: Question, Kind.TERM: GlossaryTerm}


def way_to(kind: str, uuid: UUID, user: Any) -> tuple[str, str] | None:
    """An address in the studio and the words of its link; None where it is not this person's to change."""
    found = _snippet(_SNIPPETS[kind], uuid, user) if kind in _SNIPPETS else _page(uuid, user)
    return found and (found[0], _("Open ‘%(title)s’") % {"title": found[1]})


def _snippet(model: Any, uuid: UUID, user: Any) -> tuple[str, str] | None:
    theirs = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")
    item = theirs.filter(uuid=uuid).first()
    return item and (reverse(item.snippet_viewset.get_url_name("edit"), args=[item.pk]), str(item))


def _page(uuid: UUID, user: Any) -> tuple[str, str] | None:
    try:
        page = taught_page(uuid)
    except Page.DoesNotExist:
        return None
    if not author_of(user).owns_path(page.path):
        return None
    return reverse("wagtailadmin_pages:edit", args=[page.pk]), page.draft_title or page.title
