"""The demo's dossier of Asha: a register, some training and intervision by hand, and a colleague's word."""

import uuid
from datetime import date, timedelta

from django.utils import timezone

from learning.dossier import actions
from learning.dossier.actions import Facts
from learning.dossier.models import Confirmation, Kind, OwnActivity, Registration
from learning.dossier.words import Words
from learning.team_sessions.queries import attended
from people.demo import demo_user

_KEYS = uuid.UUID("0f6c1f0e-8a53-5a0c-9d3e-3c1f5a7f2207")
_LINES = (
    (Kind.TRAINING, 400, 360, None, False, "Motiverende gespreksvoering, basis", "Bureau Voorbeeld", "Certificaat in mijn map"),
    (Kind.CONGRESS, 290, 300, None, False, "Studiedag veilig opgroeien", "Gemeente Voorbeeldstad", ""),
    (Kind.INTERVISION, 150, 90, 6, True, "Incidentmethode", "Farah El Idrissi", ""),
    (Kind.INTERVISION, 94, 90, 5, False, "Incidentmethode", "Farah El Idrissi", ""),
    (Kind.SUPERVISION, 40, 60, 2, True, "Supervisie, gesprek 3 van 8", "Een supervisor van buiten", "Verklaring komt na gesprek 8"),
)  # fmt: skip


def make_dossiers() -> list[str]:
    """Make what is missing. Answers what was made, in words."""
    asha, ben, today = demo_user("asha"), demo_user("ben"), timezone.localdate()
    if Registration.objects.filter(user=asha).exists():
        return []
    actions.register("skj", since=date(today.year - 2, 3, 1), until=None, by=asha)
    for number, (kind, days, minutes, people, no_hierarchy, method, by_whom, evidence) in enumerate(_LINES):
        day = today - timedelta(days=days)
        facts = Facts(kind=kind, on=day, minutes=minutes, people=people, no_hierarchy=no_hierarchy)
        actions.add(uuid.uuid5(_KEYS, f"{number}"), facts, Words(method, by_whom, evidence), by=asha)
    for session in attended(asha):
        kept = actions.keep_session(session.session, by=asha, minutes=session.minutes, no_hierarchy=True)
        asked = actions.ask(kept.source, ben.uuid, by=asha)
        actions.answer(asked.pk, by=ben, took_part=True, named=True)
    first = OwnActivity.objects.get(user=asha, key=uuid.uuid5(_KEYS, "2"))
    for colleague, named in ((demo_user("farah"), True), (demo_user("noor"), False)):
        asked = actions.ask(first.pk, colleague.uuid, by=asha)
        actions.answer(asked.pk, by=colleague, took_part=True, named=named)
    waiting = OwnActivity.objects.get(user=asha, key=uuid.uuid5(_KEYS, "3"))
    actions.ask(waiting.pk, ben.uuid, by=asha)
    return [
        f"dossier van {asha.get_full_name()}, met {Confirmation.objects.filter(user=asha).count()} vragen aan collega’s"
    ]
