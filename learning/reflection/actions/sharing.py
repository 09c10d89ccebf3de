"""Giving somebody one entry to read, taking it back, and saying something about it.

Whatever is written about the shares of an entry is written while its row is held; so none outlives its deletion or withdrawal.
"""

import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.reflection.models import Comment, Entry, Opening, Share
from learning.reflection.sharing_queries import runs, shared_with, was_just_opened
from learning.reflection.words import Reader, of_comment, seal
from people.audit import named, record
from people.colleagues import colleague
from people.exports import actions as exports
from people.models import User
from people.refusal import Conflict, Refused

USUAL = timedelta(weeks=2)
LONGEST = timedelta(days=90)
MAX_COMMENT = 5_000
"""Characters of one comment."""


# --- Sharing --------------------------------------------------------------------------------------


def share(entry: Entry, *, by: User, person: uuid.UUID, until: date) -> Share:
    """Let a colleague read one's own entry until a day, that day included. Safe to repeat.

    A share that runs is kept, and its day changed; one that is past is closed, and a new one made. Raises Refused.
    """
    _check_day(until)
    if person == by.uuid:
        raise Refused(_("Met jezelf delen hoeft niet: jij kunt je tekst altijd lezen. Kies een collega."))
    with transaction.atomic():
        other = colleague(by.pk, person)
        if other is None:
            raise Refused(_("Deze persoon hoort nu niet bij je organisatie. Kies iemand anders."))
        if not _hold(entry, by=by):
            raise Refused(_("Deze tekst staat niet meer in je spiegel. Er is niets gedeeld."))
        given, is_new = _given(entry, other, until)
    record("share" if is_new else "share-until", named(given), actor=by)
    return given


def _given(entry: Entry, other: User, until: date) -> tuple[Share, bool]:
    """The share as it stands now, and whether it was made just now."""
    standing = Share.objects.filter(entry=entry, person=other, withdrawn_at__isnull=True).first()
    if standing is not None and standing.until >= timezone.localdate():
        standing.until = until
        standing.save(update_fields=["until"])
        return standing, False
    if standing is not None:
        standing.withdrawn_at = timezone.now()
        standing.save(update_fields=["withdrawn_at"])
    return Share.objects.create(entry=entry, person=other, until=until), True


def withdraw(given: Share, *, by: User) -> None:
    """Take one's own share back: from now on nothing of it can be read. Safe to repeat."""
    with transaction.atomic():
        if not _hold(given.entry, by=by):
            return
        changed = Share.objects.filter(pk=given.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    if changed:
        record("withdraw", named(given), actor=by)


def note_opening(given: Share, *, by: User) -> bool:
    """Write down that somebody opens what is shared with them, once in ten minutes. False when they may not read it any more."""
    with transaction.atomic():
        if not _hold(given.entry) or shared_with(by.pk, given.pk) is None:
            return False
        if not was_just_opened(given, timezone.now()):
            Opening.objects.create(share=given)
    return True


def _hold(entry: Entry, *, by: User | None = None) -> bool:
    """Hold the entry's row until the transaction ends; False when it is gone, or is not this person's."""
    rows = Entry.objects.select_for_update().only("pk").filter(pk=entry.pk)
    return (rows if by is None else rows.filter(user=by)).first() is not None


def _check_day(until: date) -> None:
    today = timezone.localdate()
    if until < today:
        raise Refused(_("Die dag is al voorbij. Kies vandaag of een dag daarna."))
    if until > today + LONGEST:
        raise Refused(_("Dat is te ver vooruit. Kies een dag binnen 90 dagen; verlengen kan later altijd."))


# --- Saying something back --------------------------------------------------------------------------


def comment(given: Share, *, by: User, key: uuid.UUID, text: str) -> Comment:
    """Say something at a share, as either of the two. The same key gives the same comment.

    Raises Refused when there is nothing, too much, or nothing shared any more; Conflict for another text under the same key.
    """
    _check_words(text)
    number = uuid.uuid4()
    sealed = seal(text, of_comment(number), by=by)
    try:
        with transaction.atomic():
            if _may_speak(given, by):
                return Comment.objects.create(uuid=number, share=given, user=by, key=key, sealed=sealed)
    except IntegrityError:
        return _of_key(given, by=by, key=key, text=text)
    if Comment.objects.filter(user=by, key=key).exists():  # kept while it was still shared; only the reply was lost
        return _of_key(given, by=by, key=key, text=text)
    raise Refused(_("Deze tekst wordt niet meer gedeeld. Je reactie is niet bewaard; ze staat er nog."))


def _may_speak(given: Share, by: User) -> bool:
    return by.pk in {given.person_id, given.entry.user_id} and _hold(given.entry) and runs(given.pk)


def _of_key(given: Share, *, by: User, key: uuid.UUID, text: str) -> Comment:
    """The comment that this key already made. Raises Conflict when the key came with other words, which were not saved."""
    kept = Comment.objects.get(user=by, key=key)
    if kept.share_id != given.pk or Reader(by.uuid).comment(kept) != text:
        raise Conflict(
            _(
                "Onder dit formulier is al een andere reactie bewaard. Wat hier staat is nog niet bewaard: bewaar het opnieuw."
            )
        )
    return kept


def forget_taken(speaker: User) -> None:
    """Throw away the files of others that hold what this person said at their texts: sealed for them, they would outlive its key.

    Inside the caller's transaction, and once more after it, for a file that was made meanwhile.
    """
    owners = list(User.objects.filter(pk__in=Comment.objects.filter(user=speaker).values("share__entry__user")))

    def clear() -> None:
        for owner in owners:
            exports.clear(by=owner)

    clear()
    transaction.on_commit(clear)


def delete_comment(said: Comment, *, by: User) -> None:
    """Delete one's own comment, or any at one's own entry, truly. Safe to repeat."""
    if by.pk in {said.user_id, said.share.entry.user_id}:
        Comment.objects.filter(pk=said.pk).delete()


def _check_words(text: str) -> None:
    if not text.strip():
        raise Refused(_("Schrijf eerst iets."))
    if len(text) > MAX_COMMENT:
        raise Refused(
            _("Je reactie is te lang: hooguit %(most)s tekens, dit zijn er %(now)s. Er is niets bewaard.")
            % {"most": MAX_COMMENT, "now": len(text)}
        )
