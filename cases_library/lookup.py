"""Finding a case by its address."""

from typing import Any

from cases_library.models import CasePage
from cms.models import ContentRoot
from people.models import Organisation


def page_at(slug: str, organisation: Organisation | None = None) -> CasePage | None:
    """The case at this address of an owner (None: the core), as it was last saved, draft or not."""
    root = ContentRoot.objects.filter(organisation=organisation).first()
    page = CasePage.objects.child_of(root).filter(slug=slug).first() if root else None
    if page is None:
        return None
    draft: CasePage = page.get_latest_revision_as_object()
    return draft


def draft_document(slug: str) -> Any | None:
    """The document of the core's case at this address, as it was last saved; None when there is no such case."""
    page = page_at(slug)
    return page.whole_document() if page else None
