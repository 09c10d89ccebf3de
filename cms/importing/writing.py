"""Writing a folder of content: decide per thing what is to be done, refuse what an author changed since, then write and publish in one transaction."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.editions import publishing
from cms.importing.blocks import messages
from cms.importing.identities import keep_item_ids
from cms.importing.ids import CORE, digest, owner_name
from cms.importing.media import MediaDraft
from cms.importing.package import LessonDraft, ModuleDraft, Package, SlotDraft, TermDraft, read_package
from cms.importing.problems import ImportRefused, Problems
from cms.importing.questions import QuestionDraft
from cms.models import Change, ContentRoot, GlossaryTerm, Imported, LessonPage, ModulePage, Question, Slot
from cms.permissions import ensure_content_root
from people.models import Organisation

Draft = SlotDraft | TermDraft | QuestionDraft | LessonDraft | ModuleDraft


@dataclass
class Report:
    """What an import did, by what it was done to."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Changed in the files and by hand; left as the author made it."""
    unchanged: int = 0

    @property
    def is_quiet(self) -> bool:
        return not (self.created or self.updated or self.unpublished)


class _Rehearsal(Exception):
    """Ends a transaction that was only tried."""


def import_folder(
    folder: Path, *, organisation: Organisation | None = None, overwrite: bool = False, keep: bool = False, rehearse: bool = False
) -> Report:
    """Make the site say what the folder says, and publish it. All or nothing; the same folder again changes nothing.

    What an author changed since the last import is refused, unless `overwrite` (the folder wins) or `keep` (the author wins).
    With `rehearse` everything is tried and nothing stays. Raises ImportRefused.
    """
    package, problems = read_package(folder, owner_name(organisation.slug if organisation else None))
    if problems:
        raise ImportRefused(problems)
    writer = _Writer(package, organisation, overwrite=overwrite, keep=keep)
    try:
        with writer.without_stray_files(), transaction.atomic():
            writer.write()
            if rehearse:
                raise _Rehearsal
    except _Rehearsal:
        pass
    return writer.report


@dataclass
class _Todo:
    """One thing, what is known of it, and what was decided: "" (leave it), "create" or "update"."""

    path: str
    name: str
    file: str
    draft: Draft
    source: str
    target: Any
    known: Imported | None
    what: str = ""


class _Writer:
    """One import. Decides first, for everything; writes after."""

    def __init__(self, package: Package, organisation: Organisation | None, *, overwrite: bool, keep: bool) -> None:
        assert package.module is not None  # noqa: S101  a package without problems has one
        self.package, self.module = package, package.module
        self.organisation = organisation
        self.overwrite, self.keep = overwrite, keep
        self.scope = f"{package.owner}/{self.module.slug}"
        self.report = Report()
        self.problems = Problems()
        self._saved_files: list[Any] = []

    def write(self) -> None:
        self.root = ensure_content_root(self.organisation)
        self._look_up()
        self._decide()
        self._check()
        if self.problems:
            raise ImportRefused(self.problems)
        removed = self._removed_lessons()
        if not removed and not any(todo.what for todo in self._all()):
            return
        self._write_parts()
        with self._held_back():
            self._write_questions()
            self._write_pages(removed)

    # --- Deciding -----------------------------------------------------------------------------------

    def _look_up(self) -> None:
        """What is there now, in a few statements."""
        package = self.package
        paths = Imported.objects.filter(path__startswith=f"{self.scope}/").in_bulk(field_name="path")
        paths |= Imported.objects.filter(path__startswith=f"{package.owner}/begrip/").in_bulk(field_name="path")
        paths |= Imported.objects.filter(path__startswith="plek/").in_bulk(field_name="path")
        self.known: dict[str, Imported] = paths
        slots = Slot.objects.in_bulk(list(package.slots), field_name="key")
        terms = {term.key: term for term in GlossaryTerm.objects.filter(organisation=self.organisation, key__in=package.terms)}
        questions = {one.key: one for one in Question.objects.filter(organisation=self.organisation, key__in=package.questions)}
        lessons = {page.uuid: page for page in LessonPage.objects.filter(uuid__in=[lesson.uuid for lesson in package.lessons])}
        module = ModulePage.objects.filter(uuid=self.module.uuid).first()
        self.slots = [self._todo(f"plek/{key}", f"plek {key}", "module.json", one, one.says(), slots.get(key)) for key, one in package.slots.items()]
        self.terms = [
            self._todo(f"{package.owner}/begrip/{key}", f"begrip {key}", one.file, one, one.says(), terms.get(key)) for key, one in package.terms.items()
        ]
        self.questions = [
            self._todo(f"{self.scope}/vraag/{key}", f"vraag {key}", one.file, one, one.says(), questions.get(key)) for key, one in package.questions.items()
        ]
        self.lessons = [
            self._todo(f"{self.scope}/les/{one.slug}", f"les {one.slug}", one.file, one, [one.says(), self._media_of(one)], lessons.get(one.uuid))
            for one in package.lessons
        ]
        self.page = self._todo(f"{self.scope}/module", f"module {self.module.slug}", "module.json", self.module, self.module.says(), module)

    def _todo(self, path: str, name: str, file: str, draft: Draft, says: Any, target: Any) -> _Todo:
        return _Todo(path=path, name=name, file=file, draft=draft, source=digest(says), target=target, known=self.known.get(path))

    def _media_of(self, lesson: LessonDraft) -> dict[str, str]:
        names = [name for _line, name in (*lesson.keys("figure", "image"), *lesson.keys("download", "document"))]
        return {name: self.package.media[name].digest for name in names}

    def _all(self) -> Iterator[_Todo]:
        yield from (*self.slots, *self.terms, *self.questions, *self.lessons, self.page)

    def _decide(self) -> None:
        for todo in self._all():
            todo.what = self._what(todo)
            if todo.what == "conflict":
                todo.what = ""
                if self.keep:
                    self.report.kept.append(todo.name)
                    continue
                wrong = _("%(name)s is sinds de vorige import met de hand veranderd.") % {"name": todo.name}
                self.problems.add(todo.file, "", wrong, _("Neem die verandering over in de bestanden, of importeer met --overwrite."))
            elif not todo.what:
                self.report.unchanged += 1
            else:
                (self.report.created if todo.what == "create" else self.report.updated).append(todo.name)

    def _what(self, todo: _Todo) -> str:
        if todo.target is None:
            return "create"
        if todo.known is None or todo.known.object_id != todo.target.pk:
            # Somebody made it here, or it came from another folder. The same words are nothing to fight over.
            same = isinstance(todo.draft, SlotDraft | TermDraft) and _state(todo.target) == todo.source
            return "" if same else ("update" if self.overwrite else "conflict")
        touched = _is_touched(todo.target, todo.known)
        if todo.known.source == todo.source:
            return "update" if self.overwrite and touched else ""
        return "conflict" if touched and not self.overwrite else "update"

    # --- What only the site can tell ------------------------------------------------------------------

    def _check(self) -> None:
        self._check_slots()
        self._check_terms()
        self._check_prerequisites()
        self._check_places()

    def _check_slots(self) -> None:
        if self.organisation is not None:
            for todo in self.slots:
                if todo.what:
                    self.problems.add(
                        "module.json", _("plek %(key)s") % {"key": todo.draft.key}, _("Plekken horen bij de landelijke kern."), _("Haal haar uit slots; gebruik de plekken die er zijn.")
                    )
        there = set(Slot.objects.values_list("key", flat=True)) | self.package.slots.keys()
        for lesson in self.package.lessons:
            for line, key in lesson.keys("local", "slot"):
                if key not in there:
                    self._missing(lesson.file, line, _("De plek ‘%(key)s’ bestaat niet.") % {"key": key}, _("Voeg haar toe bij slots in module.json, of verbeter de sleutel."))

    def _check_terms(self) -> None:
        there = set(GlossaryTerm.objects.readable_by(self._owner_id).values_list("key", flat=True)) | self.package.terms.keys()
        for lesson in self.package.lessons:
            for _line, keys in lesson.keys("glossary", "terms"):
                for key in keys:
                    if key not in there:
                        self.problems.add(lesson.file, "terms", _("Het begrip ‘%(key)s’ bestaat niet.") % {"key": key}, _("Voeg het toe in glossary.json, of haal het weg."))

    def _check_prerequisites(self) -> None:
        self.prerequisites = {page.slug: page for page in ModulePage.objects.filter(slug__in=self.module.prerequisites) if page.owner_root.organisation_id in {None, self._owner_id}}
        for slug in self.module.prerequisites:
            if slug not in self.prerequisites or slug == self.module.slug:
                self.problems.add("module.json", "prerequisites", _("De module ‘%(slug)s’ is er niet.") % {"slug": slug}, _("Importeer die eerst, of haal haar weg."))

    def _check_places(self) -> None:
        """Addresses that somebody else's page has, and pages that were moved away."""
        module = self.page.target
        taken = {page.slug: page.pk for page in self.root.get_children()}
        if self.page.what == "create" and self.module.slug in taken:
            self.problems.add("module.json", "slug", _("Er is al een module met adres ‘%(slug)s’.") % {"slug": self.module.slug}, _("Kies een ander adres."))
        if module is not None and module.owner_root != self.root:
            self.problems.add("module.json", "slug", _("Deze module staat nu ergens anders."), _("Zet haar terug in de studio."))
        if module is None:
            return
        siblings = {page.slug: page.pk for page in module.get_children()}
        for todo in self.lessons:
            if todo.what == "create" and todo.draft.slug in siblings:
                self.problems.add(todo.file, "slug", _("Er is al een les met adres ‘%(slug)s’.") % {"slug": todo.draft.slug}, _("Kies een ander adres."))
            elif todo.target is not None and todo.target.pk not in siblings.values():
                self.problems.add(todo.file, "", _("Deze les staat nu in een andere module."), _("Zet haar terug in de studio."))

    def _missing(self, file: str, line: int, wrong: str, remedy: str) -> None:
        self.problems.add(file, _("regel %(line)s") % {"line": line}, wrong, remedy)

    @property
    def _owner_id(self) -> int | None:
        return self.organisation.pk if self.organisation else None

    # --- Writing: slots, terms, files, questions --------------------------------------------------------

    def _write_parts(self) -> None:
        for todo in self.slots:
            self._save(todo, lambda todo=todo: todo.target or Slot(key=todo.draft.key))
        self.files = {name: self._file(media) for name, media in self.package.media.items()}

    def _save(self, todo: _Todo, make: Callable[[], Any]) -> None:
        """Write a thing without revisions, or take over one that says the same already."""
        if todo.what:
            todo.target = make()
            for name, value in todo.draft.says().items():
                setattr(todo.target, name, value)
            with _blaming(todo):
                todo.target.full_clean()
                todo.target.save()
        if todo.what or todo.known is None:
            if _state(todo.target) == todo.source:
                self._remember(todo, _state(todo.target))

    def _file(self, media: MediaDraft) -> Image | Document:
        """The file in the library. Another content is another file: editions go on showing the old one."""
        path = f"{self.scope}/bestand/{media.name}@{media.digest[:16]}"
        model = Image if media.is_image else Document
        known = self.known.get(path)
        there = model.objects.filter(pk=known.object_id).first() if known else None
        if there is not None:
            return there
        made = model(title=media.title or media.name, collection=self.root.collection, file=File(io.BytesIO(media.data), name=media.name))
        made.file_size = len(media.data)
        made._set_file_hash()
        made.save()
        self._saved_files.append(made.file)
        self.report.created.append(f"bestand {media.name}")
        Imported.objects.update_or_create(path=path, defaults={"object_id": made.pk, "source": media.digest, "state": media.digest})
        return made

    def _write_questions(self) -> None:
        for todo in self.terms:
            self._save(todo, lambda todo=todo: todo.target or GlossaryTerm(uuid=todo.draft.uuid, key=todo.draft.key, organisation=self.organisation))
        for todo in self.questions:
            if todo.what:
                self._write_question(todo)

    def _write_question(self, todo: _Todo) -> None:
        draft: Any = todo.draft
        question = todo.target or Question(uuid=draft.uuid, organisation=self.organisation, live=False)
        body = keep_item_ids(draft.body, question.body.get_prep_value() if question.pk else [])
        for name, value in (draft.says() | {"body": json.dumps(body), "change": draft.change, "change_note": draft.change_note}).items():
            setattr(question, name, value)
        with _blaming(todo):
            if question.pk is None:
                question.save()
            todo.target = question
            self._publish(todo)

    def _publish(self, todo: _Todo) -> None:
        revision = todo.target.save_revision()
        revision.publish()
        self._remember(todo, str(revision.pk))

    def _remember(self, todo: _Todo, state: str) -> None:
        Imported.objects.update_or_create(path=todo.path, defaults={"object_id": todo.target.pk, "source": todo.source, "state": state})

    # --- Writing: pages -------------------------------------------------------------------------------

    @contextmanager
    def _held_back(self) -> Iterator[None]:
        """Take the module and its lessons out of the offer inside the transaction, so that each is compiled once, at the end."""
        module = self.page.target
        self._was_live = bool(module and module.live)
        self._live_lessons = list(LessonPage.objects.child_of(module).live().values_list("pk", flat=True)) if module else []
        LessonPage.objects.filter(pk__in=self._live_lessons).update(live=False)
        ModulePage.objects.filter(pk=module.pk if module else None).update(live=False)
        yield

    def _write_pages(self, removed: list[Imported]) -> None:
        if self.page.target is None:
            self.page.target = self._filled(self.page, ModulePage(uuid=self.module.uuid, live=False))
            with _blaming(self.page):
                self.root.add_child(instance=self.page.target)
        for todo in self.lessons:
            if todo.what:
                self._write_lesson(todo)
        self._publish_untouched_lessons()
        self._unpublish(removed)
        self._settle_order()
        self._publish_module()

    def _filled(self, todo: _Todo, page: Any) -> Any:
        draft: Any = todo.draft
        for name, value in draft.says_head().items():
            setattr(page, name, json.dumps(value) if name in {"goals", "sources"} else value)
        page.change, page.change_note = draft.change, draft.change_note
        if isinstance(draft, ModuleDraft):
            for name in draft.FIELDS:
                setattr(page, name, getattr(draft, name))
            page.test_questions = json.dumps(self._test_questions())
        else:
            page.body = json.dumps([block.raw(self._resolved(block.type, block.value)) for block in draft.body])
        return page

    def _test_questions(self) -> list[dict[str, Any]]:
        by_key = {todo.draft.key: todo for todo in self.questions}
        return [
            {"type": "question", "id": str(by_key[key].draft.uuid), "value": by_key[key].target.pk if by_key[key].target else None}
            for key in self.module.test_questions
        ]

    def _resolved(self, block_type: str, value: Any) -> Any:
        """The value with primary keys where the file had keys and names."""
        match block_type:
            case "question":
                return {"question": next(todo.target.pk for todo in self.questions if todo.draft.key == value["question"])}
            case "local":
                return {"slot": self._slot_pk(value["slot"])}
            case "figure":
                return value | {"image": self.files[value["image"]].pk}
            case "download":
                return value | {"document": self.files[value["document"]].pk}
            case "glossary":
                return {"terms": [{"type": "item", "id": str(term.uuid), "value": term.pk} for term in self._terms_of(value["terms"])]}
        return value

    def _slot_pk(self, key: str) -> int:
        return Slot.objects.values_list("pk", flat=True).get(key=key)

    def _terms_of(self, keys: list[str]) -> list[GlossaryTerm]:
        """The terms in the lesson's order; the owner's own before the core's."""
        found = GlossaryTerm.objects.readable_by(self._owner_id).filter(key__in=keys).order_by("organisation_id")
        by_key: dict[str, GlossaryTerm] = {}
        for term in found:
            if term.organisation_id is not None or term.key not in by_key:
                by_key[term.key] = term
        return [by_key[key] for key in keys]

    def _write_lesson(self, todo: _Todo) -> None:
        page = self._filled(todo, todo.target or LessonPage(uuid=todo.draft.uuid, live=False))
        if self._material_questions(page_keys := {key for _line, key in todo.draft.keys("question", "question")}) and page_keys:
            page.change = Change.MATERIAL
        with _blaming(todo):
            if page.pk is None:
                module = ModulePage.objects.get(pk=self.page.target.pk)
                module.add_child(instance=page)
            todo.target = page
            self._publish(todo)

    def _material_questions(self, keys: set[str]) -> list[QuestionDraft]:
        """Those among the questions that change materially in this import."""
        return [todo.draft for todo in self.questions if todo.what == "update" and todo.draft.key in keys and todo.draft.change == Change.MATERIAL]

    def _publish_untouched_lessons(self) -> None:
        """Lessons whose own file says nothing new: live again, and compiled again, for a question, term or slot of theirs may have changed."""
        written = {todo.target.pk for todo in self.lessons if todo.what}
        drafts = {todo.target.pk: todo.draft for todo in self.lessons if todo.target is not None}
        for page in LessonPage.objects.filter(pk__in=self._live_lessons).exclude(pk__in=written).order_by("path"):
            LessonPage.objects.filter(pk=page.pk).update(live=True)
            page.live = True
            draft = drafts.get(page.pk)
            material = self._material_questions({key for _line, key in draft.keys("question", "question")}) if draft else []
            publishing.publish_lesson(page, material=bool(material), note=material[0].change_note if material else "")

    def _removed_lessons(self) -> list[Imported]:
        paths = {todo.path for todo in self.lessons}
        return [known for path, known in self.known.items() if path.startswith(f"{self.scope}/les/") and path not in paths and known.source]

    def _unpublish(self, removed: list[Imported]) -> None:
        """Lessons that the module no longer lists: out of the offer, never deleted. Who began can finish."""
        for known in removed:
            page = LessonPage.objects.filter(pk=known.object_id).first()
            if page is not None and page.live:
                page.unpublish()
                self.report.unpublished.append(f"les {page.slug}")
            known.source = ""
            known.save()

    def _settle_order(self) -> None:
        """Lessons stand as the module lists them; what an author added by hand comes after."""
        if not self.page.what and not any(todo.what == "create" for todo in self.lessons):
            return
        module = ModulePage.objects.get(pk=self.page.target.pk)
        now = list(module.get_children().order_by("path").values_list("pk", flat=True))
        listed = [todo.target.pk for todo in self.lessons]
        wanted = [*listed, *(pk for pk in now if pk not in listed)]
        if now == wanted:
            return
        for pk in wanted:
            LessonPage.objects.get(pk=pk).move(ModulePage.objects.get(pk=module.pk), pos="last-child")

    def _publish_module(self) -> None:
        module = ModulePage.objects.get(pk=self.page.target.pk)
        if self.page.what:
            self.page.target = self._filled(self.page, module)
            self.page.target.prerequisites.set([self.prerequisites[slug] for slug in self.module.prerequisites])
            with _blaming(self.page):
                self._publish(self.page)
        elif self._was_live:
            ModulePage.objects.filter(pk=module.pk).update(live=True)
            module.live = True
            notes = [todo.draft.change_note for todo in self.lessons if todo.what and todo.draft.change_note]
            publishing.publish_module(module, material=False, note=notes[0] if notes else "")

    # --- Files and faults -----------------------------------------------------------------------------

    @contextmanager
    def without_stray_files(self) -> Iterator[None]:
        """Files don't roll back; what was saved for an import that failed is removed again."""
        try:
            yield
        except BaseException:
            for file in self._saved_files:
                file.storage.delete(file.name)
            raise


def _state(item: Slot | GlossaryTerm) -> str:
    """The digest of a thing without revisions, comparable with that of its draft."""
    names = ("title", "safety", "help", "ask") if isinstance(item, Slot) else ("term", "also", "definition", "source", "reviewed_on")
    return digest({name: getattr(item, name) for name in names})


def _is_touched(target: Any, known: Imported) -> bool:
    """Whether somebody changed it since the import that `known` remembers."""
    if isinstance(target, Slot | GlossaryTerm):
        return _state(target) != known.state
    withdrawn_by_hand = not target.live and known.source != ""
    return withdrawn_by_hand or str(target.latest_revision_id) != known.state


@contextmanager
def _blaming(todo: _Todo) -> Iterator[None]:
    """Say of which file it is that Wagtail or the compiler refuses what came of it."""
    try:
        yield
    except ValidationError as fault:
        problems = Problems()
        problems.add(todo.file, todo.name, "; ".join(messages(fault)), _("Verbeter het bestand en importeer opnieuw."))
        raise ImportRefused(problems) from fault
