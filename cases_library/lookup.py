"""Finding a case by its slug, where it is not a file."""

import re

from django.db.models import F

from cases_library.engine.format import Case
from cases_library.engine.reading import read_case
from cases_library.engine.reading_parts import KEY
from cases_library.models import CasePage
from cms.models import ContentRoot
from people.models import Organisation


class CaseNotFound(LookupError):
    """No case has this slug; the message says what to do."""


def page_at(slug: str, organisation: Organisation | None = None) -> CasePage | None:
    """The case at this address of an owner (None: the core), as it was last saved, draft or not."""
    root = ContentRoot.objects.filter(organisation=organisation).first()
    page = CasePage.objects.child_of(root).filter(slug=slug).first() if root else None
    if page is None:
        return None
    draft: CasePage = page.get_latest_revision_as_object()
    return draft


def case_by_slug(slug: str) -> Case:
    """The draft of the case with this slug: the core's, or else an organisation's. Raises CaseNotFound, or FormatError for a draft
    that is no case.
    """
    roots = ContentRoot.objects.order_by(F("organisation_id").asc(nulls_first=True)).select_related("organisation")
    for root in roots if re.fullmatch(KEY, slug) else ():
        page = page_at(slug, root.organisation)
        if page is not None:
            return read_case(page.whole_document())
    raise CaseNotFound(
        f"‘{slug[:80]}’ is geen bestand, en geen casus die hier bekend is. Geef het pad naar een bestand."
    )


def is_known(slug: str) -> bool:
    """Whether there is a case with this slug, whoever wrote it."""
    return CasePage.objects.filter(slug=slug).exists()
