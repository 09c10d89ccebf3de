"""Intentions: if this happens, then I will do that; and how it went."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.reflection.models.entries import Entry
from people.declarations import Declaration


class Outcome(models.TextChoices):
    """How an intention went, in its owner's own judgement."""

    DONE = "done", _("Het lukte")
    PARTLY = "partly", _("Het lukte een beetje")
    OTHERWISE = "otherwise", _("Het ging anders")
    DROPPED = "dropped", _("Ik laat het los")


class Intention(models.Model):
    """One intention, made at one entry. `sealed` holds the two halves (a JSON object: when, then), `sealed_outcome` how it went in words.

    It is open until an outcome is given; then the day to look again is past its use.
    """

    declaration = Declaration(
        purpose="what the person means to do differently, and how it went",
        retention="until the person deletes it or its entry, or the account is erased",
        export="reflections",
        erasure="deleted; unreadable from the moment the key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="intention")
    sealed = models.BinaryField()
    follow_up_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    sealed_outcome = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["follow_up_on", "created_at"]
        indexes: ClassVar = [models.Index(fields=["user", "outcome", "follow_up_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True, sealed_outcome__isnull=True)
                | (~Q(outcome="") & Q(outcome__in=Outcome.values, closed_at__isnull=False)),
                name="intention_open_or_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
