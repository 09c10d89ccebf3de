"""Sending the mails of a day: claim, send, mark. A sender that dies leaves at most one mail of which nobody knows whether it arrived."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from people.models import User
from people.reminders.models import Digest, Often, Reminder, Round
from people.reminders.sources import Due, due
from people.retention import sweeping

AGAIN_AFTER = timedelta(minutes=10)
"""No sender is busy with one mail for longer."""
KEPT = timedelta(days=730)
_AT_ONCE = 200
"""People that are looked up together; what they finish after that look is reminded of all the same, so it is not many."""
_MOST_REFUSALS = 3
"""After so many mails in a row that the server does not take, it is the server: the rest waits for the next time."""


@dataclass
class Sent:
    """How a round went. `in_flight`: mails that were claimed and never marked, by number, from this day or before."""

    sent: int = 0
    refused: int = 0
    in_flight: list[UUID] = field(default_factory=list)
    finished: bool = False


def send(*, again: bool = False) -> Sent:
    """Send today's mails that were not sent yet. Safe to repeat, and to start while another sender is at it.

    `again` first lets go of what is in flight for longer than AGAIN_AFTER, for an operator who knows that it did not arrive.
    """
    today, outcome = timezone.localdate(), Sent()
    if again:
        Digest.objects.filter(sent_at__isnull=True, claimed_at__lt=timezone.now() - AGAIN_AFTER).delete()
    sweeping.end("reminders")
    Round.objects.filter(day__lt=today - KEPT).delete()
    outcome.in_flight = list(
        Digest.objects.filter(sent_at__isnull=True).order_by("claimed_at").values_list("uuid", flat=True)
    )
    Round.objects.get_or_create(day=today)
    until = _sunday(today) if _is_weekly(today) else today
    outcome.finished = _send_all(today, until, outcome)
    if outcome.finished:
        Round.objects.filter(day=today, finished_at__isnull=True).update(finished_at=timezone.now())
    return outcome


def _sunday(today: date) -> date:
    """The last day of this week."""
    return today + timedelta(days=6 - today.weekday())


def _is_weekly(today: date) -> bool:
    """Monday, or the first day after it on which a round is finished."""
    monday = today - timedelta(days=today.weekday())
    return not Round.objects.filter(day__gte=monday, day__lt=today, finished_at__isnull=False).exists()


def _send_all(today: date, until: date, outcome: Sent) -> bool:
    """Whether everybody was looked at and no mail was refused."""
    connection, in_a_row = get_connection(), 0
    try:
        for people in _everybody():
            for user, told in _untold(people, today, until):
                if (digest := _claim(user, today, told)) is None:
                    continue  # another sender was first
                if _deliver(digest, user, [one for _key, one in told], today, connection):
                    outcome.sent, in_a_row = outcome.sent + 1, 0
                else:
                    outcome.refused, in_a_row = outcome.refused + 1, in_a_row + 1
                if in_a_row == _MOST_REFUSALS:
                    return False
    finally:
        connection.close()
    return outcome.refused == 0


def _everybody() -> Iterator[dict[int, User]]:
    """Who wants mail, some at a time."""
    rows = User.objects.filter(is_active=True).exclude(reminders=Often.NEVER).order_by("pk")
    last = 0
    while people := {user.pk: user for user in islice(rows.filter(pk__gt=last), _AT_ONCE)}:
        yield people
        last = max(people)


def _untold(people: dict[int, User], today: date, until: date) -> Iterator[tuple[User, list[tuple[str, Due]]]]:
    """For each of these people what no mail told them yet; nobody of whom there is nothing, or who had a mail today."""
    found = defaultdict(list)
    for key, one in due(today, until, people.keys()):
        if one.due_on <= today or people[one.user].reminders == Often.WEEKLY:
            found[one.user].append((key, one))
    had = set(Digest.objects.filter(user__in=found, day=today).values_list("user", flat=True))
    told = set(Reminder.objects.filter(user__in=found).values_list("user", "key"))
    for user, things in found.items():
        new = [(key, one) for key, one in things if (user, key) not in told]
        if new and user not in had:
            yield people[user], new


def _claim(user: User, today: date, told: list[tuple[str, Due]]) -> Digest | None:
    """Only one sender gets this person's mail of today; None for the others, and when the account went meanwhile."""
    try:
        with transaction.atomic():
            digest = Digest.objects.create(user=user, day=today, claimed_at=timezone.now())
            Reminder.objects.bulk_create(Reminder(digest=digest, user=user, key=key) for key, _one in told)
    except IntegrityError:
        return None
    return digest


def _deliver(digest: Digest, user: User, things: list[Due], today: date, connection: BaseEmailBackend) -> bool:
    """Whether the mail server took it. What it refused is not claimed any more, so that the next round tries again."""
    try:
        _mail(digest, user, things, today, connection).send()
    except OSError:  # what smtplib and sockets raise
        connection.close()
        digest.delete()
        return False
    Digest.objects.filter(pk=digest.pk).update(sent_at=timezone.now())
    return True


def _mail(
    digest: Digest, user: User, things: list[Due], today: date, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    profile = f"{settings.SITE_URL}/profiel/"
    context = {
        "name": user.get_short_name(),
        "now": [one for one in things if one.due_on <= today],
        "soon": [one for one in things if one.due_on > today],
        "today": today,
        "site": settings.SITE_URL,
        "profile": profile,
    }
    with translation.override(settings.LANGUAGE_CODE):
        count = len(things)
        subject = ngettext("Leerspiegel: %d ding om aan te denken", "Leerspiegel: %d dingen om aan te denken", count)
        mail = EmailMultiAlternatives(
            subject % count,
            render_to_string("people/email/digest.txt", context),
            to=[user.email],
            connection=connection,
            headers={
                "Message-ID": f"<{digest.pk}@{settings.SITE_HOST}>",
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{profile}>",
            },
        )
        mail.attach_alternative(render_to_string("people/email/digest.html", context), "text/html")
    return mail
