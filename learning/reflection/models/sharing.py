"""Sharing: one entry shown to one named colleague until a day, who opened it, and what they said back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.reflection.models.entries import Entry
from people.declarations import Declaration


class Share(models.Model):
    """That somebody may read one entry until a day (that day included). Nothing is copied: withdrawn or ended, nothing is left to read."""

    declaration = Declaration(
        purpose="who was given one reflection to read, and until when",
        retention="with the entry; until the person deletes it",
        export="reflections, of who gave; what was given, of who received",
        erasure="deleted with the account of either",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="shares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["person", "until"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "person"], condition=Q(withdrawn_at__isnull=True), name="share_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Opening(models.Model):
    """That a shared entry was opened by the one it was shared with, for its owner to see."""

    declaration = Declaration(
        purpose="showing the owner of a shared reflection when it was opened",
        retention="with the share",
        export="reflections, of who gave",
        erasure="deleted with the account of either",
    )

    share = models.ForeignKey(Share, models.CASCADE, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.share_id} {self.at:%Y-%m-%d}"


class Comment(models.Model):
    """A word back at a shared entry, by either of the two. Sealed under its writer's own key."""

    declaration = Declaration(
        purpose="what two people say to each other about one shared reflection",
        retention="until its writer deletes it, or with the share",
        export="reflections, of its writer",
        erasure="deleted; unreadable from the moment its writer's key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    share = models.ForeignKey(Share, models.CASCADE, related_name="comments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="comment_once_per_key")]

    def __str__(self) -> str:
        return f"{self.uuid}"
