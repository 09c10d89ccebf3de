"""Who may prepare, lead and join a session, and see what came out of it."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.team_sessions.models import Session
from people.models import Membership, Role, Team, User
from people.viewer import running


def may_prepare(user: User, team: Team) -> bool:
    """Any member of the team may, whatever their role."""
    return _holds(user, team=team)


def may_lead(user: User, session: Session) -> bool:
    """Who was named a facilitator of it, while they belong to the team's organisation."""
    return session.facilitators.filter(pk=user.pk).exists() and _holds(user, organisation=session.team.organisation_id)


def may_be_facilitator(user: User, team: Team) -> bool:
    """Somebody of the team's organisation."""
    return user.is_active and _holds(user, organisation=team.organisation_id)


def may_join(user: User, session: Session, *, with_code: bool = False) -> bool:
    """Members of the team; with its code, everybody of the same organisation. A rehearsal is for who leads it."""
    if session.rehearsal:
        return may_lead(user, session)
    near = _holds(user, organisation=session.team.organisation_id) if with_code else _holds(user, team=session.team)
    return near or may_lead(user, session)


def at_table(user: User, session: Session) -> bool:
    """Who leads it, or takes part with an account: they alone see what lies on the table."""
    return session.participations.filter(user=user).exists() or may_lead(user, session)


def may_read_minutes(user: User, session: Session) -> bool:
    """What came out belongs to those who do the work of the team, and to who was there. Who leads the team reads it only if they were."""
    return at_table(user, session) or does_the_work(user, session.team)


def does_the_work(user: User, team: Team) -> bool:
    """Who does the work of a team, and does not lead it: what the team agreed on is theirs, whoever was there."""
    works_here = _running(user).filter(team=team, role=Role.PROFESSIONAL).exists()
    return works_here and not leads(user, team)


def may_keep(user: User, team: Team) -> bool:
    """Who says how long a team keeps its sessions: who leads the team, or administers its organisation."""
    return keeps(user).filter(pk=team.pk).exists()


def keeps(user: User) -> QuerySet[Team]:
    """The teams for which somebody says so."""
    leads, runs = _running(user).filter(role=Role.LEAD), _running(user).filter(role=Role.ADMIN)
    return Team.objects.filter(Q(pk__in=leads.values("team")) | Q(organisation__in=runs.values("organisation")))


def leads(user: User, team: Team) -> bool:
    """Whether somebody leads this team, or its whole organisation: then others may speak less freely."""
    return (
        _running(user)
        .filter(role=Role.LEAD, organisation=team.organisation_id)
        .filter(Q(team=team) | Q(team__isnull=True))
        .exists()
    )


def _running(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(running(timezone.localdate()), user=user)


def _holds(user: User, *, team: Team | None = None, organisation: int | None = None) -> bool:
    """Whether somebody has a running role in the team, or anywhere in the organisation."""
    where = Q(team=team) if team is not None else Q(organisation=organisation)
    return _running(user).filter(where).exists()
