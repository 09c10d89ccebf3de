"""Who someone is: the account, the organisation, the team, and the role between them."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration
from people.reminders.models import Often
from people.retention.terms import ACCOUNT, MEMBERSHIP


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account. Without a password nobody can sign in to it until one is set."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a platform administrator."""
        return self.create_user(email, password, **(fields | {"is_superuser": True}))


class Profession(models.TextChoices):
    """Beroepsgroep: passages of a lesson may differ by it."""

    YOUTH_AND_FAMILY = "jeugd-en-gezinsprofessional", _("Jeugd- en gezinsprofessional")
    BEHAVIOURAL_SCIENTIST = "gedragswetenschapper", _("Gedragswetenschapper")
    SOCIAL_WORKER = "maatschappelijk-werker", _("Maatschappelijk werker")
    YOUTH_DOCTOR = "jeugdarts", _("Jeugdarts")
    YOUTH_NURSE = "jgz-verpleegkundige", _("Jeugdverpleegkundige (JGZ)")
    YOUTH_WORKER = "jongerenwerker", _("Jongerenwerker")
    PARENTING_SUPPORT = "opvoedondersteuner", _("Opvoedondersteuner")
    PRACTICE_SUPPORT = "praktijkondersteuner", _("Praktijkondersteuner")


class Theme(models.TextChoices):
    """Light, dark, or what the device says."""

    AUTO = "auto", _("Zoals mijn apparaat")
    LIGHT = "light", _("Licht")
    DARK = "dark", _("Donker")


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `is_superuser` marks a platform administrator; every other right follows from a membership."""

    declaration = Declaration(
        purpose="sign-in and being addressed by name",
        retention="after the last role ended and nothing else holds it, with a notice of 30 days",
        export="profile",
        erasure="row deleted; records with it",
        term=ACCOUNT,
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True)
    first_name = models.CharField(_("voornaam"), max_length=80)
    last_name = models.CharField(_("achternaam"), max_length=120, blank=True)
    profession = models.CharField(_("beroepsgroep"), max_length=40, choices=Profession.choices, blank=True)
    first_day = models.DateField(_("eerste werkdag"), null=True, blank=True)
    theme = models.CharField(_("weergave"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    reminders = models.CharField(
        _("mail over wat eraan komt"),
        max_length=6,
        choices=Often.choices,
        default=Often.WEEKLY,
        help_text=_("Een mail noemt alleen wat er is en tot wanneer, nooit wat je schreef."),
    )
    is_active = models.BooleanField(_("actief"), default=True)
    date_joined = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name"]

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("mensen")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name


class Organisation(models.Model):
    """A municipality or another employer of wijkteams. What it owns, no other organisation sees."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("naam"), max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    two_person_approval = models.BooleanField(
        _("publiceren met vier ogen"),
        default=False,
        help_text=_("Wie de laatste wijziging schreef, kan haar niet zelf publiceren."),
    )

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A wijkteam of one organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(_("naam"), max_length=120)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody is to an organisation or a team. Facilitating is a matter of a session, not a role."""

    PROFESSIONAL = "professional", _("Wijkteamprofessional")
    LEAD = "lead", _("Teamleider")
    TRAINER = "trainer", _("Auteur")
    ADMIN = "admin", _("Beheerder van de organisatie")


class Membership(models.Model):
    """One role of one person in one organisation (and team), from a date until it ends. An ended row gives no right."""

    declaration = Declaration(
        purpose="who may see and do what",
        retention="after it ended",
        export="profile",
        erasure="deleted with the account",
        term=MEMBERSHIP,
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("rol"), max_length=20, choices=Role.choices, default=Role.PROFESSIONAL)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "team", "role"],
                condition=Q(ended_on__isnull=True),
                name="membership_role_held_once_per_team",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_on__isnull=True, team__isnull=True),
                name="membership_role_held_once_without_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.team or self.organisation}"


class Departure(models.Model):
    """That an account was deleted, written in the same transaction: the ledger's twin beside the content, and what is still to do.

    `account` is the number that the account had, until its key is destroyed and its name gone from the log (people.erasure).
    """

    declaration = Declaration(
        purpose="destroying the key of who left, also after a crash, and keeping them erased after a restore",
        retention="as long as any backup from before it",
        export="none: the person is gone",
        erasure="holds no more than a random number and a date",
    )

    person = models.UUIDField(primary_key=True)
    account = models.BigIntegerField(null=True)
    left_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.person)


from people.access.models import Access  # noqa: E402, F401  a table of this room with a package of its own
from people.calendars.models import CalendarFeed  # noqa: E402, F401  a table of this room with a package of its own
from people.exports.models import Export  # noqa: E402, F401  as above
from people.invitations.models import Invitation, InvitedList  # noqa: E402, F401  as above
from people.openid.models import Identity  # noqa: E402, F401  as above
from people.retention.models import Farewell, Period  # noqa: E402, F401  as above
