"""What someone answered: in lessons and in closing tests, and the counters that trainers' figures come from."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import Edition, Taught
from people.declarations import Declaration


class Answer(models.Model):
    """One answer to one question of a lesson, as it was sent. Never changed; a later answer is another row."""

    declaration = Declaration(
        purpose="showing the person what they answered, with feedback",
        retention="as long as the account, or until the person deletes it",
        export="answers",
        erasure="deleted; open text is unreadable from the moment the key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    lesson = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    block = models.CharField(max_length=36)
    question = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    response = models.JSONField()
    sealed = models.BinaryField(null=True, help_text="An open answer, under the key of its writer.")
    correct = models.BooleanField(null=True, help_text="Empty where nobody grades: open questions.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Attempt(models.Model):
    """One attempt at a module's closing test: the questions drawn, until it is handed in."""

    declaration = Declaration(
        purpose="the closing test and its result",
        retention="as long as the account",
        export="tests",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    module = models.ForeignKey(Taught, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="attempt_once_per_key"),
            models.UniqueConstraint(
                fields=["user", "module"], condition=Q(finished_at__isnull=True), name="one_open_attempt_per_module"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, right__isnull=True, passed__isnull=True)
                | Q(finished_at__isnull=False, right__isnull=False, passed__isnull=False),
                name="attempt_finished_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class HowSure(models.IntegerChoices):
    """How sure somebody says they are of an answer in a test. It never counts for the result."""

    GUESS = 1, _("Ik gok")
    DOUBT = 2, _("Ik twijfel")
    SURE = 3, _("Ik weet het zeker")


class Item(models.Model):
    """One drawn question of an attempt, and the response saved so far."""

    declaration = Declaration(
        purpose="the responses in a test, and how sure somebody said to be",
        retention="as long as the account",
        export="tests",
        erasure="deleted with the account",
    )

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    response = models.JSONField(null=True)
    correct = models.BooleanField(null=True)
    certainty = models.PositiveSmallIntegerField(null=True, choices=HowSure.choices)
    key = models.UUIDField(null=True, help_text="Of the save that stands.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_position"),
            models.UniqueConstraint(fields=["attempt", "question"], name="question_drawn_once"),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__range=(1, 3)), name="item_certainty_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class Tally(models.Model):
    """How often an edition of a question was answered, and how often rightly. Kept in the answer's own transaction; names nobody."""

    question = models.OneToOneField(Edition, models.PROTECT, primary_key=True, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    first_answers = models.PositiveIntegerField(default=0)
    first_right = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("telling")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    right__lte=F("answers"), first_right__lte=F("first_answers"), first_answers__lte=F("answers")
                ),
                name="tally_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
