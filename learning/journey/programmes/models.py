"""Somebody's round of a programme, and what no other record can say: a task that was signed off, an exemption, another date, leave."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import Line, Taught
from people.declarations import Declaration

LONGEST_LEAVE = 366
"""Days of one leave."""


class Following(models.Model):
    """One round of one programme, from a first day that all its dates count from. An ended round stays; the next one is another row."""

    declaration = Declaration(
        purpose="knowing which programme somebody follows, from which day and with whom",
        retention="as long as the account",
        export="programmes",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Taught, models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField()
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True)

    class Meta:
        app_label = "journey"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "programme", "number"], name="programme_round_once"),
            models.UniqueConstraint(
                fields=["user", "programme"], condition=Q(ended_on__isnull=True), name="programme_runs_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="programme_round_counts_from_one"),
            models.CheckConstraint(
                condition=Q(mentor__isnull=True) | ~Q(mentor=F("user")), name="programme_mentor_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Leave(models.Model):
    """Days on which a round stands still: from a first day up to and including a last. Why is not kept."""

    declaration = Declaration(
        purpose="moving the dates of a programme past the days somebody is away; never why",
        retention="as long as the round it belongs to",
        export="programmes",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    following = models.ForeignKey(Following, models.CASCADE, related_name="leaves")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        app_label = "journey"
        ordering: ClassVar = ["first_day"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_ends_after_it_starts"),
            models.UniqueConstraint(fields=["following", "first_day"], name="leave_once_per_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class SignOff(models.Model):
    """A workplace task: said to be done by who did it, then signed off by the mentor, or handed back to talk about. No words are kept."""

    declaration = Declaration(
        purpose="that a task at work was done, and who signed it off",
        retention="as long as the round it belongs to",
        export="programmes",
        erasure="deleted with the account; the mentor's name goes with the mentor's",
    )

    following = models.ForeignKey(Following, models.CASCADE, related_name="sign_offs")
    step = models.UUIDField()
    reported_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    handed_back_on = models.DateField(null=True)

    class Meta:
        app_label = "journey"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["following", "step"], name="signed_off_once_per_step"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(reported_on__isnull=False), name="signed_off_what_was_reported"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(handed_back_on__isnull=True), name="signed_off_or_handed_back"
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=False) | Q(handed_back_on__isnull=False), name="sign_off_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.following_id}/{self.step}"


class Why(models.TextChoices):
    """Why somebody need not do a step. A fixed list: it holds no word about anybody."""

    BEFORE = "before", _("Dit heb ik eerder gedaan of geleerd")
    ROLE = "role", _("Dit hoort niet bij mijn taken")
    TALKED = "talked", _("Dit hebben we besproken en anders geregeld")


class Exemption(models.Model):
    """That a step need not be done: asked by its owner, and granted or not by who leads the team; or given by them at once."""

    declaration = Declaration(
        purpose="that a step of a programme need not be done, why in a fixed word, and who decided",
        retention="as long as the round it belongs to",
        export="programmes",
        erasure="deleted with the account; the name of who decided goes with theirs",
    )

    following = models.ForeignKey(Following, models.CASCADE, related_name="exemptions")
    step = models.UUIDField()
    why = models.CharField(max_length=10, choices=Why.choices)
    asked_on = models.DateField()
    granted_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "journey"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["following", "step"], name="exempt_once_per_step"),
            models.CheckConstraint(
                condition=Q(granted_on__isnull=True) | Q(refused_on__isnull=True), name="exempt_or_not"
            ),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="exempt_for_a_known_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.following_id}/{self.step}"


class AgreedDate(models.Model):
    """Another day for a step, agreed with who leads the team. It takes the place of the one that was worked out."""

    declaration = Declaration(
        purpose="the day that was agreed for a step of a programme",
        retention="as long as the round it belongs to",
        export="programmes",
        erasure="deleted with the account; the name of who agreed goes with theirs",
    )

    following = models.ForeignKey(Following, models.CASCADE, related_name="agreed_dates")
    step = models.UUIDField()
    due_on = models.DateField()
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "journey"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["following", "step"], name="agreed_date_once_per_step"),
            models.CheckConstraint(condition=Q(due_on__gte=F("agreed_on")), name="agreed_date_is_to_come"),
        ]

    def __str__(self) -> str:
        return f"{self.following_id}/{self.step}"


class Need(models.TextChoices):
    """What somebody asks who leads their team for. A fixed list: nothing is written down."""

    TIME = "time", _("Tijd: ik kom er niet aan toe")
    HELP = "help", _("Hulp: ik kom er niet uit")
    TALK = "talk", _("Een gesprek: ik wil erover praten")


class HelpAsked(models.Model):
    """That somebody asked who leads their team for time or help. It goes when it was dealt with, or when its owner takes it back."""

    declaration = Declaration(
        purpose="asking who leads the team for time or help, in a fixed word",
        retention="until it was dealt with or taken back",
        export="programmes",
        erasure="deleted with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    need = models.CharField(max_length=10, choices=Need.choices)
    following = models.ForeignKey(Following, models.SET_NULL, null=True, related_name="+")
    step = models.UUIDField(null=True)
    asked_on = models.DateField()
    taken_up_on = models.DateField(null=True)
    taken_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "journey"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(need__in=Need.values), name="help_asked_of_a_known_kind")
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
