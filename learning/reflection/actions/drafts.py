"""Keeping what is being written: every save over what its writer saw, never over what they did not see."""

import json
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.reflection.actions.entries import MAX_TEXT
from learning.reflection.models import Draft, Entry
from learning.reflection.words import Reader, of_draft, seal
from people.keys.vault import Unreadable
from people.models import User
from people.refusal import Conflict, Refused

FIELDS = ("text", "technical", "normative", "personal", "rating", "minutes", "guard_seen")
"""What a draft keeps of its form: its fields, and that its writer saw the guard's hint."""
_LONGEST_PLACE = 300
MOST = 200
"""Drafts of one person."""


class AlreadySaved(Conflict):
    """What this draft was about is an entry by now. `entry` is its number."""

    def __init__(self, entry: uuid.UUID) -> None:
        super().__init__(_("Deze tekst is al bewaard, in een ander tabblad of op een ander apparaat."))
        self.entry = entry


class Overtaken(Conflict):
    """Another tab or device saved this draft since; nothing was overwritten. `other` is what it holds now."""

    def __init__(self, other: Mapping[str, str]) -> None:
        super().__init__(_("Deze tekst is ook in een ander tabblad of op een ander apparaat veranderd."))
        self.other = other


def keep(draft: uuid.UUID, *, by: User, seen: int, place: str, path: str, fields: Mapping[str, str]) -> Draft:
    """Keep what a form holds now under its number; `seen` is the version that its writer had before them (0: none yet). Safe to repeat.

    Raises Overtaken when another version stands, AlreadySaved when the text became an entry, and Refused when it is too long.
    """
    kept = {name: fields[name] for name in FIELDS if fields.get(name)}
    if max(map(len, kept.values()), default=0) > MAX_TEXT:
        raise Refused(_("Je tekst is te lang om te bewaren: hooguit %(most)s tekens.") % {"most": MAX_TEXT})
    if len(place) > _LONGEST_PLACE:
        raise Refused(_("Dit concept kan hier niet worden bewaard. Laad de pagina opnieuw."))
    sealed = seal(json.dumps(kept), of_draft(draft), by=by)
    now = timezone.now()
    with transaction.atomic():
        standing = Draft.objects.filter(pk=draft, user=by, version=seen)
        if standing.update(sealed=sealed, version=seen + 1, saved_at=now):
            now_kept = Draft(uuid=draft, user=by, version=seen + 1, saved_at=now)
        else:
            now_kept = _first(draft, by=by, seen=seen, place=place, path=path, sealed=sealed, kept=kept)
        # Looked at last: of an entry and a draft that are saved at once, the draft is taken back, or found by the next save.
        entry = Entry.objects.filter(user=by, key=draft).values_list("pk", flat=True).first()
        if entry is not None:
            raise AlreadySaved(entry)
    return now_kept


def _first(
    draft: uuid.UUID, *, by: User, seen: int, place: str, path: str, sealed: bytes, kept: Mapping[str, str]
) -> Draft:
    """The draft as new, unless it stands already."""
    standing = Draft.objects.select_for_update().filter(pk=draft, user=by).first()
    if standing is not None:
        return _same_or_overtaken(standing, kept, by=by)
    if Draft.objects.filter(user=by).count() >= MOST:
        raise Refused(_("Je hebt al %(most)s concepten. Bewaar of verwijder er eerst een paar.") % {"most": MOST})
    try:
        with transaction.atomic():
            return Draft.objects.create(
                uuid=draft, user=by, place=place, path=path, sealed=sealed, version=seen + 1, saved_at=timezone.now()
            )
    except IntegrityError:  # the same first save twice at once, or a number that is another's
        standing = Draft.objects.filter(pk=draft, user=by).first()
        if standing is None:
            raise Refused(_("Dit concept kan hier niet worden bewaard. Laad de pagina opnieuw.")) from None
        return _same_or_overtaken(standing, kept, by=by)


def _same_or_overtaken(standing: Draft, kept: Mapping[str, str], *, by: User) -> Draft:
    """A save that comes twice is one save."""
    try:
        other = Reader(by.uuid).draft(standing)
    except Unreadable:
        other = {}
    if other == dict(kept):
        return standing
    raise Overtaken(other)


def delete(draft: uuid.UUID, *, by: User) -> None:
    """Throw one's own draft away, truly. Safe to repeat."""
    Draft.objects.filter(pk=draft, user=by).delete()
