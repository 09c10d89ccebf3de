"""Every block that an author can choose shows what it is before it is chosen."""

from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from wagtail.blocks import BaseStreamBlock, Block, FieldBlock, ListBlock
from wagtail.fields import StreamField

from cms.blocks import LESSON_BLOCKS
from cms.models import LessonPage, Question

CHOICES = [
    *LessonPage._meta.get_field("body").stream_block.child_blocks.values(),
    *Question._meta.get_field("body").stream_block.child_blocks.values(),
]
NAMES = [block.name for block in CHOICES]

pytestmark = pytest.mark.django_db


def test_every_lesson_block_is_here():
    assert NAMES[: len(LESSON_BLOCKS)] == [name for name, _block in LESSON_BLOCKS]


@pytest.mark.parametrize("block", CHOICES, ids=NAMES)
def test_block_says_what_it_is(block: Block):
    assert block.is_previewable
    assert block.meta.description
    assert block.meta.label
    assert block.meta.icon not in {"", "placeholder"}
    assert (
        block.meta.template
        == f"cms/blocks/{block.name if block.name in NAMES[: len(LESSON_BLOCKS)] else 'question_kind'}.html"
    )


@pytest.mark.parametrize("block", CHOICES, ids=NAMES)
def test_preview_is_our_own_page(block: Block, as_edith):
    page = as_edith.get("/studio/block-preview/", {"id": block.definition_prefix})
    assert page.status_code == 200
    html = page.content.decode()
    assert html.count('<main class="page">') == 1
    assert "css/" in html
    body = html.split('<div class="reading">')[1].split("</main>")[0]
    assert len(body.strip()) > 60


def lines(block: Block, path: str, alone: bool = False) -> Iterator[tuple[str, forms.Widget]]:
    """The fields for typing that stand alone in a list or a stream, with where they are."""
    if isinstance(block, FieldBlock):
        if alone and isinstance(block.field.widget, forms.TextInput | forms.Textarea):
            yield path, block.field.widget
    elif isinstance(block, ListBlock):
        yield from lines(block.child_block, f"{path}[]", alone=True)
    elif hasattr(block, "child_blocks"):
        for name, child in block.child_blocks.items():
            yield from lines(child, f"{path}.{name}", alone=isinstance(block, BaseStreamBlock))


def test_a_line_of_a_list_says_what_it_is():
    found = dict(
        line
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for line in lines(field.stream_block, f"{model.__name__}.{field.name}")
    )
    assert "ModulePage.goals.goal" in found
    assert [path for path, widget in found.items() if not widget.attrs.get("aria-label")] == []
