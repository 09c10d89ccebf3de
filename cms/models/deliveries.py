"""A package that an author brought: on its way in, looked at, brought in or refused."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration


class DeliveryState(models.TextChoices):
    """How far a package is."""

    READING = "reading", _("wordt gelezen")
    SHOWN = "shown", _("wacht op je besluit")
    BRINGING = "bringing", _("wordt binnengehaald")
    DONE = "done", _("binnen")
    FAILED = "failed", _("mislukt")


UNDER_WAY = frozenset({DeliveryState.READING, DeliveryState.BRINGING})
STALLED = timedelta(minutes=15)
"""After this long its author may ask again. Bringing the same in twice changes nothing."""


class Delivery(models.Model):
    """One package for one owner's shelf. `outcome` is what it would change, and later what it changed; `data` goes once it is in."""

    declaration = Declaration(
        purpose="a package of course content on its way in, and who brought it",
        retention="24 hours; the file itself until it is brought in",
        export="authored content",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root = models.ForeignKey("cms.ContentRoot", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    data = models.BinaryField()
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.READING)
    overwrite = models.BooleanField(default=False)
    only = models.JSONField(default=list)
    """Names of the parts that were chosen, as `--only` takes them; empty: all of it."""
    outcome = models.JSONField(default=dict)
    brought_at = models.DateTimeField()
    begun_at = models.DateTimeField()

    class Meta:
        verbose_name = "pakket onderweg"
        ordering: ClassVar = ["-brought_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether the worker is at it, or should be."""
        return self.state in UNDER_WAY and not self.is_stalled

    @property
    def is_stalled(self) -> bool:
        """Whether its worker is taken to have died."""
        return self.state in UNDER_WAY and self.begun_at < timezone.now() - STALLED
