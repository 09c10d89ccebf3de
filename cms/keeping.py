"""What of this room goes by itself after a term, and who works for the core without a role in an organisation."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.packages.deliveries import old
from cms.permissions import CORE_GROUP
from people.models import User
from people.retention import farewells
from people.retention.kinds import Fixed, register
from people.retention.sweeping import delete


def told() -> None:
    """Tell of them."""
    register(
        Fixed(
            name="deliveries",
            title=_("Pakketten met lesstof die binnenkomen"),
            long=lambda: _("24 uur"),
            tables=frozenset({"cms.Delivery"}),
            count=lambda: old().count(),
            end=lambda: delete(old()),
        )
    )
    farewells.spare(core_editors)


def core_editors() -> QuerySet[User]:
    """Who writes the core."""
    return User.objects.filter(groups__name=CORE_GROUP)
