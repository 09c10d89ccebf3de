"""What this room holds on somebody: the lines of their dossier."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.dossier import queries
from people import holdings
from people.models import User


def register() -> None:
    """Tell of the section of this room."""
    holdings.register(
        "dossier",
        _("Dossier"),
        lines,
        tables=frozenset({"dossier.Activity"}),
        why=_("Om te laten zien hoeveel tijd je besteedde. Dag, minuten en werkwijze; nooit wat je schreef."),
    )


def lines(user: User) -> list[dict[str, Any]]:
    """Every line, also those that are read from a text that still stands."""
    return [
        {
            "op": f"{one.on}",
            "minuten": one.minutes,
            "soort": str(one.kind.label),
            "werkwijze": str(one.method),
            "met": str(one.with_whom),
        }
        for one in queries.activities(user.pk)
    ]
