"""Who was asked into an organisation, as what, and how that ended."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration
from people.models import Organisation, Role, Team
from people.retention.terms import INVITATIONS


class InvitedList(models.Model):
    """A file with people that was brought in at once, so that it can be undone at once. The file itself is not kept."""

    declaration = Declaration(
        purpose="undoing a list of invitations",
        retention="after it was made",
        export="profile",
        erasure="name removed",
        term=INVITATIONS,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.UUIDField(unique=True, help_text="Of the form that was confirmed; the same one has one effect.")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.uuid}"


class Invitation(models.Model):
    """One person asked in, in one role. Open until it is accepted, withdrawn or too old; then its links lead nowhere.

    The token of its links is not stored: it is signed, and holds `seed`, so that a new seed ends every older link.
    """

    declaration = Declaration(
        purpose="asking somebody into an organisation",
        retention="after it ended",
        export="profile",
        erasure="deleted with the account that came of it; the name of who asked is removed",
        term=INVITATIONS,
    )

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mailadres"))
    first_name = models.CharField(_("voornaam"), max_length=80)
    last_name = models.CharField(_("achternaam"), max_length=120, blank=True)
    role = models.CharField(_("rol"), max_length=20, choices=Role.choices, default=Role.PROFESSIONAL)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"))
    listed = models.ForeignKey(InvitedList, models.SET_NULL, null=True, related_name="invitations")
    seed = models.UUIDField(default=uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", help_text="Who accepted it."
    )

    class Meta:
        app_label = "people"
        ordering: ClassVar = ["-made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"), "organisation", condition=Q(ended_at__isnull=True), name="invitation_open_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_is_known"),
            models.CheckConstraint(condition=~Q(role="lead") | Q(team__isnull=False), name="invitation_lead_has_team"),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(ended_at__isnull=False), name="invitation_accepted_is_ended"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_made"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-made_at"], name="invitation_of_organisation")]

    def __str__(self) -> str:
        return f"{self.uuid}"
