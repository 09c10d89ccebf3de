"""Who has a calendar to subscribe to. The address itself is not kept."""

from django.conf import settings
from django.db import models

from people.declarations import Declaration


class CalendarFeed(models.Model):
    """One person's secret address: the SHA-256 digest of its token, so that nobody can read the address here."""

    declaration = Declaration(
        purpose="showing the person's own dates in their own calendar",
        retention="until the person stops it",
        export="calendar",
        erasure="deleted with the account",
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return f"{self.pk}"
