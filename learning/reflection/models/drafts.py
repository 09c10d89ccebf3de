"""Drafts: what is being written and is not yet an entry."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from people.declarations import Declaration


class Draft(models.Model):
    """One text under way: what its form held when it was last kept, sealed as one JSON object.

    Its number is the key under which the entry will be saved, so that a draft and its entry never both stand.
    `place` is the address that its form is posted to in the end, `path` the page where it was begun.
    `version` counts its saves: who saves over a version they did not see is refused, and keeps their text as another draft.
    """

    declaration = Declaration(
        purpose="a reflection that is not finished yet",
        retention="until the person saves or deletes it, or the account is erased",
        export="reflections",
        erasure="deleted; unreadable from the moment the key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=300)
    path = models.CharField(max_length=400)
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-saved_at"]
        indexes: ClassVar = [models.Index(fields=["user", "-saved_at"])]

    def __str__(self) -> str:
        return f"{self.uuid}"
