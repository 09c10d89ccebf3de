"""What imports remember, so that a next one can tell its own words from an author's."""

from typing import ClassVar

from django.db import models


class Imported(models.Model):
    """One thing that an import wrote.

    It has been changed by hand when its latest revision, or for things without revisions its state, is another.
    """

    path = models.CharField(max_length=300, unique=True)
    """Owner, module, kind and key: `kern/meldcode/lesson/stap-4-wegen`."""
    object_id = models.BigIntegerField()
    source = models.CharField(max_length=64)
    """Digest of what the files said; empty when they no longer say anything."""
    state = models.CharField(max_length=64)
    """The revision that was written, or the digest of the fields."""
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "ingelezen inhoud"
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.path
