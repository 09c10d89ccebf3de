"""From a page to a draft that the checks read: its blocks as words, its links held against the site. No request leaves for elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.checks.drafts import Draft, Film, Links, Part, Picture, SlotSeen, SourceSeen
from cms.checks.html_text import Link, Read, read_html
from cms.checks.rules import is_outside
from cms.editions.compiling import compile_question
from cms.editions.pools import questions_in, questions_to_try
from cms.editions.publishing import check
from cms.models import Kind, LessonPage, LocalText, ModulePage, OutsideLink, Question, Taught, Theme
from cms.text import MAX_MARKDOWN, render_markdown, without_references

_OUTLINE = {"text", "markdown"}
_NAMED = {"module": Kind.MODULE, "lesson": Kind.LESSON, "case": Kind.CASE}
"""What readers' addresses are made of, by the names in their routes."""


def read_page(page: LessonPage | ModulePage, *, compiles: bool = True) -> Draft:
    """The draft in this page. Without `compiles` it is not tried whether it could be published, which costs most."""
    is_lesson = isinstance(page, LessonPage)
    parts = tuple(_lesson_parts(page) if is_lesson else _test_parts(page))
    sources = tuple(
        SourceSeen(id=str(one.id), title=str(one.value.get("title") or ""), url=str(one.value.get("url") or ""))
        for one in page.sources
    )
    draft = Draft(
        page_id=page.pk,
        title=page.title,
        is_lesson=is_lesson,
        summary=page.summary,
        parts=parts,
        sources=sources,
        is_own_agreement=_theme(page) == Theme.LOCAL,
        has_sources_elsewhere=not is_lesson and _lessons_name_sources(page),
        reviewed_on=page.reviewed_on,
        review_by=page.review_by,
        reviewer=page.reviewer,
        goals=tuple(str(one.value) for one in page.goals if str(one.value or "").strip()),
        draws=None if is_lesson else page.test_draw,
        drawable=0 if is_lesson else len(questions_in(page)),
        refusals=tuple(_refusals(page)) if compiles else (),
        today=timezone.localdate(),
    )
    known = _known([link for link, _block in draft.all_links()], _owner(page))
    return Draft(**{**vars(draft), "links": known})


def _refusals(page: Any) -> Sequence[str]:
    try:
        return check(page)
    except (AttributeError, KeyError, TypeError, ValueError):
        return [_("Een onderdeel is nog niet af.")]


def _owner(page: Any) -> int | None:
    owner: int | None = page.owner_root.organisation_id
    return owner


def _theme(page: Any) -> str:
    """Of a lesson that of its module."""
    module = page if isinstance(page, ModulePage) else ModulePage.objects.parent_of(page).only("theme").first()
    return module.theme if module is not None else ""


def _lessons_name_sources(page: ModulePage) -> bool:
    return page.pk is not None and any(lesson.sources for lesson in LessonPage.objects.child_of(page))


# --- Blocks -----------------------------------------------------------------------------------------


def _lesson_parts(page: LessonPage) -> Iterator[Part]:
    filled = _filled(page)
    for child in page.body:
        value = child.value
        yield Part(
            id=str(child.id),
            name=str(child.block.label),
            read=_read(_texts(child.block, value, is_markdown=child.block_type == "markdown")),
            has_outline=child.block_type in _OUTLINE,
            picture=Picture(alt=value["alt"] or "", is_decorative=bool(value["decorative"]))
            if child.block_type == "figure"
            else None,
            film=_film(child.block_type, value),
            slot=_slot(value["slot"], filled) if child.block_type == "local" and value["slot"] is not None else None,
            question=_question(value["question"]) if child.block_type == "question" else None,
        )


def _test_parts(page: ModulePage) -> Iterator[Part]:
    label = str(page.test_questions.stream_block.child_blocks["question"].label)
    for place, one in questions_to_try(page):
        if (question := _question(one)) is not None:
            yield Part(id=place, name=label, read=_read([]), question=question)


def _texts(block: Any, value: Any, *, is_markdown: bool = False) -> Iterator[str]:
    """The HTML of every text in a block, in reading order; choices, files and references hold none."""
    if value is None:
        return
    if isinstance(block, blocks.RichTextBlock):
        yield value.source if isinstance(value, RichText) else str(value)
    elif is_markdown:
        yield render_markdown(str(value)) if len(str(value)) <= MAX_MARKDOWN else ""
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for one in value:
            yield from _texts(block.child_block, one)
    elif type(block) in {blocks.CharBlock, blocks.TextBlock}:
        yield f"<p>{escape(value)}</p>"


def _read(texts: Iterable[str]) -> Read:
    return read_html(without_references("".join(texts)))


def _film(kind: str, value: Any) -> Film | None:
    if kind == "video":
        words = read_html(value["transcript"].source if value["transcript"] else "").sentences
        return Film(
            title=value["title"],
            has_transcript=bool(words),
            has_captions=value["captions"] is not None,
            is_silent=bool(value.get("silent")),
        )
    if kind == "download" and value["document"] is not None and value["document"].file_extension.lower() == "mp4":
        return Film(title=value["title"], has_transcript=False, has_captions=False, is_download=True)
    return None


def _filled(page: LessonPage) -> set[int] | None:
    """The slots that the organisation of this page has filled; None for the core, where each fills its own."""
    slots = {child.value["slot"] for child in page.body if child.block_type == "local"} - {None}
    if not slots or (owner := _owner(page)) is None:
        return None
    return set(
        LocalText.objects.filter(organisation_id=owner, live=True, slot__in=slots).values_list("slot_id", flat=True)
    )


def _slot(slot: Any, filled: set[int] | None) -> SlotSeen:
    return SlotSeen(title=slot.title, is_safety=slot.safety, is_filled=None if filled is None else slot.pk in filled)


def _question(question: Question | None) -> Any:
    if question is None:
        return None
    try:
        return compile_question(question).content
    except (AttributeError, KeyError, TypeError, ValidationError, ValueError):
        return None  # what is missing is said where the page is compiled


# --- Links ------------------------------------------------------------------------------------------


def _known(links: list[Link], organisation_id: int | None) -> Links:
    own = {(link.kind, link.target) for link in links if not is_outside(link)}
    outside = {link.target for link in links if is_outside(link)}
    rows = OutsideLink.objects.filter(address__in=outside).values_list("address", "fault") if outside else ()
    return Links(
        dead=frozenset(_dead(own, organisation_id)) if own else frozenset(),
        outside=dict(rows),
        looks_outside=settings.CHECK_OUTSIDE_LINKS,
    )


def _dead(links: set[tuple[str, str]], organisation_id: int | None) -> Iterator[tuple[str, str]]:
    pages = _numbers(links, "page")
    documents = _numbers(links, "document")
    there = {
        "page": set(Page.objects.filter(pk__in=pages, live=True).values_list("pk", flat=True)) if pages else set(),
        "document": set(Document.objects.filter(pk__in=documents).values_list("pk", flat=True)) if documents else set(),
    }
    for kind, target in links:
        if kind in there:
            if not target.isdecimal() or int(target) not in there[kind]:
                yield kind, target
        elif target.startswith("/") and not _is_there(target, organisation_id):
            yield kind, target


def _numbers(links: set[tuple[str, str]], kind: str) -> set[int]:
    return {int(target) for one, target in links if one == kind and target.isdecimal()}


def _is_there(address: str, organisation_id: int | None) -> bool:
    """Whether an address of this site leads somewhere for readers of this organisation."""
    path = urlsplit(address).path
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.view_name == "wagtail_serve":
        return False
    offered = Taught.objects.readable_by(organisation_id).filter(live_line__isnull=False)
    named = [(kind, match.kwargs[name]) for name, kind in _NAMED.items() if name in match.kwargs]
    return all(offered.filter(kind=kind, slug=slug).exists() for kind, slug in named)
