"""What comes out of a session. It belongs to the team: agreements that the next session opens with, and minutes without authors."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.team_sessions.models.sessions import Session
from people.declarations import Declaration


class Standing(models.TextChoices):
    """How it is with an agreement."""

    OPEN = "open", _("Staat open")
    DONE = "done", _("Gedaan")
    DROPPED = "dropped", _("Laten vallen")
    BEYOND = "beyond", _("Buiten onze macht")


class Agreement(models.Model):
    """If this happens, then we do that: one thing that a team agreed on. Its words are sealed under the session's key."""

    declaration = Declaration(
        purpose="what a team agreed to do, who sees to it, and how it went",
        retention="with the session it was made in",
        export="sessions, of who sees to it",
        erasure="name removed, the team's agreement stays",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="agreements")
    key = models.UUIDField(unique=True, help_text="Made by the client; the same key has one effect.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sealed = models.BinaryField()
    due_on = models.DateField()
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    settled_on = models.DateField(null=True, help_text="The day on which somebody said that it is no longer open.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["due_on", "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(standing="open", settled_on__isnull=True) | ~Q(standing="open"),
                name="agreement_settled_when_not_open",
            ),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="agreement_standing_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Minutes(models.Model):
    """What stayed of a session when it ended: how many took part, and, sealed, the cards that lay on the table. No authors."""

    declaration = Declaration(
        purpose="what a team shared and agreed on, without authors",
        retention="with the session",
        export="none: it belongs to the team, and nobody knows whose a card is",
        erasure="names nobody",
    )

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="written")
    people = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.session_id}"
