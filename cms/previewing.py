"""What an author sees before publishing: the same compilers, forgiving where a draft is not finished, with the reasons beside it."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.blocks.text import rich_html
from cms.editions.compiling import _LessonCompiler, compile_question, compile_term
from cms.editions.content import CompileError, Content
from cms.editions.pools import questions_to_try
from cms.editions.reflection_questions import compile_reflection_question
from cms.models import LessonPage, LocalText, ModulePage, Question, ReflectionQuestion
from cms.readers import Reader, note_of
from cms.reflection_questions import BY_NUMBER, LOWEST
from cms.text import render_markdown
from people.models import Profession

_EXPECTED = (AttributeError, KeyError, TypeError, ValidationError, ValueError)
"""What a half-finished draft may raise in a compiler that was made for finished ones."""


@dataclass(frozen=True)
class Preview:
    """Blocks to show one by one, and why this could not be published yet."""

    blocks: list[Content] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    content: Content = field(default_factory=dict)


def lesson_preview(page: LessonPage, reader: Reader | None = None) -> Preview:
    """A lesson as it would be published, questions and prompts standing still: as its author sees it, or as a reader would."""
    compiler = _LessonPreview(page, reader)
    blocks = [compiler.block(child) for child in page.body]
    return Preview(
        [block for block in blocks if block and not block.get("is_hidden")],
        compiler.problems,
        {"terms": _safe_terms(compiler.terms)},
    )


class _LessonPreview(_LessonCompiler):
    """The lesson's compiler, going on where something is missing and remembering what."""

    def __init__(self, page: LessonPage, reader: Reader | None = None) -> None:
        self.problems: list[str] = []
        self.reader = reader
        slots = [child.value["slot"] for child in page.body if child.block_type == "local" and child.value["slot"]]
        self.notes = reader.notes(slots) if reader is not None else {}
        super().__init__(page)

    def block(self, child: StreamValue.StreamChild) -> Content:
        try:
            made = self._block(child)
        except _EXPECTED as fault:
            self._note(fault)
            return {}
        if "html" in made:
            made["html"] = mark_safe(made["html"])  # noqa: S308  made by the compiler
        return made

    def _note(self, fault: Exception) -> None:
        self.problems += (
            list(fault.messages) if isinstance(fault, ValidationError) else [_("Een onderdeel is nog niet af.")]
        )

    def _terms(self) -> dict[str, Content]:
        chosen = [
            term
            for child in self.page.body
            if child.block_type == "glossary"
            for term in child.value["terms"]
            if term is not None
        ]
        return {term.key: compile_term(term).content for term in chosen}

    def _finish(self, html: str) -> str:
        try:
            return super()._finish(html)
        except CompileError as fault:
            self._note(fault)
            return html

    def _question(self, value: Any) -> Content:
        question: Question = value["question"]
        if not question.live:
            self.problems.append(
                _("‘%(title)s’ is nog niet gepubliceerd. Publiceer dat eerst.") % {"title": question.title}
            )
        return {"content": compile_question(question).content}

    def _case(self, value: Any) -> Content:
        case = value["case"]
        if not case.live:
            self.problems.append(
                _("‘%(title)s’ is nog niet gepubliceerd. Publiceer dat eerst.") % {"title": case.title}
            )
        notice = case.document.get("notice", "") if isinstance(case.document, dict) else ""
        return {"title": case.title, "minutes": case.minutes, "notice": notice}

    def _prompt(self, value: Any) -> Content:
        about = BY_NUMBER.get(int(value["question"] or 0))
        return {
            "html": rich_html(value["text"]),
            "number": about.number if about else "",
            "short_name": about.name if about else "",
        }

    def _poll(self, value: Any) -> Content:
        made = super()._poll(value)
        return made | {"choices": [one | {"value": one["id"]} for one in made["choices"]]}

    def _local(self, value: Any) -> Content:
        slot = value["slot"]
        if self.reader is not None:
            note = self.notes.get(slot.pk)
            return {"slot": slot, "note": note, "is_hidden": note is None and not slot.safety}
        owner = self.page.owner_root.organisation
        text = LocalText.objects.filter(slot=slot, organisation=owner, live=True).first() if owner else None
        return {"slot": slot, "note": note_of(text) if text else None}

    def _profession(self, value: Any) -> Content:
        return super()._profession(value) | {
            "for_reader": self.reader is not None,
            "own": self.reader is not None and self.reader.profession in value["professions"],
            "professions": ", ".join(str(Profession(one).label) for one in value["professions"]),
        }


def _safe_terms(terms: dict[str, Content]) -> list[Content]:
    return [term | {"definition": mark_safe(term["definition"])} for term in terms.values()]  # noqa: S308  cleaned when compiled


def module_preview(page: ModulePage) -> Preview:
    """A module with the lessons that are live in it."""
    lessons = LessonPage.objects.child_of(page).order_by("path") if page.pk else LessonPage.objects.none()
    rows = [
        {
            "title": lesson.title,
            "minutes": lesson.minutes,
            "kind": "lesson",
            "note": "" if lesson.live else _("nog niet gepubliceerd"),
        }
        for lesson in lessons
    ]
    if page.test_questions:
        rows.append({"title": page.test_title or _("Toets"), "kind": "test", "note": ""})
    problems = [] if any(lesson.live for lesson in lessons) else [_("Publiceer eerst minstens één les.")]
    return Preview(rows, problems)


def test_preview(page: ModulePage) -> Preview:
    """The questions of a module's closing test, all of them; what is not finished is left out, and named."""
    blocks, problems = [], []
    for place, question in questions_to_try(page):
        shown = question_preview(question) if question is not None else Preview(problems=[_("Een vraag is weg.")])
        problems += shown.problems
        if shown.content:
            blocks.append({"id": place, "type": "question", "content": shown.content})
    return Preview(blocks, problems, {"terms": []})


def question_preview(question: Question) -> Preview:
    """A question in its empty state."""
    try:
        return Preview(content=compile_question(question).content)
    except _EXPECTED as fault:
        return Preview(
            problems=list(fault.messages) if isinstance(fault, ValidationError) else [_("De vraag is nog niet af.")]
        )


def local_preview(text: LocalText) -> Preview:
    """A local text as it will be pinned to a lesson."""
    ready = None not in (text.slot_id, text.reviewed_on, text.review_by)
    if not ready:
        return Preview(problems=[_("Kies een plek, en vul in wanneer de tekst nagekeken is.")])
    return Preview(
        content={
            "slot": text.slot,
            "note": note_of(text),
            "organisation": text.organisation.name if text.organisation_id else "",
        }
    )


def reflection_question_preview(question: ReflectionQuestion) -> Preview:
    """One of the ten as the mirror shows it; what a draft still misses is named beside what there is."""
    try:
        compile_reflection_question(question)
        problems = []
    except ValidationError as fault:
        problems = list(fault.messages)
    return Preview(
        content={
            "number": question.number or "",
            "name": question.name,
            "asks": question.asks,
            "explanation_html": _explained(question.explanation),
            "prompts": [str(child.value) for child in question.prompts],
            "anchors": list(enumerate(question.anchors, LOWEST)) if any(question.anchors) else [],
            "dimensions": [words for words in (question.technical, question.normative, question.personal) if words],
        },
        problems=problems,
    )


def _explained(text: str) -> str:
    return mark_safe(render_markdown(text)) if text else ""  # noqa: S308  cleaned when rendered
