"""As whom an author looks at a draft: a profession, and a municipality that filled its places, or did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from cms.blocks.choosers import working
from cms.blocks.text import rich_html
from cms.local import LocalNote
from cms.models import LocalText, Slot
from people.models import Organisation, Profession

EMPTY, INVENTED = "leeg", "verzonnen"
"""Places of nobody, and of a municipality that does not exist and filled all of them."""
_INVENTED = UUID("7d1c7c1e-4a3b-5c59-9d7a-0c3a4a4b6f10")
MOST_ORGANISATIONS = 50


@dataclass(frozen=True)
class Reader:
    """Somebody who learns: what they are, and where. An author who looks as themselves is no Reader."""

    profession: str = ""
    place: str = EMPTY
    organisation_id: int | None = None

    def notes(self, slots: Iterable[Slot]) -> dict[int, LocalNote]:
        """What this reader meets in the places, by the number of the slot."""
        wanted = list(slots)
        if self.place == INVENTED:
            return {slot.pk: _invented(slot) for slot in wanted}
        if self.organisation_id is None or not wanted:
            return {}
        texts = LocalText.objects.filter(organisation_id=self.organisation_id, slot__in=wanted, live=True)
        return {text.slot_id: note_of(text) for text in texts.select_related("slot")}


def note_of(text: LocalText) -> LocalNote:
    """A local text as it stands in the database."""
    return LocalNote(text.slot.key, text.uuid, rich_html(text.text), text.owner, text.reviewed_on, text.review_by)


def _invented(slot: Slot) -> LocalNote:
    today = timezone.localdate()
    words = _("Hier staat wat een gemeente bij ‘%(title)s’ schrijft. Dit is een verzonnen voorbeeld.") % {
        "title": slot.title
    }
    return LocalNote(
        slot.key,
        uuid5(_INVENTED, slot.key),
        format_html("<p>{}</p>", words),
        _("een verzonnen gemeente"),
        today,
        today + timedelta(days=365),
    )


def places() -> list[tuple[str, str]]:
    """Where a reader may be, as value and label: nobody's, the invented one, and each organisation whose texts this author may see."""
    return [
        (EMPTY, _("zonder teksten van een gemeente")),
        (INVENTED, _("in een verzonnen gemeente")),
        *((str(one.uuid), _("bij %(name)s") % {"name": one.name}) for one in _organisations()),
    ]


def _organisations() -> list[Organisation]:
    user = working()
    if user is None:
        return []
    seen = policy_registry.get_by_type(LocalText).instances_user_has_permission_for(user, "view")
    mine = Organisation.objects.filter(pk__in=seen.filter(live=True).values("organisation"))
    return list(mine.order_by("name")[:MOST_ORGANISATIONS])


def reader_of(profession: str, place: str) -> Reader:
    """The reader that a form or address names. What this author may not choose is nobody's place and no profession."""
    known = profession if profession in Profession.values else ""
    if place == INVENTED:
        return Reader(known, INVENTED)
    found = next((one for one in _organisations() if str(one.uuid) == place), None)
    return Reader(known, place, found.pk) if found is not None else Reader(known)


def preview_modes() -> list[tuple[str, Any]]:
    """Wagtail’s list beside the form: as an author, in each place, as each profession. Both at once: "Probeer als cursist"."""
    professions = [
        (f"beroep:{value}", _("Als %(profession)s") % {"profession": label}) for value, label in Profession.choices
    ]
    return [
        ("", _("Als auteur: lege plekken zijn te zien")),
        *((f"plek:{value}", _("Als cursist %(place)s") % {"place": label}) for value, label in places()),
        *professions,
    ]


def reader_in(mode: str) -> Reader | None:
    """The reader of a mode; None for the author's own look. A profession is looked at in the invented municipality."""
    kind, _colon, value = mode.partition(":")
    if kind == "beroep":
        return reader_of(value, INVENTED)
    return reader_of("", value) if kind == "plek" else None
