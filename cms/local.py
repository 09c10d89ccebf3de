"""What a local slot shows: the national text of a safety slot always, and the organisation's text when there is one."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.editions.memory import editions
from cms.models import Kind, Taught
from people.prepared import Prepared

NATIONAL_TEXT = _(
    "Direct gevaar? Bel 112. Advies of melden: Veilig Thuis, 0800-2000, gratis, dag en nacht."
    " Vraag je aandachtsfunctionaris naar de afspraken in jouw gemeente."
)
"""Always shown in a safety slot; local text adds to it and never replaces it."""
SAFETY_SLOTS = ("acute-route", "veilig-thuis", "crisis", "aandachtsfunctionaris")


@dataclass(frozen=True)
class LocalNote:
    """What an organisation wrote in one slot, as its reader sees it today."""

    slot: str
    edition: uuid.UUID
    html: str
    owner: str
    reviewed_on: date
    review_by: date

    @property
    def is_outdated(self) -> bool:
        """Past its review date: shown all the same, and it says so."""
        return timezone.localdate() >= self.review_by


def notes(organisation_id: int | None, slots: Iterable[str]) -> dict[str, LocalNote]:
    """The organisation's texts by slot; at most one statement beyond what this process has not met before."""
    wanted = set(slots)
    if organisation_id is None or not wanted:
        return {}
    heads = {slot: pk for slot, pk in _HEADS.rows(organisation=organisation_id) if slot in wanted}
    held = editions(heads.values())
    return {slot: _note(slot, held[pk].uuid, held[pk].content) for slot, pk in heads.items()}


_HEADS = Prepared(
    lambda organisation: Taught.objects.filter(
        kind=Kind.LOCAL, organisation_id=organisation, live_line__isnull=False
    ).values_list("slug", "live_line__head_id"),
    organisation=-71717171,
)


def _note(slot: str, edition: uuid.UUID, content: dict[str, str]) -> LocalNote:
    return LocalNote(
        slot,
        edition,
        content["text"],
        content["owner"],
        date.fromisoformat(content["reviewed_on"]),
        date.fromisoformat(content["review_by"]),
    )
