"""What stays of somebody's learning when its source is gone: a day, minutes and a method, never content."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration

MOST_MINUTES = 1_440


class Kind(models.TextChoices):
    """What an activity counts as. A kind is added with what makes it."""

    PREPARATION = "preparation", _("Eigen voorbereiding")
    SESSION = "session", _("Teamreflectie")
    CANDIDATE = "candidate", _("Teamreflectie, kandidaat voor je register")


class Activity(models.Model):
    """One line of a dossier that stands by itself. What still has a source (an entry in the mirror) has no row: it is read from there.

    `source` is the number of what it came from: the same source is one line, however often it is kept.
    """

    declaration = Declaration(
        purpose="the person's own evidence of the time they spent: day, minutes, method and with whom, never content",
        retention="until the person deletes it, or the account is erased",
        export="dossier",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=120)
    with_whom = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-on", "-created_at"]
        indexes: ClassVar = [models.Index(fields=["user", "-on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "source"], name="activity_once_per_source"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="activity_kind_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MOST_MINUTES)),
                name="activity_minutes_in_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="candidate") | Q(minutes__isnull=False), name="activity_candidate_has_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


from learning.dossier.certificates.models import (  # noqa: E402  tables of this room with a package of their own
    Certificate,
    IssuerKey,
    Issuing,
    Place,
)

__all__ = ["Activity", "Certificate", "IssuerKey", "Issuing", "Kind", "Place"]
