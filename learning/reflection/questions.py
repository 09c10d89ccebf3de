"""What the mirror asks: the ten questions as they are now, and as they were when somebody answered them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cms.reflection_questions import BY_NUMBER
from learning.reflection.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANCHORS: "tuple[StrOrPromise, ...]" = (
    _("Dit is nog nieuw voor mij"),
    _("Ik ben hiermee op weg"),
    _("Soms lukt het, soms niet"),
    _("Meestal lukt het"),
    _("Hier help ik anderen bij"),
)
"""Words for a self-rating where the question brings none of its own."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One of the ten, as the mirror shows it. `anchors` are the words for a self-rating from 1 to 5; empty when there are none."""

    number: int
    name: str
    asks: str
    group: str = ""
    explanation_html: str = ""
    prompts: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    dimensions: dict[str, str] = field(default_factory=dict)
    edition_id: int | None = None


def asked(number: int) -> Asked | None:
    """A question as it is asked now; None when it is not one of the ten."""
    known = BY_NUMBER.get(number)
    return Asked(number=number, name=str(known.name), asks=str(known.asks)) if known else None


def anchors_of(entry: Entry) -> "tuple[StrOrPromise, ...]":
    """The words for a self-rating as they stood when this entry was written."""
    return ANCHORS
