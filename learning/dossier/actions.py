"""Keeping, changing and deleting the lines of one's own dossier."""

from uuid import UUID

from django.utils.translation import gettext as _

from learning.dossier.models import MOST_MINUTES, Activity, Kind
from learning.dossier.queries import written
from learning.reflection.models import Entry
from learning.team_sessions.queries import attended
from people.models import User
from people.refusal import Refused


def keep(entry: Entry) -> None:
    """Let the line of an entry stay that is being deleted, inside the caller's transaction. Safe to repeat."""
    line = written(entry.pk, entry.created_at, entry.minutes)
    fields = {"kind": line.kind, "on": line.on, "minutes": line.minutes, "method": line.method}
    Activity.objects.get_or_create(
        user_id=entry.user_id, source=line.source, defaults=fields | {"with_whom": line.with_whom}
    )


def keep_session(session: UUID, *, by: User, minutes: int, no_hierarchy: bool) -> Activity:
    """Write a session that one took part in down as one's own activity. Safe to repeat: what is confirmed last stands.

    `no_hierarchy`: its owner confirms that nobody there leads them. Only then, and only in company, is it a candidate for reflection
    hours. Raises Refused.
    """
    found = next((one for one in attended(by) if one.session == session), None)
    if found is None:
        raise Refused(_("Aan deze sessie deed je niet mee, of ze is nog niet afgerond."))
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 1440."))
    is_candidate = no_hierarchy and not found.with_lead and found.people > 1
    line = {
        "kind": Kind.CANDIDATE if is_candidate else Kind.SESSION,
        "on": found.on,
        "minutes": minutes,
        "method": _("Teamreflectie, werkvorm van %(minutes)s minuten") % {"minutes": found.recipe},
        "with_whom": _("%(team)s, %(people)s deelnemers") % {"team": found.team, "people": found.people},
    }
    return Activity.objects.update_or_create(user=by, source=session, defaults=line)[0]


def set_minutes(activity: Activity, *, by: User, minutes: int | None) -> None:
    """Say how long a kept line took, or take that back. Safe to repeat."""
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 1440, of laat het leeg."))
    own = Activity.objects.filter(pk=activity.pk, user=by)
    if minutes is None:
        own.filter(kind=Kind.CANDIDATE).update(kind=Kind.SESSION, minutes=None)
    own.update(minutes=minutes)


def delete(activity: Activity, *, by: User) -> None:
    """Delete one's own kept line, truly. Safe to repeat."""
    Activity.objects.filter(pk=activity.pk, user=by).delete()
