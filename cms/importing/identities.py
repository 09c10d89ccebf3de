"""Who is who, here and after an edit: ids that learners' work knows, as a package names them or as they were before.

`ids.json` names only what does not follow from its owner, slug, key and place (cms/importing/ids.py).
"""

import copy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cms.importing.files import Folder

FILE = "ids.json"
FORMAT = "leerspiegel-ids/1"
TERMS = "terms"
"""How the glossary block that comes of a lesson's `terms` is called among its blocks."""
Raw = list[dict[str, Any]]
_NAMES = ("text", "left", "statement")


@dataclass(frozen=True)
class OwnIds:
    """Ids of one lesson or question that do not follow from its name: its own, its blocks', or its items'."""

    uuid: UUID | None = None
    blocks: dict[str, UUID] = field(default_factory=dict)
    body: UUID | None = None
    items: dict[str, list[UUID | None]] = field(default_factory=dict)
    line: int = 1
    """The how-manieth form of it that was asked anew: one more than the times its work changed."""
    note: str = ""

    def on(self, body: Raw) -> Raw:
        """The body of a question with these ids."""
        for block in body:
            block["id"] = str(self.body or block["id"])
            for name, ids in self.items.items():
                for item, own in zip(block["value"].get(name) or [], ids, strict=False):
                    item["id"] = str(own or item["id"])
        return body


@dataclass(frozen=True)
class Identities:
    """All that `ids.json` names."""

    module: UUID | None = None
    lessons: dict[str, OwnIds] = field(default_factory=dict)
    questions: dict[str, OwnIds] = field(default_factory=dict)
    terms: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)


def read_identities(folder: Folder, owner: str) -> Identities:
    """What the folder says of ids; nothing when it says nothing, or for another owner: a copy is another module. Raises Unreadable."""
    if not (folder.root / FILE).exists():
        return Identities()
    data = folder.json(FILE)
    try:
        return _identities(data) if data["owner"] == owner else Identities()
    except (KeyError, TypeError, ValueError, AttributeError):
        folder.problems.add(
            FILE, "", _("Dit bestand is niet te lezen."), _("Exporteer de module opnieuw, of haal dit bestand weg.")
        )
        return Identities()


def _identities(data: dict[str, Any]) -> Identities:
    if data["format"] != FORMAT:
        raise ValueError
    found = Identities(
        module=_id(data.get("module")),
        lessons={slug: _own(one) for slug, one in data.get("lessons", {}).items()},
        questions={key: _own(one) for key, one in data.get("questions", {}).items()},
        terms={key: UUID(one) for key, one in data.get("terms", {}).items()},
        cases={slug: UUID(one) for slug, one in data.get("cases", {}).items()},
    )
    _refuse_twins([found.module, *(one.uuid for one in found.lessons.values())])
    _refuse_twins([one.uuid for one in found.questions.values()])
    _refuse_twins([*found.terms.values()])
    _refuse_twins([*found.cases.values()])
    return found


def _own(data: dict[str, Any]) -> OwnIds:
    own = OwnIds(
        uuid=_id(data.get("uuid")),
        blocks={name: UUID(one) for name, one in data.get("blocks", {}).items()},
        body=_id(data.get("body")),
        items={name: [_id(one) for one in ids] for name, ids in data.get("items", {}).items()},
        line=int(data.get("line", 1)),
        note=str(data.get("note", ""))[:250],
    )
    _refuse_twins([*own.blocks.values()])
    _refuse_twins([one for ids in own.items.values() for one in ids])
    return own


def _id(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _refuse_twins(ids: list[UUID | None]) -> None:
    named = [one for one in ids if one is not None]
    if len(set(named)) != len(named):
        raise ValueError


def keep_item_ids(new: Raw, old: Raw, own: frozenset[str] = frozenset()) -> Raw:
    """The new body of a question with the ids of the old one, where an item is the same: by its words first, then by its place.

    What a package names itself (`own`) stays as it says.
    """
    if not old or not new or old[0]["type"] != new[0]["type"]:
        return new
    kept = copy.deepcopy(new)
    kept[0]["id"] = old[0]["id"]
    for name, value in kept[0]["value"].items():
        before = old[0]["value"].get(name)
        if _is_items(value) and _is_items(before):
            _match(value, before, own)
    return kept


def _is_items(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and {"id", "value"} <= one.keys() for one in value)


def _match(new: Raw, old: Raw, own: frozenset[str]) -> None:
    free_ids = {item["id"] for item in old} - {item["id"] for item in new if item["id"] in own}
    waiting = []
    for place, item in enumerate(new):
        if item["id"] in own:
            continue
        same = next((one for one in old if one["id"] in free_ids and _words(one) == _words(item)), None)
        if same is None:
            waiting.append((place, item))
            continue
        item["id"] = same["id"]
        free_ids.discard(same["id"])
    for place, item in waiting:
        if place < len(old) and old[place]["id"] in free_ids:
            item["id"] = old[place]["id"]
            free_ids.discard(item["id"])


def _words(item: dict[str, Any]) -> Any:
    value = item["value"]
    if not isinstance(value, dict):
        return value
    return next((value[name] for name in _NAMES if name in value), value)
