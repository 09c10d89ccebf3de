"""Reminding people of their own steps. A lead hears of a step only when its owner was told of it, and a week went by."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.journey.programmes.models import Following, SignOff
from learning.journey.programmes.queries import ways
from people.colleagues import together
from people.models import Membership
from people.reminders import sources
from people.reminders.sources import Due
from people.viewer import running

SOURCE = "step"


def register() -> None:
    """Tell of it."""
    sources.register(SOURCE, steps_due)
    sources.register("sign", signatures_due)


def steps_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """What people who belong to an organisation now can do, and is due by that day; never what is done, exempt, waiting or not open."""
    here = Membership.objects.filter(running(today), user=OuterRef("user"))
    rows = Following.objects.filter(Exists(here), user__in=people, ended_on__isnull=True)
    for way in ways(list(rows.select_related("line", "programme", "mentor")), today):
        path = reverse("programmes:way", args=[way.following.pk])
        for one in way.stands:
            if one.is_asked and one.step.required and one.due_on is not None and one.due_on <= until:
                yield Due(
                    user=way.following.user_id,
                    number=f"{way.following.pk}.{one.step.id}",
                    due_on=one.due_on,
                    words=_("Uit je programma: %(title)s") % {"title": one.step.title},
                    path=path,
                )


def signatures_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """That a task waits for the signature of one of these people, who mentor. Nobody is named."""
    waiting = SignOff.objects.filter(
        together("following__user", "following__mentor", on=today),
        following__mentor__in=people,
        following__ended_on__isnull=True,
        reported_on__isnull=False,
        signed_on__isnull=True,
    )
    for mentor, number, step, day in waiting.values_list("following__mentor", "following", "step", "reported_on"):
        if day is not None and mentor is not None:
            yield Due(
                user=mentor,
                number=f"{number}.{step}",
                due_on=day,
                words=_("Een taak van een collega die jij begeleidt, wacht op je handtekening"),
                path=reverse("programmes:mentor"),
            )
