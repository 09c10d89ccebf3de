"""The one row that the bare save inserts."""

from django.conf import settings
from django.db import models


class Saved(models.Model):
    """As much as an answer needs to be found again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    response = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return str(self.key)
