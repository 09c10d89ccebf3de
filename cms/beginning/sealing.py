"""A manuscript on its way through a form: sealed by the site, so that what is made is exactly what was shown. Nothing is kept here.

A seal has no last day: who comes back to the page tomorrow finds the text still in it.
"""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.core import signing

from cms.beginning.manuscript import Manuscript, from_plain, to_plain


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A manuscript, whose module it becomes, and which: the same page sent twice makes it once."""

    manuscript: Manuscript
    root_id: int
    key: UUID = field(default_factory=uuid4)


class Broken(Exception):
    """The seal is not whole, or somebody else's."""


def seal(begun: Begun, user_id: int) -> str:
    """As one line, for one person."""
    said = {"manuscript": to_plain(begun.manuscript), "root": begun.root_id, "key": str(begun.key)}
    return signing.dumps(said, salt=_salt(user_id), compress=True)


def unseal(sealed: str, user_id: int) -> Begun:
    """What was sealed. Raises Broken."""
    try:
        said = signing.loads(sealed, salt=_salt(user_id))
    except signing.BadSignature:
        raise Broken from None
    return Begun(manuscript=from_plain(said["manuscript"]), root_id=said["root"], key=UUID(said["key"]))


def _salt(user_id: int) -> str:
    return f"cms.beginning.{user_id}"
