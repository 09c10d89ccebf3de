"""Keeping, changing and deleting the lines of one's own dossier."""

from django.utils.translation import gettext as _

from learning.dossier.models import MOST_MINUTES, Activity
from learning.dossier.queries import written
from learning.reflection.models import Entry
from people.models import User
from people.refusal import Refused


def keep(entry: Entry) -> None:
    """Let the line of an entry stay that is being deleted, inside the caller's transaction. Safe to repeat."""
    line = written(entry.pk, entry.created_at, entry.minutes)
    fields = {"kind": line.kind, "on": line.on, "minutes": line.minutes, "method": line.method}
    Activity.objects.get_or_create(
        user_id=entry.user_id, source=line.source, defaults=fields | {"with_whom": line.with_whom}
    )


def set_minutes(activity: Activity, *, by: User, minutes: int | None) -> None:
    """Say how long a kept line took, or take that back. Safe to repeat."""
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 1440, of laat het leeg."))
    Activity.objects.filter(pk=activity.pk, user=by).update(minutes=minutes)


def delete(activity: Activity, *, by: User) -> None:
    """Delete one's own kept line, truly. Safe to repeat."""
    Activity.objects.filter(pk=activity.pk, user=by).delete()
