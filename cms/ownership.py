"""Whose content it is: the core's (no organisation) or one organisation's."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class OwnedQuerySet(models.QuerySet[Any]):
    """Content scoped by who asks."""

    def readable_by(self, organisation_id: int | None) -> "OwnedQuerySet":
        """The core's and the organisation's own; for somebody without an organisation the core's alone."""
        core = Q(organisation__isnull=True)
        return self.filter(core | Q(organisation_id=organisation_id) if organisation_id else core)


def once_per_owner(*fields: str, name: str, condition: Q | None = None) -> list[models.UniqueConstraint]:
    """Two constraints that keep `fields` unique in each organisation, and in the core: it has none, and every NULL is another."""
    given = condition or Q()
    core = models.UniqueConstraint(
        fields=list(fields), condition=given & Q(organisation__isnull=True), name=f"{name}_in_core"
    )
    return [core, models.UniqueConstraint(fields=["organisation", *fields], condition=condition, name=name)]


class Owned(models.Model):
    """A row that belongs to the core or to one organisation."""

    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("eigenaar"),
        help_text=_("Leeg: de landelijke kern. Alleen de kernredactie kan die wijzigen."),
    )

    class Meta:
        abstract = True

    def owner_name(self) -> str:
        """Whose it is, in words."""
        return self.organisation.name if self.organisation else gettext("Landelijke kern")
