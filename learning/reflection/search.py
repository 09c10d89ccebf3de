"""Searching one's own mirror: every text is opened in memory, compared, and forgotten."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from learning.reflection.draft_queries import own_drafts
from learning.reflection.models import DIMENSIONS, Draft, Entry, Intention
from learning.reflection.overview_queries import (
    Glimpse,
    Resolution,
    UnderWay,
    glimpse_of,
    resolution_of,
    whole_entries,
    whole_intentions,
)
from learning.reflection.words import Reader
from people.keys.vault import Unreadable
from people.models import User
from people.searching import Part, excerpt, holds, words_of

Record = TypeVar("Record", Entry, Draft, Intention)
MOST_LETTERS = 200
"""Characters of what one may look for."""
MOST_FOUND = 100


@dataclass(frozen=True)
class Found:
    """One text that holds every word: what it is, when it was written, and the neighbourhood of the first word."""

    about: Glimpse | Resolution | UnderWay
    at: datetime
    excerpt: Sequence[Part]


@dataclass(frozen=True)
class Result:
    """What was found, newest first; whether there is more than may show, and how many texts did not open."""

    found: Sequence[Found]
    more: bool
    unreadable: int


@dataclass(frozen=True)
class _Text:
    """One opened text; None when its key is gone."""

    about: Glimpse | Resolution | UnderWay
    at: datetime
    text: str | None


def search(user: User, asked: str) -> Result:
    """Everything of one's own that holds every word of `asked`. Four statements, however much there is."""
    words = words_of(asked)
    texts = list(_texts(user)) if words else []
    hits = sorted(
        ((one.at, one.about, one.text) for one in texts if one.text is not None and holds(one.text, words)),
        key=lambda hit: hit[0],
        reverse=True,
    )
    return Result(
        found=[Found(about, at, excerpt(text, words)) for at, about, text in hits[:MOST_FOUND]],
        more=len(hits) > MOST_FOUND,
        unreadable=sum(one.text is None for one in texts),
    )


def _texts(user: User) -> Iterator[_Text]:
    """Each of one's own texts, opened."""
    reader = Reader(user.uuid)
    for entry in whole_entries(user.pk):
        yield _Text(glimpse_of(entry), entry.created_at, _opened(_of_entry, reader, entry))
    for draft in own_drafts(user.pk):
        about = UnderWay(draft.pk, draft.place, draft.path, draft.saved_at)
        yield _Text(about, draft.saved_at, _opened(_of_draft, reader, draft))
    for intention in whole_intentions(user.pk):
        yield _Text(resolution_of(intention), intention.created_at, _opened(_of_intention, reader, intention))


def _opened(read: Callable[[Reader, Record], str], reader: Reader, record: Record) -> str | None:
    try:
        return read(reader, record)
    except Unreadable:
        return None


def _of_entry(reader: Reader, entry: Entry) -> str:
    return reader.entry(entry).everything


def _of_draft(reader: Reader, draft: Draft) -> str:
    kept = reader.draft(draft)
    return "\n".join(kept[name] for name in ("text", *DIMENSIONS) if kept.get(name))


def _of_intention(reader: Reader, intention: Intention) -> str:
    resolve = reader.intention(intention)
    return "\n".join(text for text in (resolve.when, resolve.then, resolve.outcome) if text)
