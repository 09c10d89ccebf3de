"""What is so of a session's polls, for those at the table and for one browser. Never who chose what, and nothing early."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.team_sessions.codes import digest_of_poll
from learning.team_sessions.models import Poll, PollBallot, Session
from learning.team_sessions.words import Reader
from people.prepared import Prepared


@dataclass(frozen=True)
class Row:
    """One choice, by its place from 1 on. `count`: None while nothing is shown."""

    place: int
    text: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class PollShown:
    """A poll as everybody at the table may see it. `said`: the sentence in the place of a distribution of fewer than four."""

    number: uuid.UUID
    asks: str
    about: str
    open: bool
    rows: tuple[Row, ...]
    votes: int
    said: str

    @property
    def has_distribution(self) -> bool:
        return self.votes > 0


def poll_shown(session: Session) -> PollShown | None:
    """The last poll of a session, open or shown; None when there is none. One statement, and one on the keys where there is a poll.

    Raises vault.Unreadable.
    """
    poll = Poll.objects.filter(session=session).last()
    return _shown(poll) if poll is not None else None


def _shown(poll: Poll) -> PollShown:
    words = Reader(poll.session_id).poll(poll)
    counts = poll.distribution or [None] * len(words.choices)
    few = not poll.open and poll.distribution is None
    return PollShown(
        number=poll.pk,
        asks=words.asks,
        about=words.about,
        open=poll.open,
        rows=tuple(
            Row(place, text, count) for place, (text, count) in enumerate(zip(words.choices, counts, strict=True), 1)
        ),
        votes=sum(poll.distribution or ()),
        said=too_few() if few else "",
    )


def too_few() -> str:
    """What stands in the place of fewer than four votes."""
    return _("Te weinig antwoorden om te tonen. Bespreek het hardop.")


@dataclass(frozen=True)
class OwnChoice:
    """What one browser chose in the open poll, and the key of that write."""

    place: int
    key: uuid.UUID


def own_choice(poll: PollShown | None, token: str) -> OwnChoice | None:
    """What the browser with this token chose; None when it did not, and once the poll is closed. One statement while one is open."""
    if poll is None or not poll.open or not token:
        return None
    found = PollBallot.objects.filter(ticket=digest_of_poll(poll.number, token)).first()
    return OwnChoice(found.choice, found.key) if found and found.choice and found.key else None


def key_of_own(session: Session, token: str) -> uuid.UUID | None:
    """The key of what this browser chose in the open poll, by which its screen is known to be the same. Two statements at most."""
    opened = _OPEN.rows(session=session.pk)
    if not opened:
        return None
    found = _CHOSEN.rows(ticket=digest_of_poll(opened[0][0], token))
    return found[0][0] if found else None


_OPEN = Prepared(
    lambda session: Poll.objects.filter(session=session, open=True).values_list("pk"), session=uuid.UUID(int=71717171)
)
_CHOSEN = Prepared(lambda ticket: PollBallot.objects.filter(ticket=ticket).values_list("key"), ticket="a-sample-digest")


def votes_in(session: Session) -> int:
    """How many chose in the open poll, for who leads alone; 0 when none is open."""
    return PollBallot.objects.filter(poll__session=session, poll__open=True, choice__isnull=False).count()
