"""What publishing left behind, for the tests to look at, and the edits that authors make."""

from typing import Any

from cms.models import Change, Edition, Taught
from tests.factories.cms import publish_now


def live(item: Any) -> Edition | None:
    """The edition in force; None when it is not offered."""
    line = Taught.objects.get(pk=item.uuid).live_line
    return line.head if line else None


def history(item: Any) -> list[tuple[int, int]]:
    """(number, line) of every edition there ever was, in order."""
    return list(Edition.objects.filter(taught_id=item.uuid).order_by("number").values_list("number", "line__major"))


def edit(item: Any, *, material: bool = False, note: str = "", **fields: Any) -> Any:
    """Change a page or snippet and publish it as its author would."""
    item = type(item).objects.get(pk=item.pk)
    for name, value in fields.items():
        setattr(item, name, value)
    item.change, item.change_note = (Change.MATERIAL if material else Change.MINOR), note
    return publish_now(item)
