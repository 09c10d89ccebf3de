"""What an organisation last saw of the core around a slot. The core goes on changing; this says what is new to them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SlotSeen(models.Model):
    """The core's text around one slot when somebody of the organisation last wrote its text or said that it still holds."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    slot = models.ForeignKey("cms.Slot", models.CASCADE, related_name="+")
    core = models.JSONField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("geziene kern")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="slot_seen_once_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} · {self.organisation_id}"
