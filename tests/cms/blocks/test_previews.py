"""Every block that an author can choose shows what it is before it is chosen."""

import pytest
from wagtail.blocks import Block

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
