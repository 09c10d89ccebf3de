"""Votes in the polls of lessons. A poll is one block of one line of a lesson; with a name and without are two polls.

Without a name there is no row of a vote: a mark that somebody takes part, a ticket until it is used, and numbers (docs/adr/0017).
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import Edition, Line
from people.declarations import Declaration


class PollVote(models.Model):
    """What somebody chose in a poll, as it stands now. `choice` is known by its words in the edition that was answered."""

    declaration = Declaration(
        purpose="one vote for each person in a poll, which they may see and change",
        retention="as long as the account",
        export="polls",
        erasure="deleted with the account; the number it was counted in names nobody",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Of the write that stands, made by the client; the same key has one effect.")
    lesson = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    block = models.CharField(max_length=36)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    choice = models.CharField(max_length=16)
    voted_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "line", "block"], name="poll_vote_once")]

    def __str__(self) -> str:
        return f"{self.uuid}"


class PollTaken(models.Model):
    """That somebody takes part in a poll without a name, so that nobody does twice. Not when, and not what they chose."""

    declaration = Declaration(
        purpose="one vote for each person in a poll without a name",
        retention="as long as the account",
        export="polls",
        erasure="deleted with the account; the number that a vote was counted in names nobody",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    block = models.CharField(max_length=36)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "line", "block"], name="poll_taken_once")]

    def __str__(self) -> str:
        return f"{self.uuid}"


class PollTicket(models.Model):
    """That one vote without a name is still to be given. Gone in the transaction that counts it; the number keeps nothing of it."""

    digest = models.CharField(max_length=64, primary_key=True)

    class Meta:
        verbose_name = _("stembiljet")

    def __str__(self) -> str:
        return self.digest


class PollCount(models.Model):
    """How an organisation votes in a poll. counts: {choice: votes} up to now. shown: the same as it was when it could be shown last
    (`small_numbers.may_show_anew`), which is all that anybody sees."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    block = models.CharField(max_length=36)
    unnamed = models.BooleanField()
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    counts = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("stand van een peiling")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "block", "unnamed", "organisation"], name="poll_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.block}"
