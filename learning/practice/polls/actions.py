"""Voting in a poll of a lesson. Rows are locked in one order: one's own, then the count."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.editions.memory import LoadedEdition
from learning.practice.models import PollCount, PollTaken, PollTicket, PollVote
from people import small_numbers
from people.models import User
from people.refusal import Conflict, Refused

_OURS = "learning.practice.polls"


@dataclass(frozen=True)
class Poll:
    """One poll, as a reader in one organisation meets it."""

    lesson: LoadedEdition
    block: str
    unnamed: bool
    choices: frozenset[str]
    organisation_id: int

    @property
    def place(self) -> dict[str, Any]:
        return {"line_id": self.lesson.line_id, "block": self.block}


def poll_of(lesson: LoadedEdition, block: dict[str, Any], organisation_id: int | None) -> Poll:
    """The poll in this block of a lesson. Raises Refused for who belongs to no organisation: there is nothing to count their vote in."""
    if organisation_id is None:
        raise Refused(_("Je hoort nu bij geen organisatie. Je stem kan nergens meetellen; er is niets bewaard."))
    choices = frozenset(choice["id"] for choice in block["choices"])
    return Poll(lesson, block["id"], block["unnamed"], choices, organisation_id)


def vote(poll: Poll, choice: str, *, by: User, key: uuid.UUID, over: uuid.UUID | None) -> None:
    """Vote under one's name, or anew: `over` is the key of the vote that was seen. The same key has one effect.

    Raises Refused; Conflict when another window voted meanwhile, and for another choice under the same key.
    """
    _check_choice(poll, choice)
    try:
        with transaction.atomic():
            _vote(poll, choice, by=by, key=key, over=over)
    except IntegrityError:  # another window was first
        with transaction.atomic():
            _vote(poll, choice, by=by, key=key, over=over)


def _vote(poll: Poll, choice: str, *, by: User, key: uuid.UUID, over: uuid.UUID | None) -> None:
    kept = PollVote.objects.select_for_update().filter(user=by, **poll.place).first()
    if kept is not None:
        _vote_anew(poll, kept, choice, key=key, over=over)
        return
    if over is not None:
        raise Conflict(_("Je stem staat er niet meer. Er is niets bewaard. Kies opnieuw."))
    made = {"key": key, "lesson_id": poll.lesson.pk, "organisation_id": poll.organisation_id, "choice": choice}
    PollVote.objects.create(user=by, **poll.place, **made)
    _count(poll, choice)


def _vote_anew(poll: Poll, kept: PollVote, choice: str, *, key: uuid.UUID, over: uuid.UUID | None) -> None:
    if kept.key == key:
        if kept.choice != choice:
            raise Conflict(_("Met dit formulier is al een andere keuze bewaard. Kies opnieuw."))
        return
    if kept.key != over:
        raise Conflict(
            _("Je stemde intussen in een ander venster. Die stem staat. Kijk wat er nu staat en kies opnieuw.")
        )
    former, kept.choice, kept.key, kept.lesson_id = kept.choice, choice, key, poll.lesson.pk
    kept.save(update_fields=["choice", "key", "lesson", "voted_at"])
    row = PollCount.objects.select_for_update().get(organisation_id=kept.organisation_id, unnamed=False, **poll.place)
    row.counts[former] = row.counts.get(former, 0) - 1
    row.counts[choice] = row.counts.get(choice, 0) + 1
    row.save(update_fields=["counts"])


def vote_unnamed(poll: Poll, choice: str, *, by: User) -> None:
    """Vote without a name: first, in a transaction of its own, that one takes part; then, in another that knows nobody, the vote.

    Whoever lost the reply asks again: one vote counts, the first that came through, and it stands. Raises Refused.
    """
    _check_choice(poll, choice)
    digest = _digest(poll, by)
    try:
        with transaction.atomic():
            PollTaken.objects.create(user=by, **poll.place)
            PollTicket.objects.create(digest=digest)
    except IntegrityError:  # they took part already; their vote may still be to come
        pass
    _give(poll, choice, digest)


def _give(poll: Poll, choice: str, digest: str) -> None:
    """Use up a ticket and count a vote. Nothing here knows whose it is, and nothing of the ticket stays."""
    with transaction.atomic():
        if PollTicket.objects.filter(digest=digest).delete()[0]:
            _count(poll, choice)


def _digest(poll: Poll, by: User) -> str:
    """The ticket of a person in a poll. It tells the site that a vote is still to come, and nothing of the vote."""
    return salted_hmac(_OURS, f"{poll.lesson.line_id} {poll.block} {by.uuid.hex}", algorithm="sha256").hexdigest()


def _check_choice(poll: Poll, choice: str) -> None:
    if not choice:
        raise Refused(_("Kies eerst een van de keuzes. Er is niets bewaard."))
    if choice not in poll.choices:
        raise Refused(_("Deze keuze staat er niet meer bij. Er is niets bewaard. Kies opnieuw."))


def _count(poll: Poll, choice: str) -> None:
    """Add a first vote; at every fifth it is looked whether the spread may be shown anew. Changes never cause that."""
    key = {**poll.place, "unnamed": poll.unnamed, "organisation_id": poll.organisation_id}
    row = PollCount.objects.select_for_update().filter(**key).first()
    if row is None:
        PollCount.objects.bulk_create([PollCount(**key)], ignore_conflicts=True)
        row = PollCount.objects.select_for_update().get(**key)
    row.counts[choice] = row.counts.get(choice, 0) + 1
    if small_numbers.may_show_anew(row.counts, row.shown):
        row.shown = dict(row.counts)
    row.save(update_fields=["counts", "shown"])
