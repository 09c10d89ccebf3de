"""Entries as their writers leave them, without a lesson around them."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from learning.reflection.actions import entries, sharing
from learning.reflection.actions.entries import About, Beside
from learning.reflection.models import Entry, Share
from learning.reflection.words import Words
from people.models import User

PROMPT = "<p>Wanneer stelde je het uit?</p>"


def entry_of(user: User, text: str = "Ik schoof het op.", *, minutes: int | None = None, **dimensions: str) -> Entry:
    """An entry of somebody's, with whatever they wrote at the dimensions, and a rating that nobody else may see."""
    about = About(prompt=PROMPT, question=3)
    beside = Beside(rating=2, minutes=minutes)
    return entries.write(Words(text, dimensions), by=user, key=uuid.uuid4(), about=about, beside=beside)


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def shared(entry: Entry, person: User, days: int = 14) -> Share:
    """A share of it with a colleague, for so many days; fewer than none when its last day is past."""
    made = sharing.share(entry, by=entry.user, person=person.uuid, until=in_days(max(days, 0)))
    if days < 0:
        Share.objects.filter(pk=made.pk).update(until=in_days(days))
    return made


def commented(share: Share, by: User, text: str = "Dat herken ik.") -> Any:
    return sharing.comment(share, by=by, key=uuid.uuid4(), text=text)
