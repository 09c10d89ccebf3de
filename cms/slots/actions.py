"""Remembering what an organisation saw of the core. Local texts themselves are written by their own form and by nothing else."""

from django.db import transaction
from django.utils import timezone

from cms.models import Slot, SlotSeen
from cms.slots.queries import core_texts


@transaction.atomic
def note_seen(slot: Slot, *, organisation_id: int) -> None:
    """The organisation knows the core's text around this slot as it is now. Safe to repeat."""
    SlotSeen.objects.update_or_create(
        organisation_id=organisation_id,
        slot=slot,
        defaults={"core": core_texts([slot])[slot.pk].as_data(), "seen_at": timezone.now()},
    )
