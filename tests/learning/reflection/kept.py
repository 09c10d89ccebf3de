"""A mirror with something of everything in it, as its owner and a colleague leave it behind."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from learning.reflection.actions import drafts, entries, intentions
from learning.reflection.models import Comment, Entry, Opening, Share
from learning.reflection.words import Words, of_comment, seal
from people.models import User

TEXT = "Ik schoof het op. *Waarom?*\n\n1. Bang\n# Geen kop, <b>geen vet</b> & geen |tabel|"
DIMENSION, WHEN, THEN, SAID = "Welke _waarde_ speelde?", "Als ik aarzel", "Dan bel ik", "Het lukte, een beetje."
DRAFT, OWN, OTHERS, FOREIGN = "Nog niet af.", "Dank je [wel].", "Herkenbaar!", "Van Ben alleen."
WORDS = [DIMENSION, WHEN, THEN, SAID, DRAFT, OWN, OTHERS]


@dataclass(frozen=True)
class Kept:
    first: Entry
    second: Entry
    shared: Share
    foreign: Share


def write(by: User, text: str = TEXT, *, question: int | None = 3, at: datetime | None = None, **beside) -> Entry:
    """An entry, written at a moment."""
    words = Words(text, beside.pop("dimensions", {}))
    about = entries.About(prompt="<p>Wanneer stelde je het uit?</p><p>En toen?</p>", question=question)
    made = entries.write(words, by=by, key=uuid.uuid4(), about=about, beside=entries.Beside(**beside))
    if at:
        Entry.objects.filter(pk=made.pk).update(created_at=at)
    return Entry.objects.get(pk=made.pk)


def share(entry: Entry, person: User) -> Share:
    return Share.objects.create(entry=entry, person=person, until=timezone.localdate() + timedelta(days=14))


def comment(at: Share, by: User, text: str) -> Comment:
    number = uuid.uuid4()
    return Comment.objects.create(
        uuid=number, share=at, user=by, key=uuid.uuid4(), sealed=seal(text, of_comment(number), by=by)
    )


def keep(asha: User, ben: User) -> Kept:
    """Asha's mirror: two entries, a closed intention, a draft, one entry shared with Ben and talked about, one of Ben's received."""
    first = write(
        asha, at=datetime(2025, 3, 1, 9, tzinfo=UTC), dimensions={"normative": DIMENSION}, rating=2, minutes=20
    )
    second = write(asha, "Kort.", question=6, at=datetime(2026, 2, 1, 9, tzinfo=UTC), rating=4)
    meant = intentions.make(first, by=asha, when=WHEN, then=THEN, follow_up_on=timezone.localdate() + timedelta(days=7))
    intentions.close(meant, by=asha, outcome="partly", said=SAID)
    drafts.keep(
        uuid.uuid4(), by=asha, seen=0, place="/spiegel/vraag/3/schrijven/", path="/spiegel/", fields={"text": DRAFT}
    )
    shared = share(first, ben)
    Opening.objects.create(share=shared)
    comment(shared, ben, OTHERS)
    comment(shared, asha, OWN)
    foreign = share(write(ben, FOREIGN), asha)
    comment(foreign, asha, "Mooi, Ben.")
    return Kept(first, second, shared, foreign)
