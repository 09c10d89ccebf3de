"""A certificate of a completed module, the key its issuer signs with, and how long its issuer lets it count."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from learning.journey.models import Completion
from people.declarations import Declaration
from people.models import Organisation

PLACES = 131_072
"""Places of a list of withdrawals: what the standard asks at least, so that a certificate hides among many."""


class Issuing(models.Model):
    """How an organisation issues. Without a row, its certificates count without an end."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        app_label = "dossier"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(months__range=(1, 120)), name="issuing_months")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class IssuerKey(models.Model):
    """A key pair of an organisation. The private half is sealed under the organisation's own key, and gone once the pair is retired.

    The public half stays: what was signed with it can be verified for good.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "dossier"
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at__isnull=True), name="issuer_key_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, sealed__isnull=False)
                | Q(retired_at__isnull=False, sealed__isnull=True),
                name="issuer_key_signs_until_retired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Place(models.Model):
    """A place in an organisation's list of withdrawals. It was drawn, so that it says nothing of order, and it knows no person.

    It outlives its certificate: whoever still holds a copy of one that is gone, hears that it was withdrawn.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        app_label = "dossier"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="place_given_once"),
            models.CheckConstraint(condition=Q(number__lt=PLACES), name="place_on_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.number}"


class Why(models.TextChoices):
    """Why a certificate was withdrawn. A choice and no text: nobody writes about somebody here."""

    HOLDER = "holder", _("Je trok het zelf in.")
    FACTS = "facts", _("De gegevens op het certificaat kloppen niet.")
    OTHER_PERSON = "person", _("Iemand anders deed de module, of een deel ervan.")
    MISTAKE = "mistake", _("Het certificaat is bij vergissing gemaakt.")


TAKEN_ANEW = (Why.HOLDER, Why.FACTS)
"""After which of these another certificate of the same completion may be taken."""


class Certificate(models.Model):
    """That somebody may show what they completed. The completion names the edition; `name` is what they were called on that day.

    `code` stands in the address of the check page, and is no other number of this row: a log or an address of ours leads nobody there.
    """

    declaration = Declaration(
        purpose="showing others what the person completed, when the person asks for it",
        retention="until the account is erased; withdrawn ones too, so that a check still says so",
        export="certificates",
        erasure="deleted with the account; a place on a list that names nobody says that a copy no longer counts",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    completion = models.ForeignKey(Completion, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.OneToOneField(Place, models.PROTECT, related_name="certificate")
    name = models.CharField(max_length=201)
    issued_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=8, choices=Why.choices, blank=True)

    class Meta:
        app_label = "dossier"
        ordering: ClassVar = ["-issued_at"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-issued_at"], name="certificate_of_issuer")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["completion"], condition=Q(withdrawn_at__isnull=True), name="certificate_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, why="") | Q(withdrawn_at__isnull=False, why__in=Why.values),
                name="certificate_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("issued_at")),
                name="certificate_withdrawn_after_issue",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(code=""), name="certificate_names_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"
