"""Entries: one reflection each, as it was asked that day."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import Edition
from people.declarations import Declaration


class Dimension(models.TextChoices):
    """What the SKJ register asks a reflection to look at."""

    TECHNICAL = "technical", _("Technisch-instrumenteel")
    NORMATIVE = "normative", _("Normatief")
    PERSONAL = "personal", _("Persoonlijk")


DIMENSIONS: tuple[str, ...] = tuple(Dimension.values)
RATINGS = range(1, 6)
MOST_MINUTES = 600


class Entry(models.Model):
    """One reflection. It keeps the prompt's text of that day, and the editions it stood in.

    `sealed` holds the text, `sealed_dimensions` what was written at the dimensions (a JSON object), each under its own place.
    What must be seen over the years without opening words (question, rating, which dimensions) stands in columns of its own.
    """

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
    asked = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    prompt = models.TextField()
    lesson = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    block = models.CharField(max_length=36, blank=True)
    sealed = models.BinaryField()
    sealed_dimensions = models.BinaryField(null=True)
    has_technical = models.BooleanField(default=False)
    has_normative = models.BooleanField(default=False)
    has_personal = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["user", "-created_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="entry_once_per_key"),
            models.CheckConstraint(
                condition=Q(question__isnull=True) | Q(question__range=(1, 10)), name="entry_question_is_one_of_ten"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(RATINGS[0], RATINGS[-1])),
                name="entry_rating_is_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MOST_MINUTES)), name="entry_minutes_are_few"
            ),
            models.CheckConstraint(
                condition=Q(sealed_dimensions__isnull=False)
                | Q(has_technical=False, has_normative=False, has_personal=False),
                name="entry_dimensions_have_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"

    @property
    def dimensions(self) -> list[str]:
        """At which of the dimensions something was written."""
        return [name for name in DIMENSIONS if getattr(self, f"has_{name}")]
