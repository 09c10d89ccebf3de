"""All slots as the keepers of one organisation's texts see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Kind, LocalText, Passage, Slot, SlotSeen
from cms.slots.core import Change, CoreText, Spot, changes, spots_in

EMPTY, DRAFT, LATE, CHANGED, FINE = "empty", "draft", "late", "changed", "fine"


@dataclass(frozen=True)
class Kept:
    """One slot and what the organisation did with it. `state` is the one thing to know first."""

    slot: Slot
    core: CoreText
    text: LocalText | None
    changes: tuple[Change, ...]

    @property
    def state(self) -> str:
        if self.text is None:
            return EMPTY
        if not self.text.live:
            return DRAFT
        if self.text.review_by <= timezone.localdate():
            return LATE
        return CHANGED if self.changes else FINE

    @property
    def review_by(self) -> date | None:
        return self.text.review_by if self.text else None


def kept(organisation_id: int) -> list[Kept]:
    """Every slot, those about safety first. Four statements."""
    slots = list(Slot.objects.order_by("-safety", "title"))
    texts = {text.slot_id: text for text in LocalText.objects.filter(organisation_id=organisation_id)}
    seen = {one.slot_id: one.core for one in SlotSeen.objects.filter(organisation_id=organisation_id)}
    cores = core_texts(slots)
    return [
        Kept(slot, cores[slot.pk], texts.get(slot.pk), _changes(seen.get(slot.pk), cores[slot.pk])) for slot in slots
    ]


def kept_one(slot: Slot, organisation_id: int) -> Kept:
    """One slot."""
    text = LocalText.objects.filter(organisation_id=organisation_id, slot=slot).first()
    seen = SlotSeen.objects.filter(organisation_id=organisation_id, slot=slot).values_list("core", flat=True).first()
    core = core_texts([slot])[slot.pk]
    return Kept(slot, core, text, _changes(seen, core))


def core_texts(slots: Iterable[Slot]) -> dict[int, CoreText]:
    """What the core says around each of these slots, in the lessons that are in force. One statement."""
    wanted = {slot.key: slot for slot in slots}
    rows = (
        Passage.objects.filter(
            slot__in=wanted,
            taught__kind=Kind.LESSON,
            taught__organisation__isnull=True,
            taught__live_line__head=F("edition"),
        )
        .order_by("taught", "place")
        .values_list("slot", "taught", "edition__content")
    )
    spots: dict[str, dict[tuple[str, int], Spot]] = {}
    for key, taught, content in rows:
        for number, spot in enumerate(spots_in(str(taught), content, key)):
            spots.setdefault(key, {})[(spot.lesson, number)] = spot
    return {
        slot.pk: CoreText(slot.title, slot.help, slot.ask, slot.safety, tuple(spots.get(slot.key, {}).values()))
        for slot in wanted.values()
    }


def _changes(then: dict[str, object] | None, now: CoreText) -> tuple[Change, ...]:
    if then is None:
        return ()
    named = {
        "title": _("De titel van de plek"),
        "help": _("Wat hier hoort"),
        "ask": _("Bij wie je het controleert"),
        "came": _("Nieuw: jullie tekst staat nu ook in deze les."),
        "went": _("De plek staat niet meer in deze les."),
    }
    return tuple(changes(then, now, named=named))
