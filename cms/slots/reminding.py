"""Reminding an organisation's administrators of the local texts whose date comes."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models import LocalText
from people.models import Membership, Role
from people.reminders import sources
from people.reminders.sources import Due
from people.viewer import running


def register() -> None:
    """Tell of it."""
    sources.register("local-text", texts_due)


def texts_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """What is published and has to be looked at again, with the name of who keeps it."""
    admins = defaultdict(set)
    roles = Membership.objects.filter(running(today), user__in=people, role=Role.ADMIN)
    for user, organisation in roles.values_list("user", "organisation"):
        admins[organisation].add(user)
    rows = LocalText.objects.filter(organisation__in=admins, live=True, review_by__lte=until)
    for row in rows.select_related("slot"):
        words = _("‘%(slot)s’ opnieuw nakijken, bijgehouden door %(owner)s")
        for user in sorted(admins[row.organisation_id]):
            yield Due(
                user=user,
                number=str(row.uuid),
                due_on=row.review_by,
                words=words % {"slot": row.slot.title, "owner": row.owner},
                path=reverse("wagtailsnippets_cms_localtext:edit", args=[row.pk]),
            )
