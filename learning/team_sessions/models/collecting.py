"""What people give without a name. No author, no time, no sequence: these tables never get a column that says who or when.

Until a round is shown, a ticket (the digest of a token that only a browser holds) lets its holder change what they gave. Showing it
throws away tickets, slips and ballots, and leaves cards in a random order and one distribution (docs/adr/0016).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cms.reflection_questions import HIGHEST, LOWEST
from learning.team_sessions.models.sessions import Session
from people.declarations import Declaration

MOST_SLIPS = 3
"""Cards that one ticket may write in one round."""
_PASSING = "until the round is shown, or the session ends"
_UNNAMED = "names nobody"


class Ticket(models.Model):
    """That one browser may give cards and a ballot in one round. Whose browser, no row says."""

    declaration = Declaration(
        purpose="letting one browser change what it gave, until it is shown",
        retention=_PASSING,
        export="none: a passing token that names nobody",
        erasure=_UNNAMED,
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.uuid}"


class Offered(models.IntegerChoices):
    """How far a facilitator is with a slip, in a session where cards are looked at first."""

    NOT_YET = 0
    SEEN = 1
    PASSED = 2


class Slip(models.Model):
    """A card before it is shown. `key` is that of its last write; a change says which it saw."""

    declaration = Declaration(
        purpose="a card that is not shown yet",
        retention=_PASSING,
        export="none: nobody knows whose it is",
        erasure=_UNNAMED,
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="slips")
    ticket = models.CharField(max_length=64)
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    sealed = models.BinaryField()
    offered = models.PositiveSmallIntegerField(choices=Offered.choices, default=Offered.NOT_YET)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "key"], name="slip_once_per_key")]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Ballot(models.Model):
    """Where the holder of one ticket stands on the scale, one to five; gone when the distribution is made."""

    declaration = Declaration(
        purpose="a place on the scale that is not shown yet",
        retention=_PASSING,
        export="none: nobody knows whose it is",
        erasure=_UNNAMED,
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="ballots")
    ticket = models.CharField(max_length=64, unique=True)
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__range=(LOWEST, HIGHEST)), name="ballot_is_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Card(models.Model):
    """A card after its round was shown, for as long as the session is open; by its random number it lies in a random place.

    `passed`: people may see it. Where cards are looked at first, one that nobody looked at in time waits here.
    """

    declaration = Declaration(
        purpose="a card on the table of an open session",
        retention="until the session ends; what is kept then stands in its minutes",
        export="none: nobody knows whose it is",
        erasure=_UNNAMED,
        in_backup=False,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="cards")
    round = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    passed = models.BooleanField(default=True)
    discussed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["round", "uuid"]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Round(models.Model):
    """A round that was shown, while the session is open: how many stood at each place of the scale (five numbers), from four ballots
    up; otherwise nothing, not even how many there were."""

    declaration = Declaration(
        purpose="showing those present where they stand together",
        retention="until the session ends",
        export="none: numbers of at least four together",
        erasure=_UNNAMED,
        in_backup=False,
    )

    session = models.ForeignKey(Session, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    distribution = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "number"], name="round_shown_once")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number}"
