"""Everything that somebody's mirror holds, opened and in order of time, as plain values. What does not open is named, never left out."""

import html
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms.models import Edition, Kind
from cms.reflection_questions import BY_NUMBER
from learning.reflection.draft_queries import own_drafts, title_of
from learning.reflection.models import DIMENSIONS, Comment, Dimension, Draft, Entry, Intention, Outcome, Share
from learning.reflection.taking.choosing import EVERYTHING, Choice
from learning.reflection.words import Reader, Resolve, Words
from people.keys.vault import Unreadable
from people.models import User

T = TypeVar("T")
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h\d|blockquote|tr)>")


@dataclass(frozen=True)
class Said:
    """A comment at a shared entry. `text` is None when it does not open."""

    by: str
    own: bool
    at: datetime
    text: str | None


@dataclass(frozen=True)
class Given:
    """That an entry was shared, and what came of it."""

    to: str
    at: datetime
    until: date
    withdrawn_at: datetime | None
    opened: tuple[datetime, ...]
    comments: tuple[Said, ...]


@dataclass(frozen=True)
class Meant:
    """An intention. The words are None when they do not open."""

    resolve: Resolve | None
    made_at: datetime
    follow_up_on: date
    outcome: str
    closed_at: datetime | None

    @property
    def outcome_words(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True)
class Source:
    """Where something stood: a lesson, a case or a question, by its title and edition."""

    kind: str
    title: str
    edition: int


@dataclass(frozen=True)
class Taken:
    """One entry. `words` is None when it does not open."""

    id: uuid.UUID
    at: datetime
    question: int | None
    prompt: str
    words: Words | None
    written_at: tuple[str, ...]
    rating: int | None
    minutes: int | None
    asked: Source | None
    where: Source | None
    intention: Meant | None
    given: tuple[Given, ...]

    @property
    def name(self) -> str:
        """The question's short name."""
        return str(BY_NUMBER[self.question].name) if self.question else ""

    @property
    def asks(self) -> str:
        """What the question asks of you."""
        return str(BY_NUMBER[self.question].asks) if self.question else ""

    @property
    def dimensions(self) -> list[tuple[str, str]]:
        """What was written at each dimension, under its Dutch name."""
        said = self.words.dimensions if self.words else {}
        return [(str(Dimension(name).label), said[name]) for name in DIMENSIONS if said.get(name)]


@dataclass(frozen=True)
class Begun:
    """A draft: the fields of its form, or None when they do not open."""

    id: uuid.UUID
    at: datetime
    place: str
    fields: Mapping[str, str] | None

    @property
    def named(self) -> list[tuple[str, str]]:
        """What its form held, by the names that people know."""
        names = {
            "text": _("Tekst"),
            **{name: str(label) for name, label in Dimension.choices},
            "rating": _("Inschatting, van 1 tot 5"),
            "minutes": _("Minuten"),
        }
        return [(names.get(name, name), text) for name, text in (self.fields or {}).items()]


@dataclass(frozen=True)
class Received:
    """That a colleague gave one of theirs to read: who and until when, never what. One's own comments there are one's own words."""

    by: str
    at: datetime
    until: date
    withdrawn_at: datetime | None
    comments: tuple[Said, ...]


@dataclass(frozen=True)
class Mirror:
    """All of it, oldest first."""

    person: str
    made_at: datetime
    choice: Choice
    entries: tuple[Taken, ...]
    drafts: tuple[Begun, ...]
    received: tuple[Received, ...]

    @property
    def closed(self) -> int:
        """How many texts could not be opened."""
        meant = [one.intention for one in self.entries if one.intention]
        said = [one.comments for one in self.given] + [one.comments for one in self.received]
        return (
            sum(one.words is None for one in self.entries)
            + sum(one.resolve is None for one in meant)
            + sum(one.fields is None for one in self.drafts)
            + sum(word.text is None for words in said for word in words)
        )

    @property
    def given(self) -> list[Given]:
        return [given for one in self.entries for given in one.given]

    @property
    def rated(self) -> list[Taken]:
        """The points of the charts: entries with a rating, by question and then by time."""
        return sorted((one for one in self.entries if one.rating), key=lambda one: (one.question or 11, one.at))

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.drafts or self.received)


def gather(user: User, choice: Choice = EVERYTHING) -> Mirror:
    """What somebody wrote and shared, narrowed to a choice. A handful of statements, however much there is."""
    opened = _Opened(user)
    received = Share.objects.filter(person=user).select_related("entry__user").prefetch_related(_comments(user))
    return Mirror(
        person=user.get_full_name(),
        made_at=timezone.now(),
        choice=choice,
        entries=tuple(opened.entry(one) for one in _entries(user) if choice.holds(one.question, one.created_at)),
        drafts=tuple(
            opened.draft(one)
            for one in own_drafts(user.pk).order_by("saved_at", "pk")
            if choice.holds(_question_of(one), one.saved_at)
        ),
        received=tuple(
            opened.received(one) for one in received.order_by("created_at", "pk") if choice.holds(None, one.created_at)
        ),
    )


def _entries(user: User) -> list[Entry]:
    shares = (
        Share.objects.select_related("person").order_by("created_at", "pk").prefetch_related("openings", _comments())
    )
    return list(
        Entry.objects.filter(user=user)
        .select_related("lesson__taught", "asked__taught", "intention")
        .defer("lesson__content", "asked__content")
        .prefetch_related(Prefetch("shares", shares))
        .order_by("created_at", "pk")
    )


def _comments(by: User | None = None) -> "Prefetch[str]":
    found = Comment.objects.select_related("user").order_by("created_at", "pk")
    return Prefetch("comments", found.filter(user=by) if by else found)


def _question_of(draft: Draft) -> int | None:
    return title_of(draft.place)[1]


def plain(markup: str) -> str:
    """A prompt as it is read: its paragraphs on lines of their own, without marks."""
    lines = html.unescape(strip_tags(_BREAK.sub("\n", markup))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


class _Opened:
    """Opens rows into plain values, with each writer's key fetched once."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._readers: dict[uuid.UUID, Reader] = {}

    def _reader(self, writer: User) -> Reader:
        return self._readers.setdefault(writer.uuid, Reader(writer.uuid))

    def entry(self, entry: Entry) -> Taken:
        own = self._reader(self._user)
        intention = getattr(entry, "intention", None)
        return Taken(
            id=entry.pk,
            at=entry.created_at,
            question=entry.question,
            prompt=plain(entry.prompt),
            words=_or_none(own.entry, entry),
            written_at=tuple(entry.dimensions),
            rating=entry.rating,
            minutes=entry.minutes,
            asked=_source(entry.asked),
            where=_source(entry.lesson),
            intention=self._intention(intention) if intention else None,
            given=tuple(self._given(one) for one in entry.shares.all()),
        )

    def _intention(self, intention: Intention) -> Meant:
        return Meant(
            resolve=_or_none(self._reader(self._user).intention, intention),
            made_at=intention.created_at,
            follow_up_on=intention.follow_up_on,
            outcome=intention.outcome,
            closed_at=intention.closed_at,
        )

    def _given(self, share: Share) -> Given:
        return Given(
            to=share.person.get_full_name(),
            at=share.created_at,
            until=share.until,
            withdrawn_at=share.withdrawn_at,
            opened=tuple(sorted(one.at for one in share.openings.all())),
            comments=tuple(self._comment(one) for one in share.comments.all()),
        )

    def _comment(self, comment: Comment) -> Said:
        return Said(
            by=comment.user.get_full_name(),
            own=comment.user_id == self._user.pk,
            at=comment.created_at,
            text=_or_none(self._reader(comment.user).comment, comment),
        )

    def draft(self, draft: Draft) -> Begun:
        fields = _or_none(self._reader(self._user).draft, draft)
        return Begun(id=draft.pk, at=draft.saved_at, place=title_of(draft.place)[0], fields=fields)

    def received(self, share: Share) -> Received:
        return Received(
            by=share.entry.user.get_full_name(),
            at=share.created_at,
            until=share.until,
            withdrawn_at=share.withdrawn_at,
            comments=tuple(self._comment(one) for one in share.comments.all()),
        )


def _or_none(reading: Callable[..., T], row: object) -> T | None:
    try:
        return reading(row)
    except (Unreadable, ValueError, KeyError):  # sealed by a key that is gone, or not what this version wrote
        return None


def _source(edition: Edition | None) -> Source | None:
    if edition is None:
        return None
    return Source(str(Kind(edition.taught.kind).label), edition.taught.title, edition.number)
