"""What is shared, as its owner or the one person it is shared with may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags

from learning.reflection.models import Comment, Entry, Opening, Share
from learning.reflection.words import Reader, Words
from people.colleagues import together
from people.keys.vault import Unreadable

RUNNING, APART, ENDED, WITHDRAWN = "running", "apart", "ended", "withdrawn"
"""What a share is: to be read; resting, because the two have no organisation in common now; past its day; taken back before it."""
ONE_OPENING = timedelta(minutes=10)
"""Opening a share again within this time is the same opening."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment, opened. `text` is None when it cannot be opened any more; `own`: who reads it wrote it."""

    uuid: UUID
    name: str
    text: str | None
    at: datetime
    own: bool


@dataclass(frozen=True, kw_only=True)
class SharedWith:
    """One share of one's own entry: with whom, until when, when it was opened (newest first), and what was said back."""

    uuid: UUID
    name: str
    until: date
    state: str
    withdrawn_at: datetime | None
    openings: tuple[datetime, ...]
    comments: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Given:
    """A share of one's own that runs, in a list: what, written when, with whom, until when."""

    uuid: UUID
    entry: UUID
    title: str
    written_at: datetime
    name: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Received:
    """A share with oneself that runs, in a list: the question, written when and by whom, until when, and whether it was opened before."""

    uuid: UUID
    title: str
    written_at: datetime
    question: int | None
    name: str
    until: date
    opened: bool


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """A comment of one's own at what is not shared with one any more: neither its words nor the entry's show, but it can be deleted."""

    uuid: UUID
    name: str
    at: datetime


# --- Shares ---------------------------------------------------------------------------------------


def running_shares(today: date) -> QuerySet[Share]:
    """Shares that may be read today: not withdrawn, their last day not past, both accounts open and in one organisation."""
    return Share.objects.filter(
        together("entry__user", "person", on=today),
        withdrawn_at__isnull=True,
        until__gte=today,
        entry__user__is_active=True,
        person__is_active=True,
    ).select_related("entry__user", "person")


def shared_with(user_id: int, share: UUID) -> Share | None:
    """A share that this person may read now, with its entry and both people; None for anybody else's, as if it did not exist."""
    return running_shares(timezone.localdate()).filter(pk=share, person=user_id).first()


def own_share(user_id: int, share: UUID) -> Share | None:
    """A share of one's own entry, whatever became of it; None for anybody else's."""
    return Share.objects.select_related("entry__user", "person").filter(pk=share, entry__user=user_id).first()


def runs(share: UUID) -> bool:
    """Whether a share may be read now."""
    return running_shares(timezone.localdate()).filter(pk=share).exists()


def unopened_shares(user_id: int, *, on: date) -> QuerySet[Share]:
    """Shares with this person that may be read and were not opened yet, in no order."""
    opened = Opening.objects.filter(share=OuterRef("pk"))
    return running_shares(on).filter(~Exists(opened), person=user_id).order_by()


def received(user_id: int) -> tuple[Received, ...]:
    """What is shared with this person now, newest first. One statement."""
    opened = Exists(Opening.objects.filter(share=OuterRef("pk")))
    rows = running_shares(timezone.localdate()).filter(person=user_id).annotate(opened=opened)
    return tuple(
        Received(
            uuid=share.pk,
            title=strip_tags(share.entry.prompt),
            written_at=share.entry.created_at,
            question=share.entry.question,
            name=share.entry.user.get_full_name(),
            until=share.until,
            opened=share.opened,
        )
        for share in rows.defer("entry__sealed", "entry__sealed_dimensions")
    )


def given(user_id: int) -> tuple[Given, ...]:
    """What this person shares now, newest first. One statement."""
    rows = running_shares(timezone.localdate()).filter(entry__user=user_id)
    return tuple(
        Given(
            uuid=share.pk,
            entry=share.entry_id,
            title=strip_tags(share.entry.prompt),
            written_at=share.entry.created_at,
            name=share.person.get_full_name(),
            until=share.until,
        )
        for share in rows.defer("entry__sealed", "entry__sealed_dimensions")
    )


def sharing_of(user_id: int, entry: Entry) -> tuple[SharedWith, ...]:
    """With whom one's own entry is or was shared, newest first.

    Three statements, and one for the key of each person who said something; one when it never was shared.
    """
    today = timezone.localdate()
    near = ExpressionWrapper(Q(together("entry__user", "person", on=today)), output_field=BooleanField())
    rows = (
        Share.objects.filter(entry=entry, entry__user=user_id)
        .select_related("person")
        .prefetch_related("openings", Prefetch("comments", Comment.objects.select_related("user")))
        .annotate(is_near=near)
    )
    readers: dict[UUID, Reader] = {}
    return tuple(
        SharedWith(
            uuid=share.pk,
            name=share.person.get_full_name(),
            until=share.until,
            state=_state(share, today, near=share.is_near and share.person.is_active),
            withdrawn_at=share.withdrawn_at,
            openings=tuple(opening.at for opening in share.openings.all()),
            comments=_opened(share.comments.all(), readers, user_id),
        )
        for share in rows
    )


def _state(share: Share, today: date, *, near: bool) -> str:
    """A share that was closed after its last day has ended by itself."""
    if share.withdrawn_at is not None and timezone.localdate(share.withdrawn_at) <= share.until:
        return WITHDRAWN
    if share.until < today:
        return ENDED
    return RUNNING if near else APART


def was_just_opened(share: Share, now: datetime) -> bool:
    """Whether this opening is still the last one that was written down."""
    return Opening.objects.filter(share=share, at__gt=now - ONE_OPENING).exists()


# --- Words ----------------------------------------------------------------------------------------


def words_of(share: Share) -> Words | None:
    """What the one it is shared with reads: never more than text and dimensions. None when it cannot be opened any more."""
    try:
        return Reader(share.entry.user.uuid).entry(share.entry)
    except Unreadable:
        return None


def comments_at(share: Share, *, reader: int) -> tuple[Said, ...]:
    """What the two said at one share, oldest first, for either of them."""
    return _opened(Comment.objects.filter(share=share).select_related("user"), {}, reader)


def _opened(comments: Iterable[Comment], readers: dict[UUID, Reader], reader: int) -> tuple[Said, ...]:
    return tuple(
        Said(
            uuid=comment.pk,
            name=comment.user.get_full_name(),
            text=_text(comment, readers.setdefault(comment.user.uuid, Reader(comment.user.uuid))),
            at=comment.created_at,
            own=comment.user_id == reader,
        )
        for comment in comments
    )


def _text(comment: Comment, reader: Reader) -> str | None:
    try:
        return reader.comment(comment)
    except Unreadable:
        return None


def deletable_comment(user_id: int, comment: UUID) -> Comment | None:
    """A comment that this person may delete: one's own, and any at one's own entry."""
    found = Comment.objects.select_related("share__entry").filter(Q(user=user_id) | Q(share__entry__user=user_id))
    return found.filter(pk=comment).first()


def left_behind(user_id: int) -> tuple[LeftBehind, ...]:
    """One's own comments at what is not shared with one any more, newest first. One statement."""
    running = running_shares(timezone.localdate()).filter(pk=OuterRef("share"))
    rows = (
        Comment.objects.filter(~Exists(running), user=user_id, share__person=user_id)
        .select_related("share__entry__user")
        .defer("share__entry__sealed", "share__entry__sealed_dimensions", "sealed")
        .order_by("-created_at")
    )
    return tuple(LeftBehind(uuid=one.pk, name=one.share.entry.user.get_full_name(), at=one.created_at) for one in rows)
