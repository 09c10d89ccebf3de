"""What this room holds on somebody: the sessions they led or took part in, and the agreements they see to."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.team_sessions import queries
from learning.team_sessions.models import Agreement, Participation, Session
from people import erasure, holdings
from people.keys import vault
from people.models import User

NOT_OPENED = "(kan niet worden geopend: de sleutel is er niet meer)"


def register() -> None:
    """Tell of the section of this room, and whose keys sessions' keys are."""
    holdings.register(
        "sessies",
        _("Sessies met je team"),
        sessions,
        tables=frozenset({"team_sessions.Session", "team_sessions.Participation", "team_sessions.Agreement"}),
        why=_(
            "Om samen te reflecteren, en om te laten zien dat je erbij was. Wat je zonder naam deelde, weet niemand meer."
        ),
    )
    erasure.keys_of(
        "team_sessions", lambda numbers: Session.objects.filter(pk__in=numbers).values_list("pk", flat=True)
    )


def sessions(user: User) -> dict[str, Any]:
    """Led, joined, agreed. Of a session: team, day and question; never a card."""
    joined = Participation.objects.filter(user=user).select_related("session__team").order_by("joined_at")
    return {
        "begeleid": [_session(one) for one in Session.objects.filter(facilitators=user).select_related("team")],
        "meegedaan": [_session(one.session) | {"sinds": one.joined_at.isoformat()} for one in joined],
        "afspraken": [_agreement(one) for one in Agreement.objects.filter(owner=user)],
    }


def _session(session: Session) -> dict[str, Any]:
    day = timezone.localdate(session.opened_at or session.planned_at or session.created_at)
    return {
        "op": day.isoformat(),
        "team": session.team.name,
        "over": session.asks,
        "stand": session.get_state_display(),
        "oefensessie": session.rehearsal,
    }


def _agreement(row: Agreement) -> dict[str, Any]:
    try:
        (one,) = queries.agreements(Agreement.objects.filter(pk=row.pk))
        said = {"als": one.when, "dan": one.then}
    except vault.Unreadable:
        said = {"als": NOT_OPENED, "dan": NOT_OPENED}
    return said | {"voor": row.due_on.isoformat(), "stand": row.get_standing_display()}
