"""A file that somebody asked for: on its way, ready for a day, or failed."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration


class State(models.TextChoices):
    """How far a file is."""

    ASKED = "asked", _("gevraagd")
    BUSY = "busy", _("bezig")
    READY = "ready", _("klaar")
    FAILED = "failed", _("mislukt")


UNDER_WAY = (State.ASKED, State.BUSY)


class Export(models.Model):
    """One file for one person. `chosen` holds what it was narrowed to (plain values, never a word), `sealed` the file itself.

    `begun_at` is also the worker's mark: who finishes under another mark has been overtaken, and keeps nothing.
    """

    declaration = Declaration(
        purpose="a file that the person asked for, until they fetched it",
        retention="24 hours; sooner when the person deletes it",
        export="none: it is itself one",
        erasure="deleted; unreadable from the moment the key goes",
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    kind = models.CharField(max_length=40)
    chosen = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    failure = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField(null=True)
    extension = models.CharField(max_length=8, blank=True)
    size = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        ordering: ClassVar = ["-asked_at"]
        indexes: ClassVar = [models.Index(fields=["expires_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="export_once_per_key"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["asked", "busy"]), name="export_one_under_way"
            ),
            models.CheckConstraint(
                condition=Q(state="ready", sealed__isnull=False, ready_at__isnull=False, size__isnull=False)
                | (~Q(state="ready") & Q(state__in=State.values, sealed__isnull=True, ready_at__isnull=True)),
                name="export_ready_holds_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
