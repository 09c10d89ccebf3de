"""Who is who after an edit: options, pairs and gaps of a question keep the id that learners' answers know."""

import copy
from typing import Any

Raw = list[dict[str, Any]]
_NAMES = ("text", "left", "statement")


def keep_item_ids(new: Raw, old: Raw) -> Raw:
    """The new body of a question with the ids of the old one, where an item is the same: by its words first, then by its place."""
    if not old or not new or old[0]["type"] != new[0]["type"]:
        return new
    kept = copy.deepcopy(new)
    kept[0]["id"] = old[0]["id"]
    for name, value in kept[0]["value"].items():
        before = old[0]["value"].get(name)
        if _is_items(value) and _is_items(before):
            _match(value, before)
    return kept


def _is_items(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and {"id", "value"} <= one.keys() for one in value)


def _match(new: Raw, old: Raw) -> None:
    free_ids = {item["id"] for item in old}
    waiting = []
    for place, item in enumerate(new):
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
