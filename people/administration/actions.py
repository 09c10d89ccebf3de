"""Giving, ending and moving roles. What somebody learned and wrote stays theirs; what a team made stays the team's."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.models import Membership, Organisation, Role, Team, User
from people.refusal import Refused
from people.retention import farewells
from people.viewer import running

AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Term:
    """A role, from a day up to and including another; without an end when `until` is None."""

    role: str
    team: Team | None
    since: date
    until: date | None = None


def give(organisation: Organisation, person: User, term: Term) -> Membership:
    """Give somebody of the organisation another role, for a while (who stands in for a lead) or for good. Raises Refused."""
    with transaction.atomic():
        _hold(organisation)
        _check(organisation, person, term)
        ended_on = term.until + timedelta(days=1) if term.until else None
        try:
            with transaction.atomic():
                made = Membership.objects.create(
                    user=person, organisation=organisation, team=term.team, role=term.role,
                    started_on=term.since, ended_on=ended_on,
                )  # fmt: skip
        except IntegrityError:
            raise Refused(_("Deze rol heeft iemand al, of krijgt iemand al.")) from None
        audit.record("give-role", audit.named(made))
    return made


def end(membership: Membership) -> None:
    """End a role today; one that was to begin later never does. Safe to repeat. Raises Refused for the last administrator.

    Whose last role anywhere this was, is told by mail what happens with what is theirs (people.retention.farewells).
    """
    with transaction.atomic():
        _hold(membership.organisation)
        now = Membership.objects.get(pk=membership.pk)
        if not _is_open(now):
            return
        _end(now)
        farewells.left(now.user)


def _end(now: Membership) -> None:
    if now.role == Role.ADMIN and not _other_administrators(now).exists():
        raise Refused(_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))
    now.ended_on = max(timezone.localdate(), now.started_on)
    now.save(update_fields=["ended_on"])
    audit.record("end-role", audit.named(now))


def move(membership: Membership, team: Team) -> None:
    """The same role in another team from today, with the same end. Safe to repeat. Raises Refused."""
    with transaction.atomic():
        _hold(membership.organisation)
        now = Membership.objects.get(pk=membership.pk)
        if now.team_id == team.pk:
            return
        if team.organisation_id != now.organisation_id or now.team_id is None:
            raise Refused(_("Kies een team van deze organisatie."))
        if not _is_open(now):
            raise Refused(_("Deze rol is al beëindigd. Er is niets verplaatst."))
        until = now.ended_on - timedelta(days=1) if now.ended_on else None
        _end(now)
        since = max(timezone.localdate(), now.started_on)
        give(now.organisation, now.user, Term(role=now.role, team=team, since=since, until=until))


def _hold(organisation: Organisation) -> None:
    """One change of roles in an organisation at a time: two administrators cannot end each other at once."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _is_open(membership: Membership) -> bool:
    return membership.ended_on is None or membership.ended_on > max(timezone.localdate(), membership.started_on)


def _other_administrators(membership: Membership) -> QuerySet[Membership]:
    today = timezone.localdate()
    return Membership.objects.filter(
        running(today), organisation=membership.organisation_id, role=Role.ADMIN, ended_on__isnull=True
    ).exclude(user=membership.user_id)


def _check(organisation: Organisation, person: User, term: Term) -> None:
    today = timezone.localdate()
    if not Membership.objects.filter(organisation=organisation, user=person).exists():
        raise Refused(_("Nodig deze persoon eerst uit."))
    if term.role == Role.LEAD and term.team is None:
        raise Refused(_("Kies het team waarvan iemand teamleider wordt."))
    if term.team is not None and term.team.organisation_id != organisation.pk:
        raise Refused(_("Kies een team van deze organisatie."))
    if not today <= term.since <= today + AHEAD:
        raise Refused(_("Kies een eerste dag vanaf vandaag, binnen een jaar."))
    if term.until is not None and term.until < term.since:
        raise Refused(_("De laatste dag ligt voor de eerste."))
    held = Membership.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=term.since),
        organisation=organisation, user=person, role=term.role, team=term.team,
    )  # fmt: skip
    if term.until is not None:
        held = held.filter(started_on__lte=term.until)
    if held.exists():
        raise Refused(_("Deze rol heeft iemand al, of krijgt iemand al."))
