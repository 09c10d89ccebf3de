"""What a form or a draft still misses, in words: for the reply to an autosave that was refused, and before anything is published."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase, JsonResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField

_noted: ContextVar[list[str] | None] = ContextVar("noted", default=None)


# --- Words ----------------------------------------------------------------------------------------


def in_words(faults: list[tuple[str, ValidationError]]) -> list[str]:
    """Faults by the names of their fields: first all that is empty in one sentence, then each other fault, once."""
    empty = dict.fromkeys(name for name, fault in faults if fault.code == "required")
    others = dict.fromkeys(
        f"‘{name}’: {' '.join(fault.messages)}" for name, fault in faults if fault.code != "required"
    )
    named = ", ".join(f"‘{name}’" for name in empty)
    return ([_("Vul nog in: %(fields)s.") % {"fields": named}] if empty else []) + list(others)


def leaves_of(fault: ValidationError, name: str, block: Any = None, value: Any = None) -> Iterator[tuple[str, Any]]:
    """The single faults inside the fault of a field, each with the name that stands beside what is wrong."""
    inner = getattr(fault, "block_errors", None)
    if inner is None:
        yield from ((name, one) for one in fault.error_list)
        return
    for place, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
        if one is not None:
            yield from _inside(one, name, block, value, place)
    whole: Any = getattr(fault, "non_block_errors", None)
    yield from ((name, one) for one in (whole.as_data() if whole else ()))


def _inside(fault: Any, name: str, block: Any, value: Any, place: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(block, StructBlock) and place in block.child_blocks:
        child = block.child_blocks[place]
        yield from leaves_of(fault, str(child.label or name), child, value.get(place) if value else None)
    elif isinstance(block, StreamBlock) and value is not None:
        yield from leaves_of(fault, str(value[place].block.label), value[place].block, value[place].value)
    elif isinstance(block, ListBlock) and value is not None:
        yield from leaves_of(fault, name, block.child_block, value[place])
    else:
        yield from leaves_of(fault, name)


# --- A form that was sent by the editor itself ------------------------------------------------------


class SaysWhatIsMissing(WagtailAdminModelForm):
    """A form of the studio that notes why it was refused, for whoever answers."""

    def full_clean(self) -> None:
        super().full_clean()
        noted = _noted.get()
        if noted is not None and self.errors:
            noted[:] = in_words(list(self._faults()))

    def _faults(self) -> Iterator[tuple[str, ValidationError]]:
        found: dict[str, list[ValidationError]] = self.errors.as_data()
        for name, faults in found.items():
            if name == "slug" and "title" in found:
                continue  # it follows the title
            field = self.fields.get(name)
            label = capfirst(str(field.label)) if field is not None else _("Dit formulier")
            yield from (leaf for fault in faults for leaf in leaves_of(fault, label, getattr(field, "block", None)))


@contextmanager
def noting() -> Iterator[list[str]]:
    """Within this, forms note why they were refused. The studio's door does it for every request."""
    noted: list[str] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def told(reply: HttpResponseBase, noted: list[str]) -> HttpResponseBase:
    """The reply to an autosave that was refused, with the reasons instead of Wagtail's advice to press a button."""
    if not noted or not isinstance(reply, JsonResponse):
        return reply
    said = json.loads(reply.content)
    if said.get("error_code") != "validation_error":
        return reply
    then = _("Daarna wordt je concept weer vanzelf bewaard.")
    return JsonResponse(said | {"error_message": " ".join([*noted, then])}, status=400)


# --- A draft that is about to be published ----------------------------------------------------------


def refuse_unfinished(item: Any) -> None:
    """Raise ValidationError for a draft whose blocks miss something; a form asks that of who publishes from it, other roads do it here."""
    faults: list[tuple[str, ValidationError]] = []
    for field in item._meta.get_fields():
        if isinstance(field, StreamField):
            value, block = getattr(item, field.name), field.stream_block
            try:
                block.clean(value)
            except ValidationError as fault:
                faults += leaves_of(fault, capfirst(str(field.verbose_name)), block, value)
    if faults:
        title = getattr(item, "draft_title", "") or str(item)
        raise ValidationError([_("‘%(title)s’ is nog niet af.") % {"title": title}, *in_words(faults)])
