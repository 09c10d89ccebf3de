"""The words of a line that was written by hand: sealed under its owner's key."""

import json
import uuid
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from learning.dossier.models import OwnActivity
from people.keys import vault
from people.models import User
from people.refusal import Refused

MAX_METHOD, MAX_NAME, MAX_EVIDENCE = 120, 120, 500


@dataclass(frozen=True)
class Words:
    """What it was, who led it, and which evidence its owner keeps elsewhere."""

    method: str
    facilitator: str = ""
    evidence: str = ""


def seal(number: uuid.UUID, said: Words, *, by: User) -> bytes:
    """For the row with this number. Raises Refused when there is no key to seal with, so that nothing is taken for kept."""
    try:
        return vault.seal(by.uuid, json.dumps(asdict(said)), place=_place(number))
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _("Wij kunnen dit nu niet veilig bewaren. Wat je typte staat er nog. Vraag je beheerder.")
        ) from fault


class Reader:
    """Opens any number of one person's lines, for the one statement that fetches their key, when there is a line to open."""

    def __init__(self, person: uuid.UUID) -> None:
        self._opened = vault.opener(person)

    def words(self, row: OwnActivity) -> Words | None:
        """None when it does not open any more."""
        try:
            return Words(**json.loads(self._opened(row.sealed, _place(row.pk))))
        except vault.Unreadable:
            return None


def _place(number: uuid.UUID) -> str:
    return f"dossier.own:{number}"
