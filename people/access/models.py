"""One line for each person, onlooker, kind of page and day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.declarations import Declaration


class What(models.TextChoices):
    """What was looked at or decided. A kind is added with the page that tells of it."""

    PERSON = "person", _("Je rollen bij Mensen bekeken")
    ROLE = "role", _("Een rol van je gegeven, beëindigd of verplaatst")
    TEAM = "team", _("Je regel op de pagina van je teamleider bekeken")
    PLAN = "plan", _("Over je programma beslist: een dag, een vrijstelling of een nieuw programma")


class Access(models.Model):
    """That somebody looked on a day. Several times on one day are one line: it says who and what, not how they work."""

    declaration = Declaration(
        purpose="showing somebody who in the organisation looked at what is kept about them, or decided about it",
        retention="one year",
        export="access log",
        erasure="deleted with the account; the name of who looked goes with theirs",
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    day = models.DateField()

    class Meta:
        app_label = "people"
        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [models.Index(fields=["day"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "by", "what", "day"], name="access_once_a_day"),
            models.CheckConstraint(condition=Q(what__in=What.values), name="access_of_a_known_kind"),
            models.CheckConstraint(condition=Q(by__isnull=True) | ~Q(by=F("user")), name="access_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what} {self.day:%Y-%m-%d}"
