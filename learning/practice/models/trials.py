"""Trial groups: who reads a module's draft before it is published, until when, and what they remark at its blocks."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.declarations import Declaration


class TrialGroup(models.Model):
    """That people read a draft until a day (that day included). A module has one that was not stopped, at most."""

    declaration = Declaration(
        purpose="reading a draft in a small group before it is published",
        retention="with the module",
        export="what was remarked at drafts",
        erasure="name removed, the group stays",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey("cms.ModulePage", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation",
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="The module's owner; empty: the core.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asks = models.CharField(max_length=300)
    until = models.DateField()
    stopped_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["module"], condition=Q(stopped_at__isnull=True), name="one_trial_group_per_module"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class TrialReader(models.Model):
    """Somebody who was asked to read. Taken away, the row is gone."""

    declaration = Declaration(
        purpose="who was asked to read a draft",
        retention="until the author takes the person away, or with the module",
        export="what was remarked at drafts",
        erasure="deleted with the account",
    )

    group = models.ForeignKey(TrialGroup, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "user"], name="trial_reader_once")]

    def __str__(self) -> str:
        return f"{self.group_id}"


class Remark(models.Model):
    """What a reader says at one block of a draft, for its authors. Sealed under its writer's own key.

    `part` is the uuid of the lesson, or of the module for its test; it outlives a page that is deleted. `beside` and `title` are the
    draft's own words of that day, so that a remark at what was removed can still be understood.
    """

    declaration = Declaration(
        purpose="what a reader of a draft remarks for its authors",
        retention="until its writer takes it back, or with the module",
        export="what was remarked at drafts",
        erasure="deleted; unreadable from the moment its writer's key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(TrialGroup, models.CASCADE, related_name="remarks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    part = models.UUIDField()
    title = models.CharField(max_length=255)
    block = models.CharField(max_length=64)
    beside = models.CharField(max_length=120, blank=True)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="remark_once_per_key")]

    def __str__(self) -> str:
        return f"{self.uuid}"
