"""What a check says: how serious, what, why, where, and what to do; all in words for an author."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from wagtail.coreutils import cautious_slugify

from cms.blocks.choosers import working

_LISTS = {"goals", "sources"}


class Severity(StrEnum):
    """An error is never published. A warning asks "toch publiceren". A notice only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a check found. `block` is the id of a block of the page, `field` the name of one of its fields."""

    rule: str
    severity: Severity
    what: str
    why: str
    fix: str
    page_id: int | None = None
    page: str = ""
    block: str = ""
    field: str = ""
    about: tuple[str, UUID] | None = None
    """The kind and id of something else that must change first."""

    @property
    def way(self) -> tuple[str, str] | None:
        """The address and the words of a link to what must change first, for who is at work in the studio now and may change it."""
        from cms.ways import way_to  # asks the models

        person = working()
        return way_to(*self.about, person) if self.about and person is not None else None

    @property
    def is_problem(self) -> bool:
        """Whether somebody should do something; a notice only tells."""
        return self.severity != Severity.NOTICE

    @property
    def anchor(self) -> str:
        """Where it stands on the page's form: Wagtail's own ids of blocks and of fields."""
        if self.block:
            return f"#block-{self.block}-section"
        if self.field in _LISTS:  # a list of blocks has no field of its own; its panel carries the name of the tab
            return f"#panel-child-{cautious_slugify(gettext('Content'))}-{self.field}-section"
        return f"#id_{self.field}" if self.field else ""

    @property
    def url(self) -> str:
        """The form of its page, at the exact place."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id]) + self.anchor if self.page_id else self.anchor


def errors(findings: list[Finding]) -> list[Finding]:
    """Those that are never published."""
    return [one for one in findings if one.severity == Severity.ERROR]


def warnings(findings: list[Finding]) -> list[Finding]:
    """Those that ask before a publication."""
    return [one for one in findings if one.severity == Severity.WARNING]


def problems(findings: list[Finding]) -> list[Finding]:
    """Errors and warnings, errors first."""
    return [*errors(findings), *warnings(findings)]
