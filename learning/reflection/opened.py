"""When somebody opened a text that was shared with them, for its owner's log of who looked."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.reflection.models import Opening
from people.access import sources
from people.access.sources import Look


def register() -> None:
    """Tell of it."""
    sources.register("shares", opened)


def opened(user_id: int, since: date) -> Iterator[Look]:
    """Once for each day and person. One statement."""
    rows = Opening.objects.filter(share__entry__user=user_id, at__date__gte=since).select_related("share__person")
    seen = {(timezone.localdate(row.at), str(row.share.person)) for row in rows.order_by("at")}
    for day, name in sorted(seen):
        yield Look(day=day, what=_("Een tekst die jij deelde, geopend"), name=name)
