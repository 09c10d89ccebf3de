"""Sealing and opening the words of a session, under the session's own key: they belong to the team, and go with the session."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from learning.team_sessions.models import Agreement, Card, Minutes, Poll, Session, Slip
from people.keys import vault
from people.refusal import Refused


class PollWords(NamedTuple):
    """The question of a poll, its choices, and what is said with it. The names are those under which it is sealed."""

    asks: str
    choices: list[str]
    about: str = ""


@dataclass(frozen=True)
class Resolve:
    """The two halves of an agreement."""

    when: str
    then: str


def seal(session: uuid.UUID, text: str, place: str) -> bytes:
    """A text, sealed for a session. Raises Refused when there is no key to seal it under; then nothing was kept."""
    try:
        return vault.seal(session, text, place=place)
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _("De tekst kan nu niet veilig worden bewaard. Er is niets bewaard; je tekst staat er nog.")
        ) from fault


def of_slip(slip: uuid.UUID) -> str:
    return f"team_sessions.slip:{slip}"


def of_card(card: uuid.UUID) -> str:
    return f"team_sessions.card:{card}"


def of_agreement(agreement: uuid.UUID) -> str:
    return f"team_sessions.agreement:{agreement}"


def of_minutes(session: uuid.UUID) -> str:
    return f"team_sessions.minutes:{session}"


def of_poll(poll: uuid.UUID) -> str:
    return f"team_sessions.poll:{poll}"


def seal_poll(session: uuid.UUID, poll: uuid.UUID, words: PollWords) -> bytes:
    return seal(session, json.dumps(words._asdict()), of_poll(poll))


def seal_minutes(session: uuid.UUID, held: dict[str, list[dict[str, Any]]]) -> bytes:
    return seal(session, json.dumps(held), of_minutes(session))


def seal_resolve(session: uuid.UUID, agreement: uuid.UUID, words: Resolve) -> bytes:
    return seal(session, json.dumps({"when": words.when, "then": words.then}), of_agreement(agreement))


class Reader:
    """Opens the words of one session: its key is fetched once, however many texts follow. Each method raises vault.Unreadable."""

    def __init__(self, session: Session | uuid.UUID) -> None:
        self._session = session.pk if isinstance(session, Session) else session

    @cached_property
    def _open(self) -> Callable[[bytes | memoryview, str], str]:
        return vault.opener(self._session)

    def slip(self, slip: Slip) -> str:
        return self._open(slip.sealed, of_slip(slip.pk))

    def card(self, card: Card) -> str:
        return self._open(card.sealed, of_card(card.pk))

    def agreement(self, agreement: Agreement) -> Resolve:
        halves = json.loads(self._open(agreement.sealed, of_agreement(agreement.pk)))
        return Resolve(halves["when"], halves["then"])

    def poll(self, poll: Poll) -> PollWords:
        return PollWords(**json.loads(self._open(poll.sealed, of_poll(poll.pk))))

    def minutes(self, minutes: Minutes) -> dict[str, list[dict[str, Any]]]:
        """`cards` and `polls`; minutes from before polls were kept in them hold cards alone."""
        held = json.loads(self._open(minutes.sealed, of_minutes(minutes.pk)))
        return held if isinstance(held, dict) else {"cards": held, "polls": []}
