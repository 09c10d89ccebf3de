"""The lines of a dossier that are rows: what stays when its source is gone, what one wrote down by hand, and who confirmed it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration

MOST_MINUTES = 1_440
MOST_PEOPLE = 999


class Kind(models.TextChoices):
    """What an activity counts as. A kind is added with what makes it."""

    PREPARATION = "preparation", _("Eigen voorbereiding")
    SESSION = "session", _("Teamreflectie")
    CANDIDATE = "candidate", _("Teamreflectie, kandidaat voor je register")
    MODULE = "module", _("Module die je hier afrondde")
    TRAINING = "training", _("Training of scholing")
    INTERVISION = "intervision", _("Intervisie")
    SUPERVISION = "supervision", _("Supervisie")
    CONGRESS = "congress", _("Congres of studiedag")


OF_SOURCE = (Kind.PREPARATION, Kind.SESSION, Kind.CANDIDATE)
"""What follows from something that was done here, and may stay when that goes."""
BY_HAND = (Kind.TRAINING, Kind.INTERVISION, Kind.SUPERVISION, Kind.CONGRESS)
"""What its owner writes down."""
TOGETHER = (Kind.SESSION, Kind.CANDIDATE, Kind.INTERVISION)
"""Where colleagues were, who can confirm that one took part."""


class Activity(models.Model):
    """One line of a dossier that stands by itself. What still has a source (an entry in the mirror) has no row: it is read from there.

    `source` is the number of what it came from: the same source is one line, however often it is kept. Who led it is named by account,
    never by a copy of their name: when they are erased, the line names nobody.
    """

    declaration = Declaration(
        purpose="the person's own evidence of the time they spent: day, minutes, method and with whom, never content",
        retention="until the person deletes it, or the account is erased",
        export="dossier",
        erasure="deleted with the account; the name of who led goes from others' lines",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in OF_SOURCE])
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=120)
    with_whom = models.CharField(max_length=200)
    people = models.PositiveSmallIntegerField(null=True)
    led_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-on", "-created_at"]
        indexes: ClassVar = [models.Index(fields=["user", "-on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "source"], name="activity_once_per_source"),
            models.CheckConstraint(condition=Q(kind__in=[*map(str, OF_SOURCE)]), name="activity_kind_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MOST_MINUTES)),
                name="activity_minutes_in_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="candidate") | Q(minutes__isnull=False), name="activity_candidate_has_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class OwnActivity(models.Model):
    """A line that its owner wrote down: a training elsewhere, intervision, supervision, a congress.

    `sealed` holds its words (method, who led, which evidence one keeps), under the owner's key.
    """

    declaration = Declaration(
        purpose="what the person did elsewhere: day, minutes and kind, and sealed the method, who led it and which evidence they keep",
        retention="until the person deletes it, or the account is erased",
        export="dossier",
        erasure="deleted; unreadable from the moment the key goes",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Made by the client; the same key has one effect.")
    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in BY_HAND])
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField(null=True, help_text="How many took part, oneself included.")
    no_hierarchy = models.BooleanField(default=False, help_text="Its owner says that nobody there leads them.")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-on", "-created_at"]
        indexes: ClassVar = [models.Index(fields=["user", "-on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="own_activity_once_per_key"),
            models.CheckConstraint(condition=Q(kind__in=[*map(str, BY_HAND)]), name="own_activity_kind_is_known"),
            models.CheckConstraint(condition=Q(minutes__range=(1, MOST_MINUTES)), name="own_activity_minutes_in_a_day"),
            models.CheckConstraint(
                condition=Q(people__isnull=True) | Q(people__range=(1, MOST_PEOPLE)), name="own_activity_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Registration(models.Model):
    """In which register somebody stands, since when, and until when if they said so. Their own choice: nobody checks it here."""

    declaration = Declaration(
        purpose="showing beside the dossier what the person's own register asks in their own period",
        retention="until the person takes it back, or the account is erased",
        export="dossier",
        erasure="deleted with the account",
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    register = models.CharField(max_length=40, blank=True, help_text="A name in content/registers; empty for none.")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="registration_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Answer(models.TextChoices):
    """What a colleague said to the question whether one took part."""

    ASKED = "asked", _("Gevraagd")
    CONFIRMED = "confirmed", _("Bevestigd")
    DECLINED = "declined", _("Niet bevestigd")


class Confirmation(models.Model):
    """That a colleague was asked whether somebody took part in something, and what they said, once.

    `on` and `kind` are all that the colleague sees of it, beside who asks. The owner of the line sees how many confirmed it; a name only
    when that colleague agreed (`named`), and never who said no.
    """

    declaration = Declaration(
        purpose="a colleague's word that the person took part: day and kind, never what it was about",
        retention="with the line it is about; without an answer 60 days",
        export="dossier",
        erasure="deleted with the account of either",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    peer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.UUIDField()
    kind = models.CharField(max_length=20)
    on = models.DateField()
    asked_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.ASKED)
    answered_on = models.DateField(null=True)
    named = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["asked_on", "uuid"]
        indexes: ClassVar = [models.Index(fields=["peer", "answer"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "source", "peer"], name="confirmation_asked_once"),
            models.CheckConstraint(condition=~Q(user=F("peer")), name="confirmation_by_somebody_else"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="confirmation_answer_is_known"),
            models.CheckConstraint(
                condition=Q(answer="asked", answered_on__isnull=True)
                | (~Q(answer="asked") & Q(answered_on__isnull=False)),
                name="confirmation_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(named=False) | Q(answer="confirmed"), name="confirmation_named_confirms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


from learning.dossier.certificates.models import (  # noqa: E402  tables of this room with a package of their own
    Certificate,
    IssuerKey,
    Issuing,
    Place,
)

__all__ = [
    "Activity",
    "Answer",
    "Certificate",
    "Confirmation",
    "IssuerKey",
    "Issuing",
    "Kind",
    "OwnActivity",
    "Place",
    "Registration",
]
