"""What stands in the links of an invitation: which one, its seed, and whether it came by mail. Signed; nothing is stored."""

from enum import StrEnum

from django.core import signing

from people.invitations.models import Invitation

_SALT = "people.invitations"


class Way(StrEnum):
    """How somebody got the link. A mail proves that the mailbox is theirs; a link from a colleague does not."""

    MAIL = "mail"
    LINK = "link"


def token(invitation: Invitation, way: Way) -> str:
    """For the address of the page of welcome."""
    return signing.dumps([str(invitation.pk), invitation.seed.hex, way.value], salt=_SALT)


def read(said: str) -> tuple[Invitation, Way] | None:
    """The invitation of a token, ended or not; None for one that is not ours, or was replaced by a newer."""
    try:
        number, seed, way = signing.loads(said, salt=_SALT)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related("organisation", "team").filter(pk=number).first()
    return (found, Way(way)) if found is not None and found.seed.hex == seed else None
