"""Writing and deleting in one's own mirror."""

import uuid

from django.utils.translation import gettext as _

from cms.editions.memory import LoadedEdition
from learning.reflection.models import Entry
from people.keys import vault
from people.models import User
from people.refusal import Conflict, Refused

MAX_TEXT = 20_000
"""Characters of one entry."""


def checked_text(text: str) -> str:
    """The text as it will be kept. Raises Refused when there is nothing, or too much."""
    if not text.strip():
        raise Refused(_("Schrijf eerst iets, of kies ‘Nu niet’."))
    if len(text) > MAX_TEXT:
        raise Refused(
            _("Je tekst is te lang: hooguit %(most)s tekens, dit zijn er %(now)s. Er is niets bewaard.")
            % {"most": MAX_TEXT, "now": len(text)}
        )
    return text


def seal_entry(entry_id: uuid.UUID, text: str, *, by: User) -> bytes:
    """An entry's text, sealed for its writer and bound to its row. Raises Refused when there is no key to seal it under."""
    try:
        return vault.seal(by.uuid, text, place=f"reflection.entry:{entry_id}")
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _("Je tekst kan nu niet veilig worden bewaard. Er is niets bewaard; je tekst staat er nog.")
        ) from fault


def open_entry(entry: Entry, *, by: User) -> str:
    """The text of one's own entry. Raises vault.Unreadable."""
    return vault.unseal(by.uuid, entry.sealed, place=f"reflection.entry:{entry.uuid}")


def add_entry(
    entry_id: uuid.UUID,
    *,
    by: User,
    key: uuid.UUID,
    sealed: bytes,
    prompt: str,
    question: int | None,
    lesson: LoadedEdition | None,
    block: str,
) -> Entry:
    """Insert one entry, inside the caller's transaction. Raises IntegrityError when the key was used before."""
    return Entry.objects.create(
        uuid=entry_id,
        user=by,
        key=key,
        sealed=sealed,
        prompt=prompt,
        question=question,
        lesson_id=lesson.pk if lesson else None,
        block=block,
    )


def entry_of_key(*, by: User, key: uuid.UUID, text: str, block: str) -> Entry:
    """The entry that this key already made. Raises Conflict when the key came with another text, which was not saved."""
    entry = Entry.objects.get(user=by, key=key)
    if entry.block != block or open_entry(entry, by=by) != text:
        raise Conflict(
            _(
                "Onder dit formulier is al een andere tekst bewaard. Die staat in je spiegel."
                " Wat hier staat is nog niet bewaard: bewaar het opnieuw."
            )
        )
    return entry


def delete_entry(entry: Entry, *, by: User) -> None:
    """Delete one's own entry, truly. Safe to repeat."""
    Entry.objects.filter(pk=entry.pk, user=by).delete()
