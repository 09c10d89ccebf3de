"""The invitations of an organisation, and how each stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from people.invitations.actions import address
from people.invitations.models import Invitation, InvitedList
from people.invitations.tokens import Way
from people.models import Organisation

PAGE = 50
OPEN, LATE, ACCEPTED, WITHDRAWN = "open", "late", "accepted", "withdrawn"


@dataclass(frozen=True)
class Shown:
    """One invitation as its administrator sees it. `link` is empty once it ended."""

    number: UUID
    name: str
    email: str
    role: str
    team: str
    state: str
    made_at: datetime
    mailed_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    link: str


def state_of(invitation: Invitation) -> str:
    """OPEN, LATE, ACCEPTED or WITHDRAWN."""
    if invitation.member_id is not None:
        return ACCEPTED
    if invitation.ended_at is not None and invitation.ended_at < invitation.expires_at:
        return WITHDRAWN
    return LATE if invitation.expires_at <= timezone.now() else OPEN


def invitations(organisation: Organisation, page: int = 1) -> tuple[list[Shown], bool]:
    """A page of them, the newest first, and whether there are more. One statement."""
    first = (page - 1) * PAGE
    rows = Invitation.objects.filter(organisation=organisation).select_related("team")[first : first + PAGE + 1]
    return [_shown(one) for one in rows[:PAGE]], len(rows) > PAGE


def last_list(organisation: Organisation) -> InvitedList | None:
    """The last list that was brought in and not undone; None when there is nothing to undo. One statement."""
    waiting = Invitation.objects.filter(listed=OuterRef("pk"), ended_at__isnull=True)
    rows = InvitedList.objects.filter(Exists(waiting), organisation=organisation, undone_at__isnull=True)
    return rows.annotate(people=Count("invitations")).first()


def _shown(one: Invitation) -> Shown:
    state = state_of(one)
    return Shown(
        number=one.pk,
        name=f"{one.first_name} {one.last_name}".strip(),
        email=one.email,
        role=one.get_role_display(),
        team=one.team.name if one.team else "",
        state=state,
        made_at=one.made_at,
        mailed_at=one.mailed_at,
        expires_at=one.expires_at,
        ended_at=one.ended_at,
        link=address(one, Way.LINK) if state == OPEN else "",
    )
