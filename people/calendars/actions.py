"""Making and stopping the address. A new one takes the place of the one before, which stops at once."""

import hashlib
import secrets

from django.utils import timezone

from people import audit
from people.calendars.models import CalendarFeed
from people.models import User


def make(user: User) -> str:
    """A new address for this person: its token, which is shown once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(user=user, defaults={"digest": digest_of(token), "made_at": timezone.now()})
    audit.record("make-calendar", audit.named(user))
    return token


def stop(user: User) -> None:
    """Nobody reads this calendar any more. Safe to repeat."""
    deleted, _rows = CalendarFeed.objects.filter(user=user).delete()
    if deleted:
        audit.record("stop-calendar", audit.named(user))


def digest_of(token: str) -> bytes:
    """What is kept of a token. It is 256 random bits, so that a plain digest cannot be searched."""
    return hashlib.sha256(token.encode()).digest()
