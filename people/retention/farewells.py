"""Leaving the last organisation: what is one's own stays for a while, two mails say so, and then the account is erased.

Four steps, each safe to repeat and to cut off: see who left and who came back (`meet`), tell (`deliver`), warn when the time is almost over
(`deliver` again), and erase a second term after that (`erase`). A mail counts as sent when the mail server took it, so that nobody is
erased whom no mail was sent; a sender that dies in between sends it once more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, F, OuterRef, ProtectedError, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people import audit
from people.models import Membership, User
from people.refusal import Refused
from people.retention.models import SECOND_TERM, Farewell
from people.retention.own import ACCOUNTS
from people.retention.periods import amount_of, amounts

NEAR = timedelta(days=7)
"""How long before its last day the notice goes out."""
AGAIN_AFTER = timedelta(minutes=10)
"""No sender is busy with one mail for longer."""
KEEPS = (90, 180, 365)
"""Days for which somebody may say to keep it all, from today."""
_BATCH = 200
_spared: list[Callable[[], QuerySet[User]]] = []


def spare(found: Callable[[], QuerySet[User]]) -> None:
    """Tell who has work here without a role in an organisation. Safe to repeat."""
    if found not in _spared:
        _spared.append(found)


# --- Who left, and who came back ------------------------------------------------------------------


def _belonging(today: date) -> QuerySet[Membership]:
    """Roles that run, or are to begin."""
    return Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today) & Q(ended_on__gt=F("started_on")))


def _free(today: date) -> QuerySet[User]:
    """Who may be somebody that left: no role now or to come, and no work for the platform or the core."""
    found = User.objects.filter(~Exists(_belonging(today).filter(user=OuterRef("pk"))), is_superuser=False)
    for spared in _spared:
        found = found.exclude(pk__in=spared().values("pk"))
    return found


def to_meet(today: date) -> dict[str, int]:
    """How many left since, and how many came back, that `meet` would find."""
    return {"left": _unmet(today).count(), "back": _back(today).count()}


def _back(today: date) -> QuerySet[Farewell]:
    return Farewell.objects.exclude(user__in=_free(today).values("pk"))


def meet() -> tuple[int, int]:
    """Write down who left since, and forget who came back. Answers how many of each. Who never was of an organisation did not leave."""
    today = timezone.localdate()
    back = _back(today).delete()[0]
    left, last = 0, 0
    while people := list(_unmet(today).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        left, last = left + _begin(people, today), people[-1]
    return left, back


def _unmet(today: date) -> QuerySet[User]:
    return _free(today).filter(Exists(Membership.objects.filter(user=OuterRef("pk"))), farewell__isnull=True)


def left(user: User) -> Farewell | None:
    """Somebody's role ended: write it down when it was the last one. The mail goes out by the worker, after the commit."""
    if _unmet(timezone.localdate()).filter(pk=user.pk).exists():
        _begin([user.pk], timezone.localdate())
        transaction.on_commit(lambda: _mail_later(user.pk))
    return Farewell.objects.filter(user=user).first()


def _begin(people: list[int], today: date) -> int:
    chosen = amounts(ACCOUNTS, today)
    rows = Membership.objects.filter(user__in=people, ended_on__isnull=False).order_by("user", "ended_on", "pk")
    latest = {
        user: (day, owner)
        for user, day, owner in rows.values_list("user", "ended_on", "organisation")
        if day is not None
    }
    made = []
    for user, (day, owner) in latest.items():
        kept = timedelta(days=chosen.get(owner, ACCOUNTS.term.usual))
        until = max(day + kept, today + timedelta(days=ACCOUNTS.term.least))
        made.append(Farewell(user_id=user, organisation_id=owner, left_on=min(day, today), until=until))
    return len(Farewell.objects.bulk_create(made, ignore_conflicts=True))


def _mail_later(user_id: int) -> None:
    from people.retention import tasks  # which calls this

    tasks.mail_farewell.enqueue(user_id)


# --- The person's own word ------------------------------------------------------------------------


def kept_for(organisation_id: int | None) -> str:
    """For how long somebody who leaves this organisation today keeps the account, in words."""
    return ACCOUNTS.term.said(amount_of(ACCOUNTS, organisation_id, timezone.localdate()))


def of(user: User) -> Farewell | None:
    """Until when somebody keeps their own; None for who belongs to an organisation, and for who never did."""
    row = Farewell.objects.filter(user=user).select_related("organisation").first()
    return row if row and _free(timezone.localdate()).filter(pk=user.pk).exists() else None


def has_left(user_id: int) -> bool:
    """Whether somebody without a role had one before."""
    return (
        _free(timezone.localdate()).filter(Exists(Membership.objects.filter(user=OuterRef("pk"))), pk=user_id).exists()
    )


def keep(user: User, days: int) -> Farewell:
    """Keep it all until so many days from today; a notice that was given counts no more. Never shorter than it was. Raises Refused."""
    if days not in KEEPS:
        raise Refused(_("Kies hoe lang je je spiegel nog wilt bewaren."))
    with transaction.atomic():
        row = Farewell.objects.select_for_update().filter(user=user).first()
        if row is None:
            raise Refused(_("Je account wordt niet gewist. Je hoeft niets te doen."))
        row.until = max(row.until, timezone.localdate() + timedelta(days=days))
        row.warned_on = row.erase_on = row.claimed_at = None
        row.save(update_fields=["until", "warned_on", "erase_on", "claimed_at"])
        audit.record("keep-account", audit.named(row), actor=user)
    return row


# --- Two mails ------------------------------------------------------------------------------------


class Mail(StrEnum):
    """Which of the two."""

    FAREWELL = "farewell"
    NOTICE = "farewell_notice"


@dataclass
class Sent:
    """How a round of mails went."""

    sent: int = 0
    refused: int = 0


def waiting(mail: Mail, today: date) -> QuerySet[Farewell]:
    """Who is to get this mail now."""
    rows = Farewell.objects.filter(user__in=_free(today).values("pk"))
    if mail == Mail.FAREWELL:
        return rows.filter(told_on__isnull=True)
    return rows.filter(told_on__isnull=False, warned_on__isnull=True, until__lte=today + NEAR)


def deliver(mail: Mail, *, only: int | None = None) -> Sent:
    """Send this mail to whom it waits for. Safe to repeat, and while another sender is at it."""
    today, outcome, last = timezone.localdate(), Sent(), 0
    rows = waiting(mail, today)
    if only is not None:
        rows = rows.filter(user=only)
    while batch := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        for user in batch:
            if _claim(mail, user, today):
                if _send(mail, user, today):
                    outcome.sent += 1
                else:
                    outcome.refused += 1
        last = batch[-1]
    return outcome


def _claim(mail: Mail, user: int, today: date) -> bool:
    """Only one sender at a time gets it. One that died lets go by itself."""
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - AGAIN_AFTER)
    return bool(waiting(mail, today).filter(free, pk=user).update(claimed_at=now))


def _send(mail: Mail, user: int, today: date) -> bool:
    """Whether the mail server took it; only then it is marked. A mailbox that is gone for all the time that was given counts as told."""
    row = Farewell.objects.select_related("user", "organisation").get(pk=user)
    try:
        _mail(mail, row, _erase_on(row, today)).send()
    except OSError as fault:  # what smtplib and sockets raise
        is_gone = isinstance(fault, SMTPRecipientsRefused) and (mail == Mail.FAREWELL or today > row.until)
        if not is_gone:
            Farewell.objects.filter(pk=user).update(claimed_at=None)
            return False
        audit.record(str(mail), audit.named(row), result="no-mailbox")
    marks = {"told_on": today} if mail == Mail.FAREWELL else {"warned_on": today, "erase_on": _erase_on(row, today)}
    Farewell.objects.filter(pk=user).update(claimed_at=None, **marks)
    return True


def _erase_on(row: Farewell, today: date) -> date:
    return max(row.until + timedelta(days=1), today + SECOND_TERM)


def _mail(mail: Mail, row: Farewell, erase_on: date) -> EmailMultiAlternatives:
    context = {
        "name": row.user.get_short_name(),
        "organisation": row.organisation.name if row.organisation else "",
        "until": row.until,
        "erase_on": erase_on,
        "page": settings.SITE_URL + reverse("people:kept"),
        "take": settings.SITE_URL + reverse("people:data"),
    }
    with translation.override(settings.LANGUAGE_CODE):
        subject = (
            _("Leerspiegel: wat van jou is, blijft nog even van jou")
            if mail == Mail.FAREWELL
            else _("Leerspiegel: over 30 dagen wissen we je account")
        )
        made = EmailMultiAlternatives(
            subject,
            render_to_string(f"people/email/{mail}.txt", context),
            to=[row.user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        made.attach_alternative(render_to_string(f"people/email/{mail}.html", context), "text/html")
    return made


# --- The end --------------------------------------------------------------------------------------


@dataclass
class Erased:
    """How it went. `stuck`: accounts that other rows hold on to; they stay, and are tried again."""

    erased: int = 0
    stuck: int = 0


def to_erase(today: date) -> QuerySet[Farewell]:
    """Whose second term is over."""
    return Farewell.objects.filter(erase_on__lte=today, user__in=_free(today).values("pk"))


def erase() -> Erased:
    """Erase who is to be erased today, one by one. Safe to repeat; who came back at the last moment stays."""
    today, outcome = timezone.localdate(), Erased()
    for user in list(to_erase(today).order_by("pk").values_list("pk", flat=True)):
        try:
            outcome.erased += _erase(user, today)
        except ProtectedError:
            outcome.stuck += 1
    return outcome


def _erase(user: int, today: date) -> bool:
    """Delete one account while nobody gives it a role; its key is destroyed right after (people.erasure)."""
    with transaction.atomic():
        held = User.objects.select_for_update().filter(pk=user).first()
        row = Farewell.objects.select_for_update().filter(pk=user).first()
        if held is None or row is None or not to_erase(today).filter(pk=user).exists():
            return False
        held.delete()
    return True
