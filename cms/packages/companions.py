"""What travels with a module and belongs to a room above: that room registers how it is written, read and brought in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from cms.importing.identities import Identities
from cms.importing.problems import Problems
from cms.models.pages import TaughtPage
from cms.packages.difference import Item
from people.models import Organisation, User


class Arrival(Protocol):
    """One thing that a package brings besides the module."""

    file: str
    """Its name in the package."""
    slug: str

    def judge(self) -> list[Any]:
        """Why it could not be published; before the transaction, because it may take long."""

    def foresee(self) -> Item:
        """What bringing it in would do. Raises ImportRefused."""

    def write(self, files: list[Any], *, overwrite: bool, by: User | None) -> Item:
        """Bring it in, inside the transaction. What is saved of files is added to `files`. Raises ImportRefused."""


class Companion(Protocol):
    """A kind of thing that lessons place and another room writes."""

    folder: str

    def write(self, pages: list[TaughtPage], to: Path, *, published: bool) -> dict[str, UUID]:
        """Write these into the folder. Answers the ids that do not follow from a slug. Raises ExportRefused."""

    def read(
        self, folder: Path, organisation: Organisation | None, ids: Identities, problems: Problems
    ) -> Sequence[Arrival]:
        """What the folder holds of this kind, in the order to bring it in."""


_companions: list[Companion] = []


def register(companion: Companion) -> None:
    """Said once, when the site starts."""
    _companions.append(companion)


def companions() -> list[Companion]:
    return list(_companions)
