"""Refreshers: who asked for them, which question comes back when, and the rounds in which they were asked.

A `Refresher` is worked out anew from what somebody answered (learning.practice.refreshers.scheduling); the answers are the record.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import Edition, Line, Taught, Theme
from learning.practice.models.answers import HowSure
from people.declarations import Declaration


class Rhythm(models.TextChoices):
    """How often somebody refreshes one theme."""

    FORTNIGHT = "fortnight", _("elke twee weken")
    MONTH = "month", _("elke maand")
    QUARTER = "quarter", _("elk kwartaal")


class Refreshing(models.Model):
    """That somebody asked to be asked again. Without this row there are no refreshers; it is locked by whoever writes about them."""

    declaration = Declaration(
        purpose="asking questions again for whoever chose that, and how often",
        retention="until the person stops refreshing, or as long as the account",
        export="refreshers",
        erasure="deleted with the account",
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.MONTH)
    chosen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="refreshing_in_a_known_rhythm")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Refresher(models.Model):
    """One question that comes back for one person: not before `due_on` by what they answered, nor before `open_on` by their rhythm.

    `line` is the line of the question that this was worked out for. stability and difficulty are FSRS's; empty together when nothing was
    answered on that line, because the question changed materially since. `theme` is empty while no module teaches the question.
    """

    declaration = Declaration(
        purpose="when a question is asked again, and why then",
        retention="until the person stops refreshing, or as long as the account",
        export="refreshers",
        erasure="deleted with the account",
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = models.ForeignKey(Taught, models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    theme = models.CharField(max_length=20, choices=Theme.choices, blank=True)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    answered_at = models.DateTimeField(help_text="The answer that counted last.")
    correct = models.BooleanField()
    certainty = models.PositiveSmallIntegerField(null=True, choices=HowSure.choices)
    due_on = models.DateField()
    open_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "question"], name="refresher_once_per_question"),
            models.CheckConstraint(
                condition=Q(stability__isnull=True, difficulty__isnull=True) | Q(stability__gt=0, difficulty__gte=1),
                name="refresher_remembers_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.question_id}"


class RefresherRound(models.Model):
    """A few questions of one theme, drawn when somebody began. Open until all were answered, they stopped refreshing, or began another."""

    declaration = Declaration(
        purpose="a short round of questions that one answered before",
        retention="as long as the account, or until the person deletes it",
        export="refreshers",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    theme = models.CharField(max_length=20, choices=Theme.choices)
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="refresher_round_once_per_key"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_refresher_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class RefresherTurn(models.Model):
    """One question of a round, in the edition of the day it was drawn, and what was answered: once."""

    declaration = Declaration(
        purpose="what one answered when a question came back, and how sure one said to be",
        retention="as long as the round",
        export="refreshers",
        erasure="deleted with the account",
    )

    round = models.ForeignKey(RefresherRound, models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    response = models.JSONField(null=True)
    correct = models.BooleanField(null=True)
    certainty = models.PositiveSmallIntegerField(null=True, choices=HowSure.choices)
    key = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "position"], name="refresher_turn_numbered_once"),
            models.UniqueConstraint(fields=["round", "question"], name="refresher_drawn_once"),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__range=(1, 3)),
                name="refresher_certainty_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, correct__isnull=True, key__isnull=True)
                | Q(answered_at__isnull=False, correct__isnull=False, key__isnull=False),
                name="refresher_turn_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.position}"
