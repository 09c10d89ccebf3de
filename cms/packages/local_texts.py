"""What one organisation filled in, in a package: along only when asked for, and never over a text that stands there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms.exporting.files import ExportRefused, Files
from cms.exporting.rich_text import Unwritable, normal, to_markdown
from cms.importing.blocks import messages
from cms.importing.fields import Fields
from cms.importing.files import Folder, Unreadable
from cms.importing.problems import ImportRefused, Problem, Problems
from cms.importing.rich_text import PARAGRAPHS, MarkdownRefused, to_rich_text
from cms.models import LocalText, Slot
from cms.packages.difference import LEFT, NEW, SAME, Item
from people.models import Organisation, User

FILE = "local.json"
FORMAT = "leerspiegel-local/1"
_SHOWN = 500
"""Characters of a text that the difference shows of each side."""


@dataclass(frozen=True, kw_only=True)
class LocalDraft:
    """A local text to be."""

    slot: str
    text: str
    owner: str
    reviewed_on: date
    review_by: date

    @property
    def name(self) -> str:
        """What `--only` calls it."""
        return f"local/{self.slot}"

    def says(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("text", "owner", "reviewed_on", "review_by")}


@dataclass
class LocalLayer:
    """The local texts of a package, and the name of the organisation that wrote them."""

    written_by: str = ""
    drafts: list[LocalDraft] = field(default_factory=list)


# --- Out ----------------------------------------------------------------------------------------------


def local_files(slots: Iterable[str], organisation: Organisation, *, published: bool) -> Files:
    """What the organisation wrote in these slots, as a file; none when it wrote nothing. Raises ExportRefused."""
    rows = LocalText.objects.filter(organisation=organisation, slot__key__in=set(slots)).select_related("slot")
    found = [row if published else row.get_latest_revision_as_object() for row in rows if row.live or not published]
    if not found:
        return {}
    texts = [_as_json(one) for one in sorted(found, key=lambda one: str(one.slot.key))]
    said = {"format": FORMAT, "organisation": organisation.name, "texts": texts}
    return {FILE: (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()}


def _as_json(text: LocalText) -> dict[str, Any]:
    try:
        words = to_markdown(text.text, PARAGRAPHS)
        to_rich_text(words, PARAGRAPHS)
    except (Unwritable, MarkdownRefused) as why:
        remedy = _("Pas jullie tekst bij ‘%(slot)s’ aan, of exporteer zonder jullie teksten.") % {"slot": text.slot}
        raise ExportRefused([Problem(FILE, text.slot.key, str(why), remedy)]) from None
    days = {name: str(getattr(text, name)) for name in ("reviewed_on", "review_by")}
    return {"slot": text.slot.key, "text": words, "owner": text.owner.strip(), **days}


# --- In -----------------------------------------------------------------------------------------------


def read_local(folder: Path, problems: Problems) -> LocalLayer:
    """What the folder holds of local texts; nothing when it says nothing."""
    if not (folder / FILE).exists():
        return LocalLayer()
    try:
        fields = Fields(Folder(folder, problems).json(FILE), FILE, "", problems)
    except Unreadable:
        return LocalLayer()
    fields.choice("format", [FORMAT])
    layer = LocalLayer(fields.text("organisation", longest=200))
    for one in fields.groups("texts", most=200):
        draft = _draft(one)
        if draft is not None and draft.slot in {known.slot for known in layer.drafts}:
            one.note("slot", _("De plek ‘%(key)s’ staat er twee keer.") % {"key": draft.slot}, _("Laat er één staan."))
        elif draft is not None:
            layer.drafts.append(draft)
    fields.done()
    return layer


def _draft(fields: Fields) -> LocalDraft | None:
    """One text; None when something is wrong with it, which is noted."""
    slot, owner = fields.slug("slot"), fields.text("owner", longest=120)
    reviewed_on, review_by = fields.day("reviewed_on"), fields.day("review_by")
    html = _html(fields)
    fields.done()
    if reviewed_on is None or review_by is None or not (slot and owner and html):
        return None
    if review_by <= reviewed_on:
        fields.note("review_by", _("Deze datum ligt niet na reviewed_on."), _("Kies een latere datum."))
        return None
    return LocalDraft(slot=slot, text=html, owner=owner, reviewed_on=reviewed_on, review_by=review_by)


def _html(fields: Fields) -> str:
    try:
        return to_rich_text(fields.text("text", longest=10_000), PARAGRAPHS)
    except MarkdownRefused as refused:
        for _line, wrong, remedy in refused.faults:
            fields.note("text", wrong, remedy)
        return ""


class LocalArrival:
    """The local texts of a package on their way to one organisation, or to none: then they stay in the package."""

    def __init__(self, layer: LocalLayer, organisation: Organisation | None) -> None:
        self._layer, self._organisation = layer, organisation
        self._there = {text.slot.key: text for text in _texts_of(organisation)}

    def foresee(self, *, coming: Mapping[str, str] | None = None) -> list[Item]:
        """What writing would do. `coming` has the titles of slots that will be there by then, by key."""
        slots = dict(coming or {}) | dict(Slot.objects.values_list("key", "title"))
        return [self._item(draft, slots) for draft in self._layer.drafts]

    def write(self, *, by: User | None) -> list[Item]:
        """Keep what is new as drafts, inside the caller's transaction; what stands there stays. Raises ImportRefused."""
        items = self.foresee()
        slots = {slot.key: slot for slot in Slot.objects.all()}
        for draft, item in zip(self._layer.drafts, items, strict=True):
            if item.what == NEW:
                self._write(draft, slots, by)
        return items

    def _write(self, draft: LocalDraft, slots: Mapping[str, Slot], by: User | None) -> None:
        try:
            text, is_new = LocalText.objects.get_or_create(
                organisation=self._organisation, slot=slots[draft.slot], defaults=draft.says() | {"live": False}
            )
            if is_new:
                text.full_clean()
                text.save_revision(user=by)
        except ValidationError as fault:
            remedy = _("Verbeter het bestand en importeer opnieuw.")
            raise ImportRefused([Problem(FILE, draft.slot, "; ".join(messages(fault)), remedy)]) from fault

    def _item(self, draft: LocalDraft, slots: Mapping[str, str]) -> Item:
        name = _("jullie tekst bij ‘%(slot)s’") % {"slot": slots.get(draft.slot, draft.slot)}
        made = partial(Item, file=FILE, name=name)
        if self._organisation is None:
            return made(what=LEFT, note=_("Hier is niet gezegd voor welke organisatie deze tekst is."))
        if draft.slot not in slots:
            return made(what=LEFT, note=_("Deze plek bestaat hier niet."))
        there = self._there.get(draft.slot)
        if there is None:
            note = _(
                "Komt binnen als concept, geschreven door %(name)s. Kijk haar na en publiceer haar bij ‘Afspraken van jullie’."
            )
            return made(what=NEW, note=note % {"name": self._layer.written_by})
        if _says(there) == _says(draft):
            return made(what=SAME)
        note = _("Er staat hier al een tekst. Die blijft zoals hij is.")
        return made(what=LEFT, note=note, difference=_both(there.text, draft.text))


def _texts_of(organisation: Organisation | None) -> list[LocalText]:
    rows = LocalText.objects.filter(organisation=organisation).select_related("slot") if organisation else []
    return [row.get_latest_revision_as_object() if row.latest_revision_id else row for row in rows]


def _says(text: LocalText | LocalDraft) -> tuple[Any, ...]:
    try:
        words = normal(text.text, PARAGRAPHS)
    except (Unwritable, MarkdownRefused):
        words = text.text
    return words, text.owner.strip(), text.reviewed_on, text.review_by


def _both(here: str, brought: str) -> str:
    """Both texts, as lines that are neither gone nor new."""
    sides = ((_("Hier staat: %(text)s"), here), (_("In het pakket: %(text)s"), brought))
    return "\n".join(f" {words % {'text': _plain(html)}}" for words, html in sides)


def _plain(html: str) -> str:
    words = " ".join(strip_tags(html.replace("</p>", " ").replace("</li>", " ").replace("<br/>", " ")).split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
