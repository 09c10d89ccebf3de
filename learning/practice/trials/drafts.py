"""The draft that a trial group reads: the module's parts as they were last kept, and their blocks as a learner would meet them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.models import LessonPage, ModulePage
from cms.previewing import Preview, lesson_preview, test_preview
from cms.readers import Reader

_MOST_BESIDE = 100


@dataclass(frozen=True)
class Part:
    """A lesson, or the closing test of the module. `page_id` is where its author edits it."""

    uuid: uuid.UUID
    page_id: int
    title: str
    summary: str = ""
    minutes: int | None = None
    is_test: bool = False


@dataclass(frozen=True)
class Sheet:
    """A part to read: its blocks, the terms in it, and the questions among them by block."""

    part: Part
    draft: Any
    preview: Preview
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def beside(self, block_id: str) -> str | None:
        """The first words of a block; None for a block that this draft does not have."""
        found = next((block for block in self.preview.blocks if block["id"] == block_id), None)
        return None if found is None else _first_words(found)


def draft_of(page: Any) -> Any:
    """A page as its author kept it last."""
    return page.get_latest_revision_as_object()


def parts_of(module: ModulePage) -> list[Part]:
    """The lessons in their order, then the test where the draft has one: the same statements however many lessons."""
    lessons = LessonPage.objects.child_of(module).order_by("path").select_related("latest_revision").defer("body")
    found = [_lesson_part(lesson) for lesson in lessons]
    draft = draft_of(module)
    if draft.test_questions:
        title = draft.test_title or _("Afsluiting")
        found.append(Part(module.uuid, module.pk, title, is_test=True))
    return found


def sheet_of(module: ModulePage, part: uuid.UUID, reader: Reader | None = None) -> Sheet | None:
    """One part of this module with its blocks; None for what is not (or no longer) a part of it."""
    if part == module.uuid:
        return _test_sheet(module)
    page = LessonPage.objects.child_of(module).filter(uuid=part).first()
    if page is None:
        return None
    draft = draft_of(page)
    return _sheet(_lesson_part(page), draft, lesson_preview(draft, reader))


def block_ids(module: ModulePage, part: uuid.UUID) -> frozenset[str]:
    """The blocks that a part has now, without compiling it; for who edits, also those that this reader would not meet."""
    if part == module.uuid:
        sheet = _test_sheet(module)
        return frozenset(block["id"] for block in sheet.preview.blocks) if sheet else frozenset()
    page = LessonPage.objects.child_of(module).filter(uuid=part).first()
    return frozenset(str(child.id) for child in draft_of(page).body) if page else frozenset()


def _lesson_part(page: LessonPage) -> Part:
    """By what its latest revision says; making the whole draft of it would cost five statements a lesson."""
    said: dict[str, Any] = page.latest_revision.content if page.latest_revision_id else {}
    title, summary = said.get("title") or page.title, said.get("summary") or page.summary
    return Part(page.uuid, page.pk, str(title), str(summary), said.get("minutes", page.minutes))


def _test_sheet(module: ModulePage) -> Sheet | None:
    draft = draft_of(module)
    if not draft.test_questions:
        return None
    part = Part(module.uuid, module.pk, draft.test_title or _("Afsluiting"), is_test=True)
    return _sheet(part, draft, test_preview(draft))


def _sheet(part: Part, draft: Any, preview: Preview) -> Sheet:
    questions = {block["id"]: block["content"] for block in preview.blocks if block["type"] == "question"}
    return Sheet(part, draft, preview, questions)


def _first_words(block: Mapping[str, Any]) -> str:
    content = block.get("content") or {}
    said = (
        block.get("html")
        or block.get("title")
        or content.get("stem")
        or content.get("stem_html")
        or block.get("question")
        or ""
    )
    words = " ".join(strip_tags(str(said).replace("<", " <")).split())
    return Truncator(words).chars(_MOST_BESIDE)
