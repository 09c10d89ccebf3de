"""Telling a colleague, in the mail that goes anyway, that a question waits. Not whose it is, nor what it is about."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from learning.dossier.models import Answer, Confirmation
from learning.dossier.queries import ASKED_FOR
from people.colleagues import together
from people.reminders import sources
from people.reminders.sources import Due


def register() -> None:
    """Tell of it."""
    sources.register("confirmation", questions_due)


def questions_due(today: date, until: date, people: Collection[int]) -> Iterator[Due]:
    """One for everybody for whom something waits, of the day on which it was first asked. One statement."""
    rows = Confirmation.objects.filter(
        together("user", "peer", on=today), peer__in=people, answer=Answer.ASKED, asked_on__gt=today - ASKED_FOR
    )
    first: dict[int, date] = {}
    for peer, asked_on in rows.values_list("peer", "asked_on"):
        first[peer] = min(asked_on, first.get(peer, asked_on))
    path = reverse("dossier:questions")
    for peer, asked_on in first.items():
        words = _("Een collega vraagt of je iets wilt bevestigen")
        yield Due(user=peer, number=str(peer), due_on=asked_on, words=words, path=path)
