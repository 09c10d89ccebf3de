"""What publishing leaves behind: something taught, its lines of compatible editions, and the immutable editions themselves.

A minor edition continues its line; a material one starts a new line. Records of learners point here with PROTECT, never at a page.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.ownership import Owned, OwnedQuerySet, once_per_owner
from people.declarations import Declaration

MAX_ADDRESS = 120
"""Characters of the part of an address that names something taught."""


class Kind(models.TextChoices):
    """What can be taught."""

    MODULE = "module", _("module")
    LESSON = "lesson", _("les")
    QUESTION = "question", _("vraag")
    TERM = "term", _("begrip")
    LOCAL = "local", _("plaatselijke afspraak")
    CASE = "case", _("casus")
    REFLECTION = "reflection", _("reflectievraag")
    PROGRAMME = "programme", _("programma")


class Taught(Owned):
    """Something that was published at least once. Its uuid is that of the page or snippet it came from, which may be gone by now."""

    uuid = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    slug = models.SlugField(max_length=MAX_ADDRESS)
    title = models.CharField(max_length=255)
    live_line = models.ForeignKey("Line", models.PROTECT, null=True, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("onderwezen inhoud")
        constraints: ClassVar = once_per_owner(
            "kind", "slug", condition=Q(kind__in=["module", "local", "case"]), name="taught_address_once_per_owner"
        )

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """Editions that stand for the same work: who finished one has finished them all."""

    taught = models.ForeignKey(Taught, models.PROTECT, related_name="lines")
    major = models.PositiveIntegerField()
    head = models.ForeignKey("Edition", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["taught", "major"], name="line_numbered_once")]

    def __str__(self) -> str:
        return f"{self.taught} · lijn {self.major}"


class Edition(models.Model):
    """One compiled, numbered form of something taught. Never changed after it was made."""

    declaration = Declaration(
        purpose="who published content",
        retention="with the content",
        export="authored content",
        erasure="name removed, content stays",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    taught = models.ForeignKey(Taught, models.PROTECT, related_name="editions")
    line = models.ForeignKey(Line, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=255, blank=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    uses = models.ManyToManyField(Taught, related_name="used_by_editions")

    class Meta:
        verbose_name = _("editie")
        verbose_name_plural = _("edities")
        constraints: ClassVar = [models.UniqueConstraint(fields=["taught", "number"], name="edition_numbered_once")]

    def __str__(self) -> str:
        return f"{self.taught} · editie {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise RuntimeError("An edition is never changed; publish a new one.")
        super().save(*args, **kwargs)
