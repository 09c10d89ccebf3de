"""The calendar itself (RFC 5545): a day for what comes due, a time for what is planned."""

import uuid
from datetime import UTC, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from people.calendars.models import CalendarFeed
from people.calendars.sources import moments
from people.models import User
from people.reminders.sources import due

AHEAD = timedelta(days=366)
"""How far one looks ahead."""
_ASK_AGAIN = timedelta(hours=6)
"""How often a calendar may ask what changed."""
_IDS = uuid.UUID("6d4b9d0e-6a6e-4e0e-9f5d-2f6a7a8f2c11")


def owner_of(digest: bytes) -> User | None:
    """Whose calendar stands at this address; nobody's when it was stopped or the account is closed."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest, user__is_active=True).first()
    return feed.user if feed else None


def calendar_of(user: User) -> bytes:
    """What is open, due or planned for this person, and nothing that is done. No word that anybody wrote in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Leerspiegel//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Leerspiegel")
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    today = timezone.localdate()
    for key, one in due(today, today + AHEAD, [user.pk]):
        event = _event(key.rsplit(":", 2)[0], user, one.words, one.path)  # without its day: what moves stays one thing
        event.add("dtstart", one.due_on)
        event.add("dtend", one.due_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    for key, moment in moments(user):
        event = _event(key, user, moment.words, moment.path)
        event.add("dtstart", moment.starts_at.astimezone(UTC))
        event.add("duration", timedelta(minutes=moment.minutes))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(key: str, user: User, words: str, path: str) -> Event:
    event = Event()
    event.add("uid", f"{uuid.uuid5(_IDS, f'{user.uuid}:{key}')}@{settings.SITE_HOST}")
    event.add("dtstamp", timezone.now())
    event.add("summary", words)
    event.add("url", f"{settings.SITE_URL}{path}")
    event.add("description", _("Open Leerspiegel: %(address)s") % {"address": f"{settings.SITE_URL}{path}"})
    event.add("class", "PRIVATE")
    return event
