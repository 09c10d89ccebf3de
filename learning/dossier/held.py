"""What this room holds on somebody: the lines of their dossier, and their certificates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.dossier import queries
from learning.dossier.certificates import queries as certified
from learning.dossier.certificates.signing import address
from people import erasure, holdings
from people.models import Organisation, User


def register() -> None:
    """Tell of the sections of this room, and that organisations have keys too: what they sign with is sealed under them."""
    holdings.register(
        "dossier",
        _("Dossier"),
        lines,
        tables=frozenset({"dossier.Activity"}),
        why=_("Om te laten zien hoeveel tijd je besteedde. Dag, minuten en werkwijze; nooit wat je schreef."),
    )
    holdings.register(
        "certificaten",
        _("Certificaten"),
        certificates,
        tables=frozenset({"dossier.Certificate"}),
        why=_("Om anderen te laten zien wat je afrondde, als jij dat wilt."),
    )
    erasure.keys_of(
        "dossier", lambda numbers: Organisation.objects.filter(uuid__in=numbers).values_list("uuid", flat=True)
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


def certificates(user: User) -> list[dict[str, Any]]:
    """What each says, how it stands, and where others check it."""
    return [
        {
            "module": one.module,
            "editie": one.edition,
            "op_naam_van": one.name,
            "uitgegeven_door": one.issuer,
            "uitgegeven_op": one.issued_at.isoformat(),
            "afgerond_op": one.completed_on.isoformat(),
            "geldig_tot_en_met": one.expires_on.isoformat() if one.expires_on else None,
            "stand": str(one.word),
            "waarom_ingetrokken": str(one.why),
            "controlepagina": address("certificates:check", one.code),
        }
        for one in certified.own(user.pk)
    ]
