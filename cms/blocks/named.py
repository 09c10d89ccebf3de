"""Fields that stand alone in a list or a stream."""

from typing import TypeVar

from wagtail import blocks

Field = TypeVar("Field", bound=blocks.FieldBlock)


def named(block: Field) -> Field:
    """The same block, with its label as the name of its field.

    Wagtail draws a label only for the fields of a struct. A line that is itself an item of a list or a stream shows
    none, and somebody who does not see the heading above it would not hear what to type.
    """
    block.field.widget.attrs["aria-label"] = block.meta.label
    return block
