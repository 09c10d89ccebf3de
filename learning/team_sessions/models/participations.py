"""Who takes part in a session: somebody with an account, or a guest."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.team_sessions.models.sessions import Session
from people.declarations import Declaration


class Participation(models.Model):
    """That somebody takes part, however many devices they use. A guest is known by the digest of a token that their browser holds.

    Nothing here says what they did, or whether they did anything.
    """

    declaration = Declaration(
        purpose="who takes part in a session, and evidence of it for their own dossier",
        retention="with the session; of a guest until it ends, their name until it begins",
        export="sessions",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    guest = models.CharField(max_length=64, blank=True, help_text="Digest of a guest's token.")
    guest_name = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["joined_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "user"], name="participation_once_per_person"),
            models.UniqueConstraint(
                fields=["session", "guest"], condition=~Q(guest=""), name="participation_once_per_guest"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest="", guest_name="") | (Q(user__isnull=True) & ~Q(guest="")),
                name="participation_of_person_or_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Drawn(models.Model):
    """That somebody drew a ticket for the round that is open, so that nobody draws two. Goes when the round is shown."""

    declaration = Declaration(
        purpose="one ticket for each who takes part, in the round that is open",
        retention="until the round is shown, or the session ends",
        export="none: a passing mark",
        erasure="deleted with the account",
        in_backup=False,
    )

    participation = models.OneToOneField(Participation, models.CASCADE, primary_key=True, related_name="drawn")

    def __str__(self) -> str:
        return f"{self.participation_id}"
