"""What was reminded of, so that nobody is reminded twice. No row holds a word of what it is about."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration
from people.retention.terms import REMINDERS


class Often(models.TextChoices):
    """When somebody wants a mail."""

    WEEKLY = "weekly", _("Elke week, en op de dag zelf")
    DUE = "due", _("Alleen op de dag zelf")
    NEVER = "never", _("Geen mail")


class Round(models.Model):
    """A day on which mails went out. Finished when everybody of that day was looked at."""

    day = models.DateField(primary_key=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return f"{self.day}"


class Digest(models.Model):
    """One mail to one person on one day: claimed before it is sent, and marked when the mail server has it.

    Claimed and not marked, it is in flight: a sender is at it, or died with it, and nobody knows whether it arrived.
    """

    declaration = Declaration(
        purpose="that nobody gets the same mail of reminders twice",
        retention="after the mail",
        export="reminders",
        erasure="deleted with the account",
        term=REMINDERS,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]
        indexes: ClassVar = [
            models.Index(fields=["claimed_at"], condition=models.Q(sent_at__isnull=True), name="digest_in_flight")
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Reminder(models.Model):
    """That a mail told of one thing at one moment: `key` names its source, its number, its day, and whether that day had come."""

    declaration = Declaration(
        purpose="that nobody is reminded twice of the same thing",
        retention="after the mail",
        export="reminders",
        erasure="deleted with the account",
        term=REMINDERS,
    )

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)

    class Meta:
        app_label = "people"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="reminder_once")]

    def __str__(self) -> str:
        return self.key
