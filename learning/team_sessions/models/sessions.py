"""Sessions: what a team reflects on, how long, who leads, and where it is now."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import Edition
from learning.team_sessions.phases import Phase
from learning.team_sessions.recipes import RECIPES, Recipe
from people.declarations import Declaration
from people.models import Team


class State(models.TextChoices):
    """Whether a session is still to come, goes on, or is over."""

    PREPARED = "prepared", _("Voorbereid")
    OPEN = "open", _("Bezig")
    CLOSED = "closed", _("Afgerond")


class Session(models.Model):
    """One reflection of one team, on one of the ten questions (as it was asked that day) or on a case.

    `version` counts every change of its course; who clicks says which version they saw. `last_key` is the key of the last change, so
    that a click whose reply was lost is one click. `round` is what is collected together; it is open while `collecting`.
    Its words (cards, agreements, minutes) are sealed under a key of its own, named by its number, which goes when it goes.
    """

    declaration = Declaration(
        purpose="a team's reflection together: what on, when, and who led it",
        retention="as long as the team chose (12 months unless changed) after it ended; 90 days when it never began",
        export="sessions",
        erasure="name of who led removed, the team's session stays",
    )

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(unique=True, help_text="Made by the client; the same key has one effect.")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    question = models.PositiveSmallIntegerField(null=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    asks = models.TextField(help_text="The question, or the title of the case, as it was that day.")
    minutes = models.PositiveSmallIntegerField(choices=[(total, f"{total}") for total in RECIPES])
    planned_at = models.DateTimeField(null=True)
    gathers_early = models.BooleanField(default=False, help_text="Cards may come in before it begins.")
    moderated = models.BooleanField(default=False, help_text="A facilitator looks at cards before they are shown.")
    rehearsal = models.BooleanField(default=False, help_text="To practise leading; nothing of it is kept.")
    with_lead = models.BooleanField(default=False, help_text="Somebody who leads the team leads it or takes part.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.LOBBY)
    round = models.PositiveSmallIntegerField(default=1)
    collecting = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    last_key = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)
    phase_until = models.DateTimeField(null=True, help_text="When the phase might end; advice, never a limit.")
    closed_at = models.DateTimeField(null=True)
    keep_until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["team", "state"]), models.Index(fields=["keep_until"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="session_state_is_known"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="session_phase_is_known"),
            models.CheckConstraint(condition=Q(minutes__in=list(RECIPES)), name="session_has_a_recipe"),
            models.CheckConstraint(
                condition=Q(question__range=(1, 10)) | Q(question__isnull=True, edition__isnull=False),
                name="session_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at__isnull=True, phase="lobby")
                | Q(state="open", opened_at__isnull=False)
                | Q(state="closed"),
                name="session_opened_when_open",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, keep_until__isnull=False, collecting=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, keep_until__isnull=True)),
                name="session_closed_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"

    @property
    def recipe(self) -> Recipe:
        return RECIPES[self.minutes]


class JoinCode(models.Model):
    """The code with which people come in while a session is open. The code itself is not stored: it follows from `seed` and a secret
    of the site, and is found by its digest. It is in no backup."""

    declaration = Declaration(
        purpose="coming into a session with a code",
        retention="until the session ends",
        export="none: a passing code",
        erasure="names nobody",
        in_backup=False,
    )

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="code")
    seed = models.UUIDField(default=uuid.uuid4)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    locked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.session_id}"


class Keeping(models.Model):
    """How many months a team keeps its sessions after they end; a team without one keeps them for twelve."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    months = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(months__range=(1, 60)), name="keeping_is_a_while"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}"
