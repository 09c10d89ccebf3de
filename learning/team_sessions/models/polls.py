"""Polls that who leads puts to those present. No author, no time, no sequence in what people give: as with the scale.

A ballot lasts until its poll is closed; then it is counted with the others, or not at all, and thrown away (docs/adr/0017).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from learning.team_sessions.models.participations import Participation
from learning.team_sessions.models.sessions import Session
from people.declarations import Declaration

FEWEST_CHOICES, MOST_CHOICES = 2, 6
_PASSING = "until the poll is closed, or the session ends"


class Poll(models.Model):
    """A question with its choices, sealed under the session's key. `distribution`: votes per choice, once closed, from four votes up;
    otherwise nothing, not even how many there were."""

    declaration = Declaration(
        purpose="a question that who leads puts to those present, and how they chose together",
        retention="until the session ends",
        export="none: numbers of at least four together",
        erasure="names nobody",
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="polls")
    number = models.PositiveSmallIntegerField()
    choices = models.PositiveSmallIntegerField(help_text="How many there are.")
    sealed = models.BinaryField()
    open = models.BooleanField(default=True)
    distribution = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="poll_numbered_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(open=True), name="one_open_poll_per_session"),
            models.CheckConstraint(
                condition=Q(choices__range=(FEWEST_CHOICES, MOST_CHOICES)), name="poll_has_two_to_six_choices"
            ),
            models.CheckConstraint(
                condition=Q(open=False) | Q(distribution__isnull=True), name="poll_shows_nothing_while_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Polled(models.Model):
    """That somebody drew a ballot for the poll that is open, so that nobody draws two. Goes when it is closed."""

    declaration = Declaration(
        purpose="one ballot for each who takes part, in the poll that is open",
        retention=_PASSING,
        export="none: a passing mark",
        erasure="deleted with the account",
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="marks")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "participation"], name="poll_ballot_drawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class PollBallot(models.Model):
    """A ballot of one browser, known by the digest of its token; empty until something is chosen, in another transaction."""

    declaration = Declaration(
        purpose="a choice in a poll that is not shown yet",
        retention=_PASSING,
        export="none: nobody knows whose it is",
        erasure="names nobody",
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    ticket = models.CharField(max_length=64, unique=True)
    key = models.UUIDField(null=True, help_text="Made by the client; the same key has one effect.")
    choice = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(key__isnull=True, choice__isnull=True)
                | Q(key__isnull=False, choice__range=(1, MOST_CHOICES)),
                name="poll_ballot_empty_or_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
