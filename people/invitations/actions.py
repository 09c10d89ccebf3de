"""Inviting, mailing, withdrawing and accepting. Each holds the invitation, so that two at once are one after the other."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people import audit
from people.invitations import tasks
from people.invitations.models import Invitation, InvitedList
from people.invitations.tokens import Way, token
from people.models import Membership, Organisation, Role, Team, User
from people.openid import actions as joining
from people.openid.remembered import Waiting
from people.refusal import Refused
from people.retention import sweeping
from people.viewer import running

VALID = timedelta(days=14)
NEXT_MAIL = timedelta(minutes=5)
"""Between two mails of one invitation, whoever asks for them."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom to invite, and as what."""

    email: str
    first_name: str
    last_name: str = ""
    role: str = Role.PROFESSIONAL
    team: Team | None = None


def invite(organisation: Organisation, asked: Asked, *, by: User) -> Invitation:
    """Ask somebody in and mail them. Raises Refused when that address has an open invitation, or the role already."""
    if asked.role == Role.LEAD and asked.team is None:
        raise Refused(_("Kies het team waarvan iemand teamleider wordt."))
    if asked.team is not None and asked.team.organisation_id != organisation.pk:
        raise Refused(_("Kies een team van deze organisatie."))
    if _has_role(organisation, asked):
        raise Refused(_("%(email)s heeft deze rol al.") % {"email": asked.email})
    now = timezone.now()
    try:
        with transaction.atomic():
            _let_go_of_old(organisation, asked.email)
            made = Invitation.objects.create(
                organisation=organisation, by=by, made_at=now, expires_at=now + VALID, email=asked.email.lower(),
                first_name=asked.first_name, last_name=asked.last_name, role=asked.role, team=asked.team,
            )  # fmt: skip
            _mail_later(made)
    except IntegrityError:
        raise Refused(
            _("%(email)s is al uitgenodigd. Stuur die uitnodiging opnieuw, of trek haar eerst in.")
            % {"email": asked.email}
        ) from None
    audit.record("invite", audit.named(made))
    return made


def invite_list(organisation: Organisation, rows: Sequence[Asked], *, by: User, key: uuid.UUID) -> InvitedList:
    """Ask everybody of a list in: all of them or nobody. The same key is the same list. Raises Refused, naming whom it stopped at."""
    if (reasons := why_not(organisation, rows)) and not InvitedList.objects.filter(key=key).exists():
        email, why = next(iter(reasons.items()))
        raise Refused(f"{email}: {why}")
    try:
        with transaction.atomic():
            made = InvitedList.objects.create(key=key, organisation=organisation, by=by, made_at=timezone.now())
            for asked in rows:
                one = invite(organisation, asked, by=by)
                Invitation.objects.filter(pk=one.pk).update(listed=made)
    except IntegrityError:
        return InvitedList.objects.get(key=key, organisation=organisation)
    return made


def undo_list(listed: InvitedList) -> list[str]:
    """Withdraw all of a list that nobody accepted yet. Answers the names of who did, and stays. Safe to repeat."""
    with transaction.atomic():
        now = InvitedList.objects.select_for_update().get(pk=listed.pk)
        for one in now.invitations.filter(ended_at__isnull=True):
            withdraw(one)
        if now.undone_at is None:
            now.undone_at = timezone.now()
            now.save(update_fields=["undone_at"])
        accepted = now.invitations.filter(member__isnull=False)
        return [f"{one.first_name} {one.last_name}".strip() for one in accepted]


def why_not(organisation: Organisation, rows: Sequence[Asked]) -> dict[str, str]:
    """By address: why these cannot be invited now. Three statements, however many there are."""
    emails = [one.email.lower() for one in rows]
    waiting = set(
        Invitation.objects.filter(
            organisation=organisation, email__in=emails, ended_at__isnull=True, expires_at__gt=timezone.now()
        ).values_list("email", flat=True)
    )
    held = set(
        Membership.objects.filter(
            running(timezone.localdate()), organisation=organisation, user__email__in=emails
        ).values_list("user__email", "role", "team")
    )
    found = {email: _("Is al uitgenodigd.") for email in emails if email in waiting}
    return found | {
        one.email: _("Heeft deze rol al.")
        for one in rows
        if (one.email.lower(), one.role, one.team.pk if one.team else None) in held
    }


def send_again(invitation: Invitation) -> None:
    """Another mail, valid for as long as a first; links from before lead nowhere any more. Raises Refused."""
    with transaction.atomic():
        now = _hold(invitation)
        _check_mail(now)
        now.seed, now.expires_at, now.mailed_at = uuid.uuid4(), timezone.now() + VALID, None
        now.save(update_fields=["seed", "expires_at", "mailed_at"])
        _mail_later(now)
    audit.record("invite-again", audit.named(now))


def mail_link(invitation: Invitation) -> None:
    """Whoever has the link asks for the mail. It always goes to the address of the invitation, and not more often than NEXT_MAIL."""
    with transaction.atomic():
        now = _hold(invitation)
        if not (now.mailed_at and now.mailed_at > timezone.now() - NEXT_MAIL):
            _mail_later(now)


def withdraw(invitation: Invitation) -> None:
    """Its links lead nowhere any more. Safe to repeat; what was accepted stays. Raises Refused."""
    with transaction.atomic():
        now = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if now.member_id is not None:
            raise Refused(_("Deze uitnodiging is al aangenomen. Beëindig de rol bij de persoon zelf."))
        if now.ended_at is None:
            now.ended_at = timezone.now()
            now.save(update_fields=["ended_at"])
            audit.record("withdraw-invitation", audit.named(now))


def accept(invitation: Invitation, *, user: User) -> None:
    """This account, whose address it is, gets the role. Raises Refused."""
    with transaction.atomic():
        now = _hold(invitation)
        if user.email.lower() != now.email.lower():
            raise Refused(_("Deze uitnodiging is voor een ander e-mailadres."))
        _join(now, user)


def accept_with_new_account(
    invitation: Invitation,
    *,
    password: str | None,
    first_name: str,
    last_name: str,
    profession: str,
    waiting: Waiting | None = None,
) -> User:
    """An account for who has none, with the role; it opens by a password, or to who came back from a sign-in service.

    Raises Refused when the address has an account meanwhile, or that person of the service has.
    """
    try:
        with transaction.atomic():
            now = _hold(invitation)
            user = User.objects.create_user(
                now.email, password, first_name=first_name, last_name=last_name, profession=profession
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            if waiting is not None:
                joining.join(user, issuer=waiting.issuer, subject=waiting.subject)
            _join(now, user)
    except IntegrityError:
        raise Refused(
            _("Er is al een account met dit e-mailadres. Log daarmee in, en open de uitnodiging opnieuw.")
        ) from None
    return user


def deliver(number: uuid.UUID) -> None:
    """Send the mail of an invitation that is still open. For the worker."""
    found = Invitation.objects.select_related("organisation").filter(pk=number, ended_at__isnull=True).first()
    if found is None:
        return
    _mail(found).send()
    Invitation.objects.filter(pk=found.pk).update(mailed_at=timezone.now())


def sweep() -> int:
    """Delete what ended, or became too old, longer ago than its organisation keeps it. Answers how many rows."""
    return sweeping.end("invitations")


def address(invitation: Invitation, way: Way) -> str:
    """The whole address of the page of welcome."""
    return settings.SITE_URL + reverse("people:welcome", args=[token(invitation, way)])


def _has_role(organisation: Organisation, asked: Asked) -> bool:
    return Membership.objects.filter(
        running(timezone.localdate()),
        organisation=organisation, user__email__iexact=asked.email, role=asked.role, team=asked.team,
    ).exists()  # fmt: skip


def _let_go_of_old(organisation: Organisation, email: str) -> None:
    """One that is too old is in nobody's way."""
    now = timezone.now()
    Invitation.objects.filter(
        organisation=organisation, email__iexact=email, ended_at__isnull=True, expires_at__lte=now
    ).update(ended_at=now)


def _hold(invitation: Invitation) -> Invitation:
    """The invitation as it is now, held until the end of the transaction. Raises Refused when it is no longer open."""
    now = (
        Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "team").get(pk=invitation.pk)
    )
    if now.ended_at is not None or now.expires_at <= timezone.now():
        raise Refused(_("Deze uitnodiging is niet meer geldig. Vraag een nieuwe."))
    return now


def _check_mail(invitation: Invitation) -> None:
    if invitation.mailed_at and invitation.mailed_at > timezone.now() - NEXT_MAIL:
        raise Refused(_("Er ging net een mail uit. Wacht vijf minuten, en vraag of die in de ongewenste mail zit."))


def _join(invitation: Invitation, user: User) -> None:
    role = {"organisation": invitation.organisation, "team": invitation.team, "role": invitation.role}
    if not Membership.objects.filter(running(timezone.localdate()), user=user, **role).exists():
        Membership.objects.create(user=user, started_on=timezone.localdate(), **role)
    invitation.ended_at, invitation.member = timezone.now(), user
    invitation.save(update_fields=["ended_at", "member"])
    audit.record("accept-invitation", audit.named(invitation), actor=user)


def _mail_later(invitation: Invitation) -> None:
    transaction.on_commit(partial(tasks.mail_invitation.enqueue, str(invitation.pk)))


def _mail(invitation: Invitation) -> EmailMultiAlternatives:
    context = {
        "invitation": invitation,
        "address": address(invitation, Way.MAIL),
        "by": invitation.by.get_full_name() if invitation.by else "",
    }
    with translation.override(settings.LANGUAGE_CODE):
        mail = EmailMultiAlternatives(
            _("Je bent uitgenodigd voor Leerspiegel"),
            render_to_string("people/email/invitation.txt", context),
            to=[invitation.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("people/email/invitation.html", context), "text/html")
    return mail
