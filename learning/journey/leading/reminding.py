"""Telling who leads a team, in the mail they get anyway: that somebody asked for help, and what is past its day since a week.

Of what is past its day a lead hears nothing that its owner was not told in a mail that was sent, a week ago at least. Nobody is named.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.journey.programmes.queries import Late, TeamPage, team_pages
from learning.journey.programmes.reminding import SOURCE as STEPS
from people.models import Membership, Role
from people.reminders import sources
from people.reminders.models import Reminder
from people.reminders.sources import Due
from people.viewer import running

AFTER = timedelta(days=7)
"""Between telling the owner and telling who leads."""


def register() -> None:
    """Tell of it."""
    sources.register("team", team_due)


def team_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """For who leads: a line for each thing that is new on the page of a team. As many statements for one team as for all."""
    rows = Membership.objects.filter(running(today), user__in=people, role=Role.LEAD, team__isnull=False)
    led = list(rows.select_related("team").order_by("team", "user"))
    pages = team_pages({one.team_id for one in led if one.team_id is not None}, today)
    told = _told(pages.values())
    for one in led:
        if one.team is None:
            continue
        page = pages[one.team.pk]
        for due_on, number in (*_asked(page), *_late(page, told)):
            yield Due(
                user=one.user_id,
                number=number,
                due_on=due_on,
                words=_("Op je pagina van %(team)s staat iets nieuws") % {"team": one.team.name},
                path=reverse("leading:team", args=[one.team.uuid]),
            )


def _asked(page: TeamPage) -> Iterator[tuple[date, str]]:
    for one in page.asked:
        if one.taken_up_on is None:
            yield one.asked_on, f"asked.{one.uuid}"
    for other in page.exempting:
        yield other.asked_on, f"exempting.{other.following}.{other.step}"


def _key(one: Late) -> str:
    """Under which the mail to its owner is remembered, from the day on which it was due."""
    return f"{STEPS}:{one.following}.{one.step}:{one.due_on}:now"


def _told(pages: Iterable[TeamPage]) -> frozenset[str]:
    """What was told to its owner, in a mail that was sent a week ago at least. One statement."""
    keys = [_key(one) for page in pages for one in page.late]
    long_ago = timezone.now() - AFTER
    return frozenset(Reminder.objects.filter(key__in=keys, digest__sent_at__lte=long_ago).values_list("key", flat=True))


def _late(page: TeamPage, told: frozenset[str]) -> Iterator[tuple[date, str]]:
    for one in page.late:
        if _key(one) in told:
            yield one.due_on + AFTER, f"late.{one.following}.{one.step}"
