"""What this room holds on somebody: the lines of their dossier, their register, what they confirmed, and their certificates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.dossier import queries
from learning.dossier.certificates import queries as certified
from learning.dossier.certificates.signing import address
from learning.dossier.models import Confirmation, Kind, Registration
from learning.dossier.queries import Line
from people import erasure, holdings
from people.models import Organisation, User

NOT_OPENED = "(kan niet worden geopend: de sleutel is er niet meer)"


def register() -> None:
    """Tell of the sections of this room, and that organisations have keys too: what they sign with is sealed under them."""
    holdings.register(
        "dossier",
        _("Dossier"),
        dossier,
        tables=frozenset(f"dossier.{name}" for name in ("Activity", "OwnActivity", "Registration", "Confirmation")),
        why=_(
            "Om te laten zien hoeveel tijd je besteedde, en wat je register vraagt. Dag, minuten en werkwijze; nooit wat je schreef."
        ),
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


def dossier(user: User) -> dict[str, Any]:
    """Every line, also those that are read from what still stands; one's register; and what one said of colleagues."""
    return {
        "regels": [_line(one) for one in queries.activities(user.pk)],
        "register": _registration(user),
        "wat_je_bevestigde": [
            {
                "voor": one.user.get_full_name(),
                "soort": str(Kind(one.kind).label),
                "op": f"{one.on}",
                "gevraagd_op": f"{one.asked_on}",
                "antwoord": one.get_answer_display(),
                "met_je_naam": one.named,
            }
            for one in Confirmation.objects.filter(peer=user).select_related("user")
        ],
    }


def _line(one: Line) -> dict[str, Any]:
    return {
        "op": f"{one.on}",
        "minuten": one.minutes,
        "soort": str(one.kind.label),
        "werkwijze": one.method if one.opens else NOT_OPENED,
        "met": one.with_whom,
        "begeleider": one.facilitator,
        "deelnemers": one.people,
        "niemand_gaf_leiding": one.no_hierarchy,
        "bewijs": one.evidence,
        "bevestigd_door": one.confirmed,
        "met_naam": list(one.named),
        "nog_niet_bevestigd": one.waiting,
    }


def _registration(user: User) -> dict[str, Any] | None:
    row = Registration.objects.filter(user=user).first()
    if row is None:
        return None
    return {"register": row.register, "sinds": f"{row.since}", "tot_en_met": f"{row.until}" if row.until else None}


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
