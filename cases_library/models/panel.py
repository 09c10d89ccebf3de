"""Real panellists: invited by a link, without an account, and free to withdraw."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration


class PanelInvitation(models.Model):
    """One panellist for one case: whom a trainer asked, what they agreed to, and when. The link itself is not kept, only its digest."""

    declaration = Declaration(
        purpose="a real panel for a case: name, role and consent of who was asked, and who asked",
        retention="until the panellist withdraws, or a trainer removes it",
        export="authored content, of who asked; the panellist's own link shows theirs",
        erasure="withdrawing deletes name and answers; the name of who asked is removed with the account",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases_library.CasePage", models.CASCADE, related_name="panel_invitations")
    name = models.CharField(_("naam"), max_length=120)
    role = models.CharField(
        _("rol"), max_length=80, help_text=_("Zoals zij in het panel staat: jeugdarts, leerkracht.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    consented_at = models.DateTimeField(null=True)
    shows_name = models.BooleanField(_("met naam"), default=False)
    answered_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("uitnodiging voor een panel")
        verbose_name_plural = _("uitnodigingen voor een panel")
        ordering: ClassVar = ["invited_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(consented_at__isnull=False), name="panel_answers_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(answered_on__isnull=False),
                name="panel_accepts_what_was_answered",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(name="", answered_on__isnull=True, accepted_at__isnull=True),
                name="panel_keeps_nothing_of_who_withdrew",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.case}"

    @property
    def is_open(self) -> bool:
        """Whether the link still leads somewhere."""
        return self.withdrawn_at is None and (self.answered_on is not None or timezone.now() < self.expires_at)


class PanelReply(models.Model):
    """What a panellist would choose at one decision, and why."""

    declaration = Declaration(
        purpose="what a real panellist would choose in a case, and why",
        retention="until the panellist withdraws; what an edition shows stays in that edition, without a name",
        export="none: a panellist has no account; their own link shows it",
        erasure="deleted when the panellist withdraws",
    )

    invitation = models.ForeignKey(PanelInvitation, models.CASCADE, related_name="replies")
    scene = models.TextField()
    choice = models.TextField()
    reason = models.TextField(max_length=1500)

    class Meta:
        verbose_name = _("antwoord van een panellid")
        verbose_name_plural = _("antwoorden van panelleden")
        constraints: ClassVar = [models.UniqueConstraint(fields=["invitation", "scene"], name="panel_replies_once")]

    def __str__(self) -> str:
        return f"{self.scene}/{self.choice}"
