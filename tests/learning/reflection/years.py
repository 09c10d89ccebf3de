"""A mirror with years in it: entries, intentions and drafts at days of one's choosing, with words when they matter."""

import itertools
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from learning.reflection.actions import drafts, entries, intentions
from learning.reflection.models import Draft, Entry, Intention
from learning.reflection.words import Words
from people.models import User

_number = itertools.count(1)


def at(text: str) -> datetime:
    """A moment where people live: "2025-03-01" (at noon) or "2025-03-01 23:30"."""
    return timezone.make_aware(datetime.fromisoformat(text if " " in text else f"{text} 12:00"))


def write(
    by: User, day: str | datetime, question: int | None = 3, text: str = "Ik stelde het uit.", **beside: Any
) -> Entry:
    """An entry of that moment. `beside`: rating, minutes, and words at dimensions by their names."""
    dimensions = {name: beside.pop(name) for name in ("technical", "normative", "personal") if name in beside}
    with time_machine.travel(at(day) if isinstance(day, str) else day, tick=False):
        return entries.write(
            Words(text, dimensions),
            by=by,
            key=uuid.uuid4(),
            about=entries.About(prompt=f"<p>Hoe ging het, {next(_number)}?</p>", question=question),
            beside=entries.Beside(**beside),
        )


def mean(entry: Entry, day: str, *, look_back: str, when: str = "Als het stokt", then: str = "bel ik") -> Intention:
    """An intention made at an entry on that day."""
    with time_machine.travel(at(day), tick=False):
        return intentions.make(entry, by=entry.user, when=when, then=then, follow_up_on=date.fromisoformat(look_back))


def look_back(intention: Intention, day: str, outcome: str = "done", said: str = "Het ging goed.") -> None:
    """Say on that day how it went."""
    with time_machine.travel(at(day), tick=False):
        intentions.close(intention, by=intention.user, outcome=outcome, said=said)


def begin(
    by: User, day: str, text: str, place: str = "/spiegel/vraag/3/schrijven/", path: str = "/spiegel/vraag/3/schrijven/"
) -> Draft:
    """A draft that was last kept at that moment."""
    with time_machine.travel(at(day), tick=False):
        return drafts.keep(uuid.uuid4(), by=by, seen=0, place=place, path=path, fields={"text": text, "rating": "4"})


def ten_years(by: User, entries_: int = 500) -> None:
    """So many entries over ten years until now, with intentions at one in five, in a few statements."""
    now, last = timezone.now(), write(by, "2016-01-01", text="Woorden", technical="Kennis")
    fields = {name: getattr(last, name) for name in ("prompt", "sealed", "sealed_dimensions", "has_technical")}
    made = Entry.objects.bulk_create(
        Entry(user=by, key=uuid.uuid4(), question=number % 10 + 1, rating=number % 5 + 1, **fields)
        for number in range(entries_ - 1)
    )
    for number, entry in enumerate(made):
        entry.created_at = now - timedelta(days=3650) * number / entries_
    Entry.objects.bulk_update(made, ["created_at"])
    meant = Intention.objects.bulk_create(
        Intention(user=by, entry=entry, sealed=b"", follow_up_on=now.date() + timedelta(days=number))
        for number, entry in enumerate(made[::5])
    )
    for one in meant:
        one.created_at = one.entry.created_at
    Intention.objects.bulk_update(meant, ["created_at"])
