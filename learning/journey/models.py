"""The way through a module: who began it, in which edition, how far each lesson is, and when it was done."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from cms.models import Edition, Line, Taught
from people.declarations import Declaration
from people.retention.terms import COMPLETIONS


class Enrolment(models.Model):
    """That someone began a module, and the line of editions they are on. Only they move it to a newer line."""

    declaration = Declaration(
        purpose="finding one's way in a module",
        retention="as long as the account",
        export="progress",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    module = models.ForeignKey(Taught, models.PROTECT, related_name="enrolments")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    test_passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "module"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Progress(models.Model):
    """How far one lesson is, on one line of it. `items` says per block what was done, so that reading costs no count.

    items: {block id: {"state": "right"|"partly"|"wrong"|"answered"|"written"|"skipped", "entry"?: uuid,
    "answer"?: uuid, "question"?: edition, "response"?: as in learning.practice.grading}}
    """

    declaration = Declaration(
        purpose="resuming where one was",
        retention="as long as the account",
        export="progress",
        erasure="deleted with the account",
    )

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    items = models.JSONField(default=dict)
    version = models.PositiveIntegerField(
        default=0, help_text="Rises with every change, so that two at once are noticed."
    )
    touched_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)
    finished_edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "line"], name="progress_once_per_line"),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, finished_edition__isnull=True)
                | models.Q(finished_at__isnull=False, finished_edition__isnull=False),
                name="progress_finished_names_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.line_id}"


class Completion(models.Model):
    """That a module was done, when, and in which edition. Nothing an author does changes it."""

    declaration = Declaration(
        purpose="showing what one has completed",
        retention="after it, a register's cycle of five years and one more; with the certificate, where one was made",
        export="completions",
        erasure="deleted with the account",
        term=COMPLETIONS,
    )

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="completions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "line"], name="completed_once_per_line")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.completed_at:%Y-%m-%d}"


from learning.journey.programmes.models import (  # noqa: E402, F401  the tables of a part of this room
    AgreedDate,
    Exemption,
    Following,
    HelpAsked,
    Leave,
    SignOff,
)
