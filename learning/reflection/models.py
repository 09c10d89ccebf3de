"""The mirror: what someone writes for themselves. Sealed from the first letter, read by its writer alone."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.models import Edition
from people.declarations import Declaration


class Entry(models.Model):
    """One reflection. It keeps the prompt's text of that day, and the edition it stood in."""

    declaration = Declaration(
        purpose="the person's own reflection",
        retention="until the person deletes it, or the account is erased",
        export="reflections",
        erasure="deleted; unreadable from the moment the key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    question = models.PositiveSmallIntegerField(null=True)
    prompt = models.TextField()
    lesson = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    block = models.CharField(max_length=36, blank=True)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["user", "-created_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="entry_once_per_key"),
            models.CheckConstraint(
                condition=Q(question__isnull=True) | Q(question__range=(1, 10)), name="entry_question_is_one_of_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
