"""Who somebody is at a sign-in service."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.declarations import Declaration


class Identity(models.Model):
    """That an account opens to one person of one service: the pair (issuer, subject), never an address or a name."""

    declaration = Declaration(
        purpose="sign-in by the service of the person's organisation",
        retention="until the person removes it",
        export="profile",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_one_account"),
            models.UniqueConstraint(fields=["user", "issuer"], name="identity_once_per_service"),
            models.CheckConstraint(condition=~Q(issuer="") & ~Q(subject=""), name="identity_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
