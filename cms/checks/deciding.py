"""What the findings mean for a publication: errors refuse it, warnings ask first; and what stands in a whole module."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.checks.findings import Finding, Severity, errors, problems
from cms.checks.reading import read_page
from cms.checks.rules import check_draft
from cms.models import LessonPage, ModulePage

CHECKED = (LessonPage, ModulePage)
"""The kinds of pages that have checks; a case has its own."""


@dataclass(frozen=True)
class Checked:
    """A page and what was found in it."""

    page: Any
    findings: list[Finding]

    @property
    def problems(self) -> list[Finding]:
        return problems(self.findings)

    @property
    def notices(self) -> list[Finding]:
        return [one for one in self.findings if one.severity == Severity.NOTICE]

    @property
    def errors(self) -> list[Finding]:
        return errors(self.findings)


def checked(page: LessonPage | ModulePage, *, compiles: bool = True) -> Checked:
    """What the checks find in a page as it is in memory: a draft, or what is live."""
    return Checked(page, check_draft(read_page(page, compiles=compiles)))


def drafts_in(module: ModulePage) -> list[LessonPage]:
    """The lessons of a module, each as it was last kept."""
    lessons = LessonPage.objects.child_of(module).order_by("path").select_related("latest_revision")
    return [lesson.get_latest_revision_as_object() for lesson in lessons]


def checked_whole(module: ModulePage) -> list[Checked]:
    """A module and its lessons, each as it was last kept."""
    return [checked(module.get_latest_revision_as_object()), *(checked(lesson) for lesson in drafts_in(module))]


def why_not_publish(page: Any) -> list[str]:
    """What makes an edition unsound beyond what its compiler refuses: an image or film that some people could not use."""
    if not isinstance(page, CHECKED):
        return []
    return [f"{one.what} {one.fix}" for one in checked(page, compiles=False).errors]


def refuse_unsound(page: Any) -> None:
    """Raise ValidationError for what may not be published, whatever road it takes."""
    if reasons := why_not_publish(page):
        raise ValidationError(reasons)


def asks_first(page: Any) -> bool:
    """Whether an author must say that it may be published all the same."""
    return isinstance(page, CHECKED) and bool(checked(page, compiles=False).problems)


_counted: dict[tuple[Any, ...], int] = {}
_MOST_COUNTED = 5_000


def problems_in(page: Any, *, apart_from: frozenset[str] = frozenset()) -> int:
    """How many problems the draft of a page has, counted once for each version and day; its form counts anew.

    `apart_from`: rules whose findings are told elsewhere.
    """
    key = (page.pk, page.latest_revision_id, page.last_published_at, timezone.localdate(), apart_from)
    if key not in _counted:
        if len(_counted) >= _MOST_COUNTED:
            _counted.clear()
        found = checked(page.get_latest_revision_as_object(), compiles=False).problems
        _counted[key] = sum(one.rule not in apart_from for one in found)
    return _counted[key]


def forget() -> None:
    """Count anew. For tests, whose databases begin again with the same numbers."""
    _counted.clear()
