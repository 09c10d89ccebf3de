"""Sealing and opening the words of this room, each bound to its table, column and row."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from learning.reflection.models import DIMENSIONS, Comment, Draft, Entry, Intention
from people.keys import vault
from people.models import User
from people.refusal import Refused


@dataclass(frozen=True)
class Words:
    """What an entry says: its text, and what was written at the dimensions (by name, only those with words)."""

    text: str
    dimensions: Mapping[str, str] = field(default_factory=dict)

    @property
    def everything(self) -> str:
        """All of it, to search in."""
        return "\n".join((self.text, *self.dimensions.values()))


@dataclass(frozen=True)
class Resolve:
    """The two halves of an intention, and how it went in words."""

    when: str
    then: str
    outcome: str = ""


def seal(text: str, place: str, *, by: User) -> bytes:
    """A text, sealed for its writer. Raises Refused when there is no key to seal it under; then nothing was kept."""
    try:
        return vault.seal(by.uuid, text, place=place)
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _("Je tekst kan nu niet veilig worden bewaard. Er is niets bewaard; je tekst staat er nog.")
        ) from fault


def of_entry(entry: uuid.UUID) -> str:
    return f"reflection.entry:{entry}"


def of_dimensions(entry: uuid.UUID) -> str:
    return f"reflection.entry.dimensions:{entry}"


def of_draft(draft: uuid.UUID) -> str:
    return f"reflection.draft:{draft}"


def of_intention(intention: uuid.UUID) -> str:
    return f"reflection.intention:{intention}"


def of_outcome(intention: uuid.UUID) -> str:
    return f"reflection.intention.outcome:{intention}"


def of_comment(comment: uuid.UUID) -> str:
    return f"reflection.comment:{comment}"


def seal_dimensions(entry: uuid.UUID, given: Mapping[str, str], *, by: User) -> bytes | None:
    """What was written at the dimensions, sealed; None when nothing was."""
    written = {name: given[name] for name in DIMENSIONS if given.get(name, "").strip()}
    return seal(json.dumps(written), of_dimensions(entry), by=by) if written else None


def seal_resolve(intention: uuid.UUID, when: str, then: str, *, by: User) -> bytes:
    return seal(json.dumps({"when": when, "then": then}), of_intention(intention), by=by)


class Reader:
    """Opens the words that one person wrote: their key is fetched once, however many texts follow. Each method raises vault.Unreadable."""

    def __init__(self, person: uuid.UUID) -> None:
        self._person = person

    @cached_property
    def _open(self) -> Callable[[bytes | memoryview, str], str]:
        return vault.opener(self._person)

    def entry(self, entry: Entry) -> Words:
        sealed = entry.sealed_dimensions
        dimensions = json.loads(self._open(sealed, of_dimensions(entry.pk))) if sealed is not None else {}
        return Words(self._open(entry.sealed, of_entry(entry.pk)), dimensions)

    def draft(self, draft: Draft) -> dict[str, str]:
        return dict(json.loads(self._open(draft.sealed, of_draft(draft.pk))))

    def intention(self, intention: Intention) -> Resolve:
        halves = json.loads(self._open(intention.sealed, of_intention(intention.pk)))
        outcome = intention.sealed_outcome
        said = self._open(outcome, of_outcome(intention.pk)) if outcome is not None else ""
        return Resolve(halves["when"], halves["then"], said)

    def comment(self, comment: Comment) -> str:
        return self._open(comment.sealed, of_comment(comment.pk))
