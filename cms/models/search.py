"""What readers search in: the plain text of what is in force, passage by passage. Made from editions, and to be made again at any time."""

from typing import ClassVar

from django.db import models

from cms.models.editions import Edition, Taught


class Passage(models.Model):
    """One stretch of an edition under one heading. `haystack` is what is looked through (cms/search/stemming.py)."""

    taught = models.ForeignKey(Taught, models.CASCADE, related_name="passages")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=255)
    text = models.TextField()
    haystack = models.TextField()
    professions = models.JSONField(default=list)
    slot = models.SlugField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["edition", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "place"], name="passage_once_in_its_place")]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.place}"
