"""What was found at addresses on other sites that lessons lead to. Names nobody; empty unless the site looks outside."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_ADDRESS_OUTSIDE = 500
"""Characters. A longer address is not looked at."""


class OutsideLink(models.Model):
    """One address elsewhere, and what was wrong when it was last looked at; an empty fault is well."""

    address = models.CharField(max_length=MAX_ADDRESS_OUTSIDE, unique=True)
    fault = models.CharField(max_length=120, blank=True)
    looked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("link naar buiten")
        verbose_name_plural = _("links naar buiten")
        ordering: ClassVar = ["address"]

    def __str__(self) -> str:
        return self.address
