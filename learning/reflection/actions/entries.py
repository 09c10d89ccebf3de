"""Writing and deleting in one's own mirror."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from learning.reflection.models import DIMENSIONS, MOST_MINUTES, Draft, Entry
from learning.reflection.signals import entry_deleted
from learning.reflection.words import Reader, Words, of_entry, seal, seal_dimensions
from people.models import User
from people.refusal import Conflict, Refused

MAX_TEXT = 20_000
"""Characters of one text."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What an entry answers to: the prompt's text of that day, which of the ten, and the editions it stood in."""

    prompt: str
    question: int | None = None
    asked_id: int | None = None
    lesson_id: int | None = None
    block: str = ""


@dataclass(frozen=True)
class Sealed:
    """An entry's words, sealed and bound to a row that is still to be made."""

    entry: uuid.UUID
    text: bytes
    dimensions: bytes | None
    written_at: frozenset[str]


def checked(words: Words) -> Words:
    """The words as they will be kept. Raises Refused when there is nothing, or too much."""
    if not words.text.strip():
        raise Refused(_("Schrijf eerst iets, of kies ‘Nu niet’."))
    longest = max(map(len, (words.text, *words.dimensions.values())))
    if longest > MAX_TEXT:
        raise Refused(
            _("Je tekst is te lang: hooguit %(most)s tekens, dit zijn er %(now)s. Er is niets bewaard.")
            % {"most": MAX_TEXT, "now": longest}
        )
    return words


def sealed(words: Words, *, by: User) -> Sealed:
    """The checked words, sealed for a new entry. Raises Refused."""
    words, entry = checked(words), uuid.uuid4()
    text = seal(words.text, of_entry(entry), by=by)
    dimensions = seal_dimensions(entry, words.dimensions, by=by)
    written_at = frozenset(name for name in DIMENSIONS if words.dimensions.get(name, "").strip())
    return Sealed(entry, text, dimensions, written_at)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What goes with the words: a self-rating (1-5), minutes, and whether its form keeps drafts under the same key."""

    rating: int | None = None
    minutes: int | None = None
    keeps_drafts: bool = False


def add(words: Sealed, *, by: User, key: uuid.UUID, about: About, beside: Beside = Beside()) -> Entry:
    """Insert one entry, inside the caller's transaction; the draft it grew from goes. Raises IntegrityError for a key used before."""
    entry = Entry.objects.create(
        uuid=words.entry,
        user=by,
        key=key,
        sealed=words.text,
        sealed_dimensions=words.dimensions,
        prompt=about.prompt,
        question=about.question,
        asked_id=about.asked_id,
        lesson_id=about.lesson_id,
        block=about.block,
        rating=beside.rating,
        minutes=beside.minutes,
        **{f"has_{name}": name in words.written_at for name in DIMENSIONS},
    )
    if beside.keeps_drafts:
        Draft.objects.filter(pk=key, user=by).delete()
    return entry


def write(words: Words, *, by: User, key: uuid.UUID, about: About, beside: Beside = Beside()) -> Entry:
    """Save one entry, begun in the mirror itself. The same key gives the same entry. Raises Refused, and Conflict for another text."""
    ready = sealed(words, by=by)
    try:
        with transaction.atomic():
            return add(ready, by=by, key=key, about=about, beside=beside)
    except IntegrityError:
        return of_key(words, by=by, key=key, about=about)


def of_key(words: Words, *, by: User, key: uuid.UUID, about: About) -> Entry:
    """The entry that this key already made. Raises Conflict when the key came with other words, which were not saved."""
    entry = Entry.objects.get(user=by, key=key)
    kept = Reader(by.uuid).entry(entry)
    given = {name: text for name, text in words.dimensions.items() if text.strip()}
    same_place = (entry.block, entry.question) == (about.block, about.question)
    if not same_place or (kept.text, dict(kept.dimensions)) != (words.text, given):
        raise Conflict(
            _(
                "Onder dit formulier is al een andere tekst bewaard. Die staat in je spiegel."
                " Wat hier staat is nog niet bewaard: bewaar het opnieuw."
            )
        )
    return entry


def delete(entry: Entry, *, by: User, keep_activity: bool = False) -> None:
    """Delete one's own entry, truly, with its intention, its shares and what was said at them. Safe to repeat.

    Its line in the dossier (day, minutes, method) goes too, unless its owner keeps it.
    """
    with transaction.atomic():
        found = Entry.objects.select_for_update().filter(pk=entry.pk, user=by).first()
        if found is not None:
            entry_deleted.send(Entry, entry=found, keep_activity=keep_activity)
            Draft.objects.filter(pk=found.key, user=by).delete()  # kept in the very moment when the entry was saved
            found.delete()


def set_minutes(entry: Entry, *, by: User, minutes: int | None) -> None:
    """Say how long one's own entry took (1-600 minutes), or take that back. Safe to repeat."""
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 600, of laat het leeg."))
    Entry.objects.filter(pk=entry.pk, user=by).update(minutes=minutes)
