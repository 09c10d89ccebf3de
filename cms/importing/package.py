"""Reading a folder of content as one value, and finding all that is wrong with it. Touches no database."""

import contextlib
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.importing import directives
from cms.importing.blocks import BlockDraft, build
from cms.importing.drafts import LessonDraft, ModuleDraft, Package, Raw, SlotDraft, TermDraft
from cms.importing.fields import Fields
from cms.importing.files import Folder, Unreadable
from cms.importing.front_matter import cut_front_matter, read_sources
from cms.importing.identities import TERMS, Identities, OwnIds, read_identities
from cms.importing.ids import CORE, items, stable_id
from cms.importing.media import read_media
from cms.importing.problems import Problems
from cms.importing.questions import read_question
from cms.importing.rich_text import INLINE, MarkdownRefused, to_rich_text
from cms.models import Change, Theme

FORMAT = "leerspiegel-module/1"


def read_package(root: Path, owner: str = CORE) -> tuple[Package, Problems]:
    """Read a folder. Every problem is found in one go."""
    problems = Problems()
    reader = _Reader(Folder(root, problems), owner)
    if not root.is_dir():
        problems.add(str(root.name), "", _("Deze map is er niet."), _("Geef de map waarin module.json staat."))
        return reader.package, problems
    reader.read()
    return reader.package, problems


class _Reader:
    """Reads the files of a folder one by one."""

    def __init__(self, folder: Folder, owner: str) -> None:
        self.folder = folder
        self.problems = folder.problems
        self.package = Package(owner=owner)
        self.identity: tuple[str, ...] = (owner,)
        self.own = Identities()

    def read(self) -> None:
        self._try(self._identities)
        self._try(self._module)
        if self.package.module is None:
            return
        self._try(self._glossary)
        for name in self.folder.names("questions", ".json"):
            self._try(partial(self._questions, name))
        for name in self.package.module.lessons:
            self._try(partial(self._lesson, name))
        self._check_slugs()
        self._check_questions()
        self._media()

    def _try(self, read: Callable[[], None]) -> None:
        with contextlib.suppress(Unreadable):
            read()

    def _identities(self) -> None:
        self.own = read_identities(self.folder, self.package.owner)

    # --- module.json --------------------------------------------------------------------------------

    def _module(self) -> None:
        fields = Fields(self.folder.json("module.json"), "module.json", "", self.problems)
        fields.choice("format", [FORMAT])
        slug = fields.slug("slug")
        self.identity = (self.package.owner, slug)
        test = fields.group("test") if "test" in fields.data else None
        pools = [_pool(one) for one in test.groups("pools", most=20)] if test and "pools" in test.data else []
        self._slots(fields)
        self.package.module = ModuleDraft(
            **self._head(fields, slug, self.own.module or stable_id(*self.identity, "module"), "module.json"),
            theme=fields.choice("theme", list(Theme.values)),
            audience=fields.text("audience", longest=250, required=False),
            prerequisites=fields.slugs("prerequisites"),
            lessons=self._lesson_names(fields),
            test_title=test.text("title", longest=160) if test else "",
            test_intro=test.text("intro", longest=4000, required=False, plain=True) if test else "",
            test_draw=test.whole("draw", least=1, most=100) if test and "draw" in test.data else None,
            test_pass_mark=test.whole("pass_mark", least=1, most=100) if test else 75,
            test_questions=test.slugs("questions", required=not pools) if test else [],
            test_pools=pools,
            core_questions=fields.slugs("core_questions"),
        )
        if test:
            test.done()
        fields.done()

    def _lesson_names(self, fields: Fields) -> list[str]:
        names = fields.slugs("lessons", required=True)
        if len(names) > 100:
            fields.note("lessons", _("Een module heeft hoogstens honderd lessen."), _("Maak er twee modules van."))
        return names[:100]

    def _slots(self, fields: Fields) -> None:
        for group in fields.groups("slots", most=100):
            slot = SlotDraft(
                key=group.slug("key"),
                title=group.text("title", longest=120),
                safety=group.flag("safety"),
                help=group.text("help", longest=2000, required=False),
                ask=group.text("ask", longest=200, required=False),
            )
            group.done()
            self._once(self.package.slots, slot.key, slot, group)

    def _once(self, held: dict[str, Any], key: str, draft: Any, fields: Fields) -> None:
        if key in held:
            fields.note("key", _("De sleutel ‘%(key)s’ bestaat al.") % {"key": key}, _("Kies een andere."))
        elif key:
            held[key] = draft

    def _head(self, fields: Fields, slug: str, page_id: uuid.UUID, file: str) -> dict[str, Any]:
        reviewed_on, review_by = fields.day("reviewed_on"), fields.day("review_by")
        if reviewed_on and review_by and review_by <= reviewed_on:
            fields.note("review_by", _("Deze datum ligt niet na reviewed_on."), _("Kies een latere datum."))
        return {
            "slug": slug,
            "uuid": page_id,
            "file": file,
            "title": fields.text("title", longest=255, plain=True),
            "summary": fields.text("summary", longest=500, plain=True),
            "minutes": fields.whole("minutes", least=1, most=1000),
            "goals": _raw("goal", page_id, _goals(fields)),
            "sources": _raw("source", page_id, read_sources(fields)),
            "reviewed_on": reviewed_on,
            "review_by": review_by,
            "reviewer": fields.text("reviewer", longest=160, required=False),
            "change": fields.choice("change", [Change.MINOR.value, Change.MATERIAL.value], Change.MINOR.value),
            "change_note": fields.text("change_note", longest=250, required=False),
        }

    # --- glossary.json and questions/ ---------------------------------------------------------------

    def _glossary(self) -> None:
        if not (self.folder.root / "glossary.json").exists():
            return
        for fields in self._list("glossary.json"):
            key = fields.slug("key", longest=120)
            fields.place = _("begrip %(key)s") % {"key": key} if key else fields.place
            also = fields.texts("also", longest=120)
            if any("," in name for name in also) or len(", ".join(also)) > 250:
                fields.note(
                    "also",
                    _("De andere namen zijn te lang of bevatten een komma."),
                    _("Kort ze in; één naam per onderdeel."),
                )
            definition = self._definition(fields)
            term = TermDraft(
                key=key,
                uuid=self.own.terms.get(key) or stable_id(self.package.owner, "term", key),
                file="glossary.json",
                term=fields.text("term", longest=120),
                also=", ".join(also),
                definition=definition,
                source=fields.text("source", longest=500, required=False),
                reviewed_on=fields.day("reviewed_on", required=False),
            )
            fields.done()
            self._once(self.package.terms, key, term, fields)

    def _definition(self, fields: Fields) -> str:
        """A plain sentence, or Markdown under a key of its own."""
        if "definition_markdown" not in fields.data:
            return f"<p>{escape(fields.text('definition', longest=1500, plain=True))}</p>"
        try:
            return to_rich_text(fields.text("definition_markdown", longest=3000, plain=True), INLINE)
        except MarkdownRefused as refused:
            for _offset, wrong, remedy in refused.faults:
                fields.note("definition_markdown", wrong, remedy)
            return ""

    def _questions(self, name: str) -> None:
        for fields in self._list(name):
            question = read_question(fields, self.identity, self.own.questions)
            self._once(self.package.questions, question.key, question, fields)

    def _list(self, name: str) -> list[Fields]:
        data = self.folder.json(name)
        if not isinstance(data, list):
            self.problems.add(name, "", _("Dit bestand moet een lijst zijn."), _("Zet alles tussen vierkante haken."))
            return []
        return [
            Fields(one, name, _("onderdeel %(place)s") % {"place": place}, self.problems)
            for place, one in enumerate(data[:2000], 1)
        ]

    # --- lessons/ -----------------------------------------------------------------------------------

    def _lesson(self, name: str) -> None:
        file = f"lessons/{name}.md"
        front, body, first_line = cut_front_matter(self.folder, file)
        fields = Fields(self.folder.toml(file, front, 2), file, "", self.problems)
        slug = fields.slug("slug")
        identity = (*self.identity, "lesson", slug)
        terms = fields.slugs("terms")
        note = fields.text("profession_note", longest=1000, required=False, plain=True)
        own = self.own.lessons.get(slug, OwnIds())
        head = self._head(fields, slug, own.uuid or stable_id(*identity), file)
        fields.done()
        parts, faults = directives.cut(body, first_line)
        blocks, more = build(parts, identity, {source["value"]["key"] for source in head["sources"]}, own.blocks)
        for line, wrong, remedy in sorted([*faults, *more]):
            self.problems.add(file, _("regel %(line)s") % {"line": line}, wrong, remedy)
        self._refuse_twice(file, blocks)
        if not parts:
            self.problems.add(file, "", _("De les heeft geen tekst."), _("Schrijf onder de kop."))
        self.package.lessons.append(
            LessonDraft(
                **head,
                body=[*_note_block(identity, note), *blocks, *_glossary_block(identity, terms, own.blocks)],
                line=own.line,
                line_note=own.note,
            )
        )

    def _refuse_twice(self, file: str, blocks: list[BlockDraft]) -> None:
        met: set[str] = set()
        for block in blocks:
            if block.type == "question" and block.value["question"] in met:
                self.problems.add(
                    file,
                    _("regel %(line)s") % {"line": block.line},
                    _("Deze vraag staat al in de les."),
                    _("Laat haar één keer staan."),
                )
            met |= {block.value["question"]} if block.type == "question" else set()

    # --- What belongs together ----------------------------------------------------------------------

    def _check_slugs(self) -> None:
        met: dict[str, str] = {}
        for lesson in self.package.lessons:
            if lesson.slug in met:
                self.problems.add(
                    lesson.file,
                    "slug",
                    _("‘%(slug)s’ is ook de slug van %(file)s.") % {"slug": lesson.slug, "file": met[lesson.slug]},
                    _("Kies een andere."),
                )
            met.setdefault(lesson.slug, lesson.file)

    def _check_questions(self) -> None:
        module = self.package.module
        assert module is not None  # noqa: S101  read() stops without a module
        known, borrowed = self.package.questions, set(module.core_questions)
        for lesson in self.package.lessons:
            for line, key in lesson.keys("question", "question"):
                if key not in known and key not in borrowed:
                    self.problems.add(
                        lesson.file,
                        _("regel %(line)s") % {"line": line},
                        _("De vraag ‘%(key)s’ bestaat niet.") % {"key": key},
                        _("Voeg haar toe in questions/, of verbeter de sleutel."),
                    )
        for key in module.test_questions:
            if key in borrowed and key not in known:
                continue
            if key not in known:
                self.problems.add(
                    "module.json",
                    "test, questions",
                    _("De vraag ‘%(key)s’ bestaat niet.") % {"key": key},
                    _("Voeg haar toe in questions/, of haal haar weg."),
                )
            elif known[key].kind == "open":
                self.problems.add(
                    "module.json",
                    "test, questions",
                    _("‘%(key)s’ is een open vraag.") % {"key": key},
                    _("Kies een vraag die na te kijken is."),
                )
        if module.test_questions and not module.test_pools and len(module.test_questions) < (module.test_draw or 0):
            self.problems.add(
                "module.json",
                "test, draw",
                _("Er zijn minder vragen dan er geloot worden."),
                _("Verlaag draw of voeg vragen toe."),
            )

    def _media(self) -> None:
        for lesson in self.package.lessons:
            for line, name, title, is_image in lesson.files():
                if name not in self.package.media:
                    place = f"{lesson.file}, " + _("regel %(line)s") % {"line": line}
                    media = read_media(self.folder, name, is_image=is_image, title=title, place=place)
                    if media is not None:
                        self.package.media[name] = media


def _goals(fields: Fields) -> list[str]:
    """What one learns. None at all is said by an empty list."""
    least = 0 if fields.data.get("goals") == [] else 1
    return fields.texts("goals", longest=250, least=least, most=12, plain=True)


def _raw(kind: str, owner: uuid.UUID, values: list[Any]) -> Raw:
    return [{"type": kind, "id": item["id"], "value": item["value"]} for item in items(owner, kind, values)]


def _note_block(identity: tuple[str, ...], note: str) -> list[BlockDraft]:
    if not note:
        return []
    value = {"kind": "info", "title": _("Verschilt per beroep"), "text": f"<p>{escape(note)}</p>"}
    return [BlockDraft("callout", stable_id(*identity, "profession_note"), value, 1)]


def _glossary_block(identity: tuple[str, ...], terms: list[str], own: Mapping[str, uuid.UUID]) -> list[BlockDraft]:
    if not terms:
        return []
    return [BlockDraft("glossary", own.get(TERMS) or stable_id(*identity, "glossary"), {"terms": terms}, 1)]


def _pool(fields: Fields) -> dict[str, Any]:
    found = {"name": fields.text("name", longest=80), "tags": fields.texts("tags", longest=60, least=1, most=20)}
    fields.done()
    return found
