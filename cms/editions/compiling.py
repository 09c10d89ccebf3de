"""Compiling: what an author wrote becomes plain data and finished HTML. Preview goes through the very same functions."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from cms.belonging import foreign_fields
from cms.editions.content import DIFFERS, Compiled, CompileError, Content
from cms.editions.pools import pooled
from cms.models import (
    Edition,
    GlossaryTerm,
    Kind,
    LessonPage,
    LocalText,
    ModulePage,
    Question,
    Taught,
    TaughtPage,
)
from cms.text import clean, link_references, render_inline, render_markdown


def live_edition(kind: str, uuid: Any, name: str) -> Edition:
    """The edition in force of something another thing needs; raises CompileError when it was never published or was withdrawn."""
    taught = (
        Taught.objects.filter(kind=kind, pk=uuid, live_line__isnull=False).select_related("live_line__head").first()
    )
    if taught is None or taught.live_line is None or taught.live_line.head is None:
        raise CompileError(
            _("‘%(name)s’ is nog niet gepubliceerd. Publiceer dat eerst.") % {"name": name}, about=(kind, uuid)
        )
    return taught.live_line.head


class _Faults(list[CompileError]):
    """Gathers what stands in the way, so that an author hears all of it at once instead of one thing at each try."""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Go on after what is refused in here."""
        try:
            yield
        except CompileError as fault:
            self.append(fault)

    def refuse(self) -> None:
        """Raise CompileError with all that was noted, each thing once; nothing when there is nothing."""
        if self:
            raise CompileError(list({(fault.about, *fault.messages): fault for fault in self}.values()))


# --- Questions, terms, local texts ----------------------------------------------------------------


def compile_kind(kind: str, value: Any) -> Content:
    """An example of a kind without a question around it, for the block picker."""
    return {"kind": kind, "stem_html": "", "explanation_html": "", "source": "", **_QUESTION_PARTS[kind](value)}


def compile_question(question: Question) -> Compiled:
    """A question as data: kind, stem and explanation as HTML, and what its kind needs, under stable item ids."""
    if not question.body:
        raise CompileError(_("Kies eerst wat voor vraag dit is."))
    block = question.body[0]
    content: Content = {
        "format": "question/1",
        "kind": question.kind,
        "title": question.title,
        "stem": question.stem,
        "stem_html": render_markdown(question.stem),
        "explanation": question.explanation,
        "explanation_html": render_markdown(question.explanation),
        "source": question.source,
        **_QUESTION_PARTS[question.kind](block.value),
    }
    return Compiled(content)


def _options(value: Any) -> Content:
    return {
        "options": [
            {
                "id": str(child.id),
                "text": child.value["text"],
                "html": render_inline(child.value["text"]),
                "correct": bool(child.value["correct"]),
                "feedback": child.value["feedback"],
            }
            for child in value["options"].bound_blocks
        ]
    }


def _true_false(value: Any) -> Content:
    return {
        "statement": value["statement"],
        "answer": value["answer"],
        "feedback": {"true": value["feedback_true"], "false": value["feedback_false"]},
    }


def _order(value: Any) -> Content:
    return {
        "items": [
            {"id": str(child.id), "text": child.value["text"], "feedback": child.value["feedback"]}
            for child in value["items"].bound_blocks
        ]
    }


def _match(value: Any) -> Content:
    pairs = [
        {
            "id": str(child.id),
            "left": child.value["left"],
            "right": child.value["right"],
            "feedback": child.value["feedback"],
        }
        for child in value["pairs"].bound_blocks
    ]
    return {
        "pairs": pairs,
        "extra": [{"id": str(child.id), "right": child.value} for child in value["extra"].bound_blocks],
    }


def _fill_in(value: Any) -> Content:
    parts = re.split(r"\[\[(\d+)\]\]", value["text"])
    gaps = [
        {"id": str(child.id), "accept": list(child.value["accept"]), "feedback": child.value["feedback"]}
        for child in value["gaps"].bound_blocks
    ]
    return {
        "text": value["text"],
        "parts": parts[::2],
        "gap_order": [int(number) - 1 for number in parts[1::2]],
        "gaps": gaps,
    }


def _number(value: Any) -> Content:
    return {
        "answer": str(Decimal(value["answer"]).normalize()),
        "tolerance": str(Decimal(value["tolerance"]).normalize()),
        "unit": value["unit"],
        "feedback": {"low": value["feedback_low"], "high": value["feedback_high"]},
    }


def _open(value: Any) -> Content:
    return {
        "model_answer": value["model_answer"],
        "model_answer_html": render_markdown(value["model_answer"]),
        "points": list(value["points"]),
    }


_QUESTION_PARTS = {
    "single": _options,
    "multiple": _options,
    "true-false": _true_false,
    "order": _order,
    "match": _match,
    "fill-in": _fill_in,
    "number": _number,
    "open": _open,
}


def compile_term(term: GlossaryTerm) -> Compiled:
    """A glossary term."""
    return Compiled(
        {
            "format": "term/1",
            "key": term.key,
            "term": term.term,
            "names": term.names,
            "definition": clean(expand_db_html(term.definition)),
            "source": term.source,
        }
    )


def compile_local(text: LocalText) -> Compiled:
    """What an organisation wrote in a slot."""
    return Compiled(
        {
            "format": "local/1",
            "slot": text.slot.key,
            "text": clean(expand_db_html(text.text)),
            "owner": text.owner,
            "reviewed_on": text.reviewed_on.isoformat(),
            "review_by": text.review_by.isoformat(),
        }
    )


# --- Lessons --------------------------------------------------------------------------------------


def compile_lesson(page: LessonPage) -> Compiled:
    """A lesson: finished HTML where it is the same for everyone, and named holes where it is not."""
    refuse_foreign(page)
    return _LessonCompiler(page).compile()


def refuse_foreign(page: TaughtPage) -> None:
    """Raise CompileError when the page refers to something that is not its owner's to use."""
    for reason in foreign_fields(page, page.owner_root).values():
        raise CompileError(reason)


def _chosen(item: Any) -> Any:
    """What an author chose; a chooser that was left empty, or whose choice is gone, cannot be published."""
    if item is None:
        raise CompileError(
            _("Een keuze (vraag, casus, begrip of plek) is leeg. Kies haar opnieuw, of haal het blok weg.")
        )
    return item


class _Numbers(dict[str, int]):
    """The number of each source, given out as the text first refers to it. A source that is not there raises KeyError."""

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__()
        self.keys_there = tuple(keys)

    def __missing__(self, key: str) -> int:
        if key not in self.keys_there:
            raise KeyError(key)
        self[key] = len(self) + 1
        return self[key]

    def in_order(self, sources: list[Content]) -> list[Content]:
        """The sources by their numbers; those that the text never refers to come last, in the author's order."""
        return sorted(sources, key=lambda source: self.get(source["key"], len(sources) + 1))


class _LessonCompiler:
    """One pass over the blocks of a lesson."""

    def __init__(self, page: LessonPage) -> None:
        self.page = page
        self.numbers = _Numbers(source.value["key"] for source in page.sources)
        self.uses: list[Taught] = []
        self.faults = _Faults()
        self.terms = self._terms()
        self.unlinked = dict(self.terms)

    def compile(self) -> Compiled:
        blocks: list[Content] = []
        for child in self.page.body:
            with self.faults.noted():
                blocks.append(self._block(child))
        self.faults.refuse()
        head = _head(self.page)
        head["sources"] = self.numbers.in_order(head["sources"])
        content = {"format": "lesson/1", **head, "blocks": blocks, "terms": list(self.terms.values())}
        return Compiled(content, self.uses)

    def _terms(self) -> dict[str, Content]:
        found: dict[str, Content] = {}
        for child in self.page.body:
            for term in child.value["terms"] if child.block_type == "glossary" else ():
                with self.faults.noted():
                    found[term.key if term else ""] = self._term(_chosen(term))
        return found

    def _term(self, term: GlossaryTerm) -> Content:
        edition = live_edition(Kind.TERM, term.uuid, term.term)
        self.uses.append(edition.taught)
        return {
            "key": term.key,
            "term": term.term,
            "names": edition.content["names"],
            "definition": edition.content["definition"],
        }

    def _block(self, child: StreamValue.StreamChild) -> Content:
        base: Content = {"id": str(child.id), "type": child.block_type}
        if child.block_type in DIFFERS:
            return base | getattr(self, f"_{child.block_type}")(child.value)
        return base | {"value": child.get_prep_value()["value"], "html": self._finish(child.render())}

    def _finish(self, html: str) -> str:
        try:
            html = link_references(html, self.numbers)
        except KeyError as missing:
            raise CompileError(
                _("De bron [^%(key)s] staat niet bij de bronnen van ‘%(lesson)s’.")
                % {"key": missing.args[0], "lesson": self.page.title}
            ) from None
        return self._link_terms(html)

    def _link_terms(self, html: str) -> str:
        """Make the first mention of each term openable, in running text only."""
        for key, term in list(self.unlinked.items()):
            linked = link_first(html, term["names"], key)
            if linked is not None:
                html = linked
                del self.unlinked[key]
        return html

    def _question(self, value: Any) -> Content:
        question = _chosen(value["question"])
        edition = live_edition(Kind.QUESTION, question.uuid, question.title)
        self.uses.append(edition.taught)
        return {
            "taught": str(edition.taught_id),
            "edition": edition.pk,
            "kind": edition.content["kind"],
            "hash": edition.hash,
            "stem": edition.content["stem"],
        }

    def _case(self, value: Any) -> Content:
        case = _chosen(value["case"])
        edition = live_edition(Kind.CASE, case.uuid, case.title)
        self.uses.append(edition.taught)
        return {
            "taught": str(edition.taught_id),
            "edition": edition.pk,
            "line": edition.line_id,
            "hash": edition.hash,
            "slug": edition.content["slug"],
            "title": edition.content["title"],
            "minutes": edition.content["minutes"],
        }

    def _prompt(self, value: Any) -> Content:
        html = clean(expand_db_html(value["text"].source))
        return {"question": int(value["question"]) if value["question"] else None, "text": html}

    def _poll(self, value: Any) -> Content:
        return {
            "question": value["question"].strip(),
            "about": value["about"].strip(),
            "unnamed": bool(value["unnamed"]),
            "choices": [{"id": choice_id(text), "text": text.strip()} for text in value["choices"]],
        }

    def _local(self, value: Any) -> Content:
        slot = _chosen(value["slot"])
        return {"slot": slot.key, "title": slot.title, "safety": slot.safety, "ask": slot.ask}

    def _profession(self, value: Any) -> Content:
        html = self._finish(clean(expand_db_html(value["text"].source)))
        return {
            "professions": sorted(value["professions"]),
            "title": value["title"],
            "text": value["text"].source,
            "html": html,
        }

    def _glossary(self, value: Any) -> Content:
        return {"keys": [term.key for term in value["terms"]]}


def choice_id(text: str) -> str:
    """How a choice of a poll is known: by its words, so that nobody's vote ever stands behind other words than they chose."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


_TAG = re.compile(r"(<[^>]*>)")
_CLOSED_TO_TERMS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "a",
    "button",
    "summary",
    "caption",
    "th",
    "figcaption",
    "sup",
    "title",
    "svg",
)


def link_first(html: str, names: list[str], key: str) -> str | None:
    """The HTML with the first mention of a term made into a button that opens its definition; None when there is none.

    Headings, links, buttons and captions are left alone.
    """
    words = "|".join(re.escape(escape(name, quote=False)) for name in sorted(names, key=len, reverse=True))
    wanted = re.compile(rf"(?<![\w-])({words})(?![\w-])", re.IGNORECASE)
    pieces = _TAG.split(html)
    for position, inside in _open_pieces(pieces):
        if not inside and (match := wanted.search(pieces[position])):
            text = pieces[position]
            button = f'<button type="button" class="term" popovertarget="begrip-{key}">{match[1]}</button>'
            pieces[position] = text[: match.start()] + button + text[match.end() :]
            return "".join(pieces)
    return None


def _open_pieces(pieces: list[str]) -> Iterator[tuple[int, bool]]:
    depth = 0
    for position, piece in enumerate(pieces):
        if position % 2 == 0:
            yield position, depth > 0
            continue
        name = re.match(r"</?\s*([a-z0-9]+)", piece, re.IGNORECASE)
        if name and name[1].lower() in _CLOSED_TO_TERMS and not piece.endswith("/>"):
            depth += -1 if piece.startswith("</") else 1


# --- Modules --------------------------------------------------------------------------------------


def compile_module(page: ModulePage) -> Compiled:
    """A module: its lessons' editions in order, its test, and its rule of completion."""
    refuse_foreign(page)
    uses: list[Taught] = []
    lessons = []
    for lesson in LessonPage.objects.child_of(page).live().order_by("path"):
        edition = live_edition(Kind.LESSON, lesson.uuid, lesson.title)
        uses.append(edition.taught)
        lessons.append(_lesson_entry(lesson.slug, edition))
    if not lessons:
        raise CompileError(_("Publiceer eerst minstens één les. Bij ‘Lessen’ maak of open je er een."))
    content = {
        "format": "module/1",
        **_head(page),
        "theme": page.theme,
        "audience": page.audience,
        "lessons": lessons,
        "prerequisites": [
            {"taught": str(other.uuid), "title": other.title, "slug": other.slug} for other in page.prerequisites.all()
        ],
        "test": _test(page, uses),
    }
    return Compiled(content, uses)


def _lesson_entry(slug: str, edition: Edition) -> Content:
    content = edition.content
    asked = [block for block in content["blocks"] if block["type"] in {"question", "case", "prompt"}]
    return {
        "taught": str(edition.taught_id),
        "edition": edition.pk,
        "number": edition.number,
        "line": edition.line_id,
        "hash": edition.hash,
        "slug": slug,
        "title": content["title"],
        "summary": content["summary"],
        "minutes": content["minutes"],
        "items": [_item(block) for block in asked],
    }


def _item(block: Content) -> Content:
    """What a lesson asks, for the list of what is still to do. A case is done on its line, wherever it was played."""
    item = {"id": block["id"], "type": block["type"]}
    return (
        item | {name: block[name] for name in ("taught", "line", "slug", "title", "minutes")}
        if block["type"] == "case"
        else item
    )


def _test(page: ModulePage, uses: list[Taught]) -> Content | None:
    drawn = list(_chosen_questions(page))
    there = {edition.pk for edition in drawn}
    for edition in _pooled_questions(page):
        if edition.pk not in there:
            drawn.append(edition)
            there.add(edition.pk)
    if not drawn:
        return None
    uses += [edition.taught for edition in drawn]
    pool = [{"taught": str(one.taught_id), "edition": one.pk, "hash": one.hash} for one in drawn]
    return {
        "title": page.test_title or _("Toets"),
        "intro": page.test_intro,
        "intro_html": render_markdown(page.test_intro),
        "draw": page.test_draw or len(pool),
        "pass_mark": page.test_pass_mark,
        "pool": pool,
    }


def _chosen_questions(page: ModulePage) -> Iterator[Edition]:
    faults = _Faults()
    for child in page.test_questions:
        if child.block_type == "question":
            with faults.noted():
                yield _for_test(_chosen(child.value))
    faults.refuse()


def _for_test(question: Question) -> Edition:
    edition = live_edition(Kind.QUESTION, question.uuid, question.title)
    if edition.content["kind"] == "open":
        raise CompileError(
            _("‘%(title)s’ is een open vraag en kan niet in een toets.") % {"title": question.title},
            about=(Kind.QUESTION, question.uuid),
        )
    return edition


def _pooled_questions(page: ModulePage) -> Iterator[Edition]:
    """The editions of what is in a pool today, in one statement for each pool."""
    for child in page.test_questions:
        if child.block_type == "pool":
            found = pooled(child.value, page.owner_root.organisation_id)
            if not found:
                raise CompileError(
                    _("In de pool ‘%(name)s’ zit geen gepubliceerde vraag met deze trefwoorden.")
                    % {"name": child.value["name"]}
                )
            taught = Taught.objects.filter(pk__in=found, live_line__head__isnull=False)
            heads = {one.pk: one.live_line.head for one in taught.select_related("live_line__head__taught")}
            yield from (heads[uuid] for uuid in found if uuid in heads)


def _head(page: LessonPage | ModulePage) -> Content:
    return {
        "title": page.title,
        "summary": page.summary,
        "goals": [str(goal.value) for goal in page.goals],
        "minutes": page.minutes,
        "sources": [
            {name: str(source.value.get(name) or "") for name in ("key", "title", "publisher", "url", "date", "seen")}
            for source in page.sources
        ],
        "reviewed_on": page.reviewed_on.isoformat(),
        "review_by": page.review_by.isoformat(),
        "reviewer": page.reviewer,
    }
