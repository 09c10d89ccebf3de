"""What an organisation chose of the terms, and who left and keeps their own for a while."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.declarations import Declaration
from people.models import Organisation

SECOND_TERM = timedelta(days=30)
"""Between the notice and the erasure, at least; and before a shorter term begins to count."""


class Period(models.Model):
    """That an organisation keeps one kind longer or shorter than usual. `coming` is a shorter one that counts from a day on."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    amount = models.PositiveSmallIntegerField()
    coming = models.PositiveSmallIntegerField(null=True)
    coming_on = models.DateField(null=True)

    class Meta:
        app_label = "people"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="period_once_per_kind"),
            models.CheckConstraint(
                condition=Q(coming__isnull=True, coming_on__isnull=True)
                | Q(coming__isnull=False, coming_on__isnull=False, coming__lt=F("amount")),
                name="period_coming_is_shorter_and_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"


class Farewell(models.Model):
    """Somebody who belongs to no organisation any more: until when all stays as it is, and what was told them.

    `told_on` and `warned_on` are the days on which the mail server took the two mails; `claimed_at` says that a sender is at it.
    Nothing is erased before `erase_on`, and there is no such day before the second mail.
    """

    declaration = Declaration(
        purpose=(
            "keeping what is the person's own for a while after they left the last organisation, and telling them until when"
        ),
        retention="until the person joins an organisation, or the account is erased",
        export="profile",
        erasure="deleted with the account",
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="farewell")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    left_on = models.DateField()
    until = models.DateField()
    told_on = models.DateField(null=True)
    warned_on = models.DateField(null=True)
    erase_on = models.DateField(null=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"
        indexes: ClassVar = [models.Index(fields=["until"]), models.Index(fields=["erase_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("left_on")), name="farewell_after_leaving"),
            models.CheckConstraint(
                condition=Q(warned_on__isnull=True, erase_on__isnull=True)
                | Q(warned_on__isnull=False, erase_on__gt=F("warned_on")) & Q(erase_on__gte=F("until")),
                name="farewell_erased_after_the_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"
