"""What programmes hold on somebody: their rounds, what they asked, and what they signed or decided for others."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.journey.programmes.models import AgreedDate, Exemption, Following, HelpAsked, SignOff
from people import holdings
from people.models import User

_TABLES = ("Following", "Leave", "SignOff", "Exemption", "AgreedDate", "HelpAsked")


def register() -> None:
    """Tell of the section."""
    holdings.register(
        "programmas",
        _("Programma’s"),
        programmes,
        tables=frozenset(f"journey.{name}" for name in _TABLES),
        why=_("Om te weten welk programma je volgt, wat afgesproken is en wie het aftekende."),
    )


def programmes(user: User) -> dict[str, Any]:
    rows = Following.objects.filter(user=user).select_related("programme", "mentor", "given_by")
    asked = HelpAsked.objects.filter(user=user).select_related("taken_up_by").first()
    return {
        "rondes": [_round(one) for one in rows.order_by("first_day", "pk")],
        "hulp_gevraagd": {
            "wat": asked.get_need_display(),
            "op": _day(asked.asked_on),
            "opgepakt_op": _day(asked.taken_up_on),
            "door": str(asked.taken_up_by or ""),
        }
        if asked
        else None,
        "begeleid": [
            {"programma": one.programme.title, "vanaf": _day(one.first_day)}
            for one in Following.objects.filter(mentor=user).select_related("programme").order_by("first_day", "pk")
        ],
        "afgetekend_voor_anderen": [
            _day(one.signed_on) for one in SignOff.objects.filter(signed_by=user).order_by("pk")
        ],
        "beslist_voor_anderen": [
            _day(one.granted_on or one.refused_on) for one in Exemption.objects.filter(decided_by=user).order_by("pk")
        ],
        "dagen_afgesproken_voor_anderen": [
            _day(one.agreed_on) for one in AgreedDate.objects.filter(agreed_by=user).order_by("pk")
        ],
    }


def _round(one: Following) -> dict[str, Any]:
    head = one.line.head
    titles = {step["id"]: step["title"] for step in head.content["steps"]} if head else {}
    return {
        "programma": one.programme.title,
        "ronde": one.number,
        "eerste_dag": _day(one.first_day),
        "begeleider": str(one.mentor or ""),
        "gegeven_door": str(one.given_by or ""),
        "beeindigd_op": _day(one.ended_on),
        "verlof": [{"van": _day(row.first_day), "tot_en_met": _day(row.last_day)} for row in one.leaves.all()],
        "taken": [
            {
                "stap": titles.get(str(row.step), ""),
                "gemeld_op": _day(row.reported_on),
                "afgetekend_op": _day(row.signed_on),
                "door": str(row.signed_by or ""),
                "eerst_bespreken_sinds": _day(row.handed_back_on),
            }
            for row in one.sign_offs.select_related("signed_by").order_by("pk")
        ],
        "vrijstellingen": [
            {
                "stap": titles.get(str(row.step), ""),
                "waarom": row.get_why_display(),
                "gevraagd_op": _day(row.asked_on),
                "gegeven_op": _day(row.granted_on),
                "geweigerd_op": _day(row.refused_on),
                "door": str(row.decided_by or ""),
            }
            for row in one.exemptions.select_related("decided_by").order_by("pk")
        ],
        "afgesproken_dagen": [
            {
                "stap": titles.get(str(row.step), ""),
                "dag": _day(row.due_on),
                "afgesproken_op": _day(row.agreed_on),
                "met": str(row.agreed_by or ""),
            }
            for row in one.agreed_dates.select_related("agreed_by").order_by("pk")
        ],
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
