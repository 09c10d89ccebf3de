"""Asking for a file, making it, and throwing it away. Log lines carry numbers and kinds, never a word."""

import logging
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.exports.kinds import Chosen, Made, Unavailable, kind
from people.exports.models import UNDER_WAY, Export, State
from people.keys import vault
from people.models import User
from people.refusal import Conflict, Refused

logger = logging.getLogger(__name__)
KEPT = timedelta(hours=24)
STALLED = timedelta(minutes=10)
"""After this long its worker is taken to have died, and the person may ask again."""
MOST = 5
"""Files of one person at a time."""


def ask(key: uuid.UUID, *, by: User, kind: str, chosen: Chosen) -> Export:
    """Have a file made. One at a time: while another is under way, that one is the answer. Safe to repeat.

    Raises Conflict when the key was used for another file, Refused when there are too many.
    """
    prune()
    try:
        with transaction.atomic():
            standing = _standing(key, by=by, kind=kind, chosen=chosen)
            if standing is not None:
                return standing
            if Export.objects.filter(user=by).count() >= MOST:
                raise Refused(_("Je hebt al %(most)s bestanden klaarstaan. Verwijder er eerst een.") % {"most": MOST})
            now = timezone.now()
            with transaction.atomic():
                made = Export.objects.create(
                    user=by, key=key, kind=kind, chosen=dict(chosen), asked_at=now, expires_at=now + KEPT
                )
            _enqueue(made)
    except IntegrityError:  # two at once: the first is the answer to both
        standing = _standing(key, by=by, kind=kind, chosen=chosen)
        if standing is None:
            raise
        return standing
    audit.record("ask-export", audit.named(made))
    return made


def _standing(key: uuid.UUID, *, by: User, kind: str, chosen: Chosen) -> Export | None:
    """What this key asked for before, or what is under way."""
    known = Export.objects.defer("sealed").filter(user=by, key=key).first()
    if known is not None and (known.kind, known.chosen) != (kind, dict(chosen)):
        raise Conflict(_("Met dit formulier vroeg je al om een ander bestand. Laad de pagina opnieuw."))
    return known or Export.objects.filter(user=by, state__in=UNDER_WAY).first()


def ask_again(export: Export, *, by: User) -> None:
    """Begin anew with one's own file that failed, or whose worker died. Safe to repeat; a file that is being made goes on."""
    stalled = timezone.now() - STALLED
    again = (
        Q(state=State.FAILED) | Q(state=State.BUSY, begun_at__lte=stalled) | Q(state=State.ASKED, asked_at__lte=stalled)
    )
    now = timezone.now()
    try:
        with transaction.atomic():
            changed = Export.objects.filter(again, pk=export.pk, user=by).update(
                state=State.ASKED, failure="", begun_at=None, asked_at=now, expires_at=now + KEPT
            )
            if changed:
                _enqueue(export)
    except IntegrityError:
        raise Conflict(_("Er wordt al een ander bestand voor je gemaakt. Wacht tot dat klaar is.")) from None


def _enqueue(export: Export) -> None:
    """In the caller's transaction, so that a row and its task are there together or not at all."""
    from people.exports.tasks import build_export

    build_export.enqueue(str(export.pk))


def delete(export: Export, *, by: User) -> None:
    """Throw one's own file away, truly, also while it is being made. Safe to repeat."""
    Export.objects.filter(pk=export.pk, user=by).delete()
    audit.record("delete-export", audit.named(export))


def clear(*, by: User) -> None:
    """Throw away every file of one's own, ready or not: what was deleted from the site stands in none of them. Safe to repeat."""
    Export.objects.filter(user=by).delete()


def prune() -> int:
    """Delete what is past its day, whoever's; answers how many. Safe to repeat."""
    count, _tables = Export.objects.filter(expires_at__lte=timezone.now()).delete()
    return count


def build(number: uuid.UUID) -> None:
    """Make one file: the worker's part. A file that is not waiting (any more) is left alone. Never raises what a room's maker raised."""
    prune()
    begun = timezone.now()
    if not Export.objects.filter(pk=number, state=State.ASKED).update(state=State.BUSY, begun_at=begun):
        return
    export = Export.objects.select_related("user").filter(pk=number, begun_at=begun).first()
    if export is None:  # deleted at this very moment
        return
    try:
        made = kind(export.kind).make(export.user, export.chosen)
        sealed = vault.seal_bytes(export.user.uuid, made.content, place=_place(export.pk))
    except Exception as fault:  # noqa: BLE001  whatever it is, the person must hear that it failed, and no log may hold its words
        logger.warning("export=%s kind=%s failed=%s", export.pk, export.kind, type(fault).__name__)
        _mine(export).update(state=State.FAILED, failure="missing" if isinstance(fault, Unavailable) else "fault")
        return
    _finish(export, made, sealed)


def _finish(export: Export, made: Made, sealed: bytes) -> None:
    now = timezone.now()
    kept = _mine(export).update(
        state=State.READY,
        sealed=sealed,
        extension=made.extension,
        size=len(made.content),
        ready_at=now,
        expires_at=now + KEPT,
    )
    logger.info(
        "export=%s kind=%s result=%s bytes=%s", export.pk, export.kind, "ready" if kept else "overtaken", len(sealed)
    )


def _mine(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, state=State.BUSY, begun_at=export.begun_at)


def opened(export: Export, *, by: User) -> bytes:
    """The file itself, for its owner. Raises vault.Unreadable."""
    content = vault.unseal_bytes(by.uuid, export.sealed or b"", place=_place(export.pk))
    audit.record("fetch-export", audit.named(export))
    return content


def _place(export: uuid.UUID) -> str:
    return f"people.export:{export}"
