"""What this room holds on somebody with an account: whom they asked for a panel. What panellists answered is theirs, by their own link."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases_library.models import PanelInvitation
from people import holdings
from people.held import moment
from people.models import User


def register() -> None:
    """Tell of the section of this room."""
    holdings.register(
        "panels",
        _("Wie je uitnodigde voor een panel"),
        invitations,
        tables=frozenset({"cases_library.PanelInvitation"}),
        why=_("Om te weten wie een panellid vroeg. De antwoorden zijn van het panellid."),
    )


def invitations(user: User) -> list[dict[str, Any]]:
    rows = PanelInvitation.objects.filter(invited_by=user).select_related("case").order_by("invited_at", "pk")
    return [{"casus": one.case.title, "rol": one.role, "op": moment(one.invited_at)} for one in rows]
