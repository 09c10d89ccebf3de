"""Plays of a case: the run, pinned to its edition, and its steps, from which the state is folded and never stored."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import Edition, Taught
from people.declarations import Declaration


class Played(models.Model):
    """That someone played a case. It outlasts their runs, so that nobody's first play counts twice in figures."""

    declaration = Declaration(
        purpose="counting a person's first play of a case once, also after they deleted it",
        retention="as long as the account",
        export="cases",
        erasure="deleted with the account",
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Taught, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "case"], name="played_first_once")]

    def __str__(self) -> str:
        return f"{self.case_id}"


class Run(models.Model):
    """One play of one edition of a case. A fork begins as a copy of another run's first steps.

    written: {scene key, or "na_afloop" for the debrief: the entry in the player's mirror}.
    """

    declaration = Declaration(
        purpose="going on where one was, and looking back at what one chose",
        retention="as long as the account, or until the person deletes it",
        export="cases",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    case = models.ForeignKey(Taught, models.PROTECT, related_name="runs")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    first = models.BooleanField(help_text="The person's first play of this case; all others are replays.")
    forked_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    forked_at = models.PositiveIntegerField(null=True, help_text="The first step that was not copied.")
    written = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.TextField(blank=True)
    debriefed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "case"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="run_once_per_key"),
            models.UniqueConstraint(fields=["user", "case"], condition=Q(first=True), name="one_first_run_per_case"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="run_ended_names_ending",
            ),
            models.CheckConstraint(
                condition=Q(debriefed_at__isnull=True) | Q(ended_at__isnull=False), name="run_ended_before_debrief"
            ),
            models.CheckConstraint(
                condition=Q(forked_from__isnull=True) | Q(forked_at__gte=1), name="run_forked_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Certainty(models.IntegerChoices):
    """How sure somebody says they are of a choice, where the author asks."""

    DOUBT = 1, _("Ik twijfel sterk")
    UNSURE = 2, _("Ik twijfel een beetje")
    RATHER = 3, _("Ik ben vrij zeker")
    SURE = 4, _("Ik ben zeker")


class Step(models.Model):
    """One choice ("scene/choice") or aside ("scene/@aside") of a run. Appended, never changed; its reason alone may be deleted."""

    declaration = Declaration(
        purpose="the choices in a play, and the reasons that the person gave for themselves",
        retention="as long as the run; a reason until the person deletes it",
        export="cases",
        erasure="deleted with the account; reasons are unreadable from the moment the key goes",
    )

    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    taken = models.TextField()
    sealed = models.BinaryField(null=True, help_text="The reason, under the key of its writer.")
    certainty = models.PositiveSmallIntegerField(null=True, choices=Certainty.choices)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="step_numbered_once"),
            models.UniqueConstraint(fields=["run", "key"], name="step_once_per_key"),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__range=(1, 4)), name="certainty_is_one_of_four"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise RuntimeError("A step is never changed; what comes after it is another step.")
        super().save(*args, **kwargs)
