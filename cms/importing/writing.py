"""Importing a folder: read, plan, write and publish, in one transaction."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.editions import publishing
from cms.exporting.files import ExportRefused
from cms.exporting.gathering import gather
from cms.importing.blocks import messages
from cms.importing.drafts import Head, LessonDraft, ModuleDraft, Package
from cms.importing.identities import keep_item_ids
from cms.importing.ids import owner_name
from cms.importing.library import kept_file, note_renditions, without_stray_files
from cms.importing.media import MediaDraft
from cms.importing.package import read_package
from cms.importing.plan import CREATE, UPDATE, Plan, Report, Todo, state_of
from cms.importing.problems import ImportRefused, Problem
from cms.importing.questions import QuestionDraft
from cms.importing.rich_text import FILES, linked_files
from cms.models import Change, GlossaryTerm, Imported, LessonPage, ModulePage, Question, Slot, Taught
from cms.models.pages import taught_page
from cms.permissions import ensure_content_root
from cms.rehearsal import all_or_nothing
from people.models import Organisation, User


def import_folder(
    folder: Path,
    *,
    organisation: Organisation | None = None,
    overwrite: bool = False,
    keep: bool = False,
    rehearse: bool = False,
) -> Report:
    """Make the site say what the folder says, and publish it. All or nothing; the same folder again changes nothing.

    What an author changed since the last import is refused, unless `overwrite` (the folder wins) or `keep` (the author wins).
    With `rehearse` everything is tried and nothing stays. Raises ImportRefused.
    """
    package, problems = read_package(folder, owner_name(organisation.slug if organisation else None))
    if problems:
        raise ImportRefused(problems)
    files: list[Any] = []
    with without_stray_files(files, rehearse=rehearse), all_or_nothing(rehearse=rehearse):
        plan = write_package(package, organisation, files, overwrite=overwrite, keep=keep)
    return plan.report


def write_package(
    package: Package,
    organisation: Organisation | None,
    files: list[Any],
    *,
    overwrite: bool = False,
    keep: bool = False,
    whole: Package | None = None,
) -> Plan:
    """Plan and write a package inside the caller's transaction; what is saved of files is added to `files`. Raises ImportRefused.

    Of a part of a package, `whole` is all of it: what the part leaves out stays as it is, and must be there where the part needs it.
    """
    root, present = ensure_content_root(organisation), partial(present_package, package)
    plan = Plan(package, root, organisation, overwrite=overwrite, keep=keep, present=present, whole=whole)
    carry_out(plan, files)
    return plan


def carry_out(plan: Plan, files: list[Any], *, by: User | None = None) -> None:
    """Do what a plan says, inside the caller's transaction. Raises ImportRefused."""
    if plan.problems:
        raise ImportRefused(plan.problems)
    writer = _Writer(plan, files, by)
    writer.adopt()
    if not plan.is_empty:
        writer.write()


def present_package(package: Package) -> Package | None:
    """What the site holds of this module now, as it was last saved; None when it is new, or cannot be written as files."""
    page = ModulePage.objects.filter(uuid=package.module.uuid).first() if package.module else None
    try:
        return gather(page, published=False).package if page else None
    except ExportRefused:
        return None


@contextmanager
def _blaming(todo: Todo[Any]) -> Iterator[None]:
    """Say of which file it is that Wagtail or the compiler refuses what came of it."""
    try:
        yield
    except ValidationError as fault:
        said = "; ".join(messages(fault))
        raise ImportRefused(
            [Problem(todo.file, todo.name, said, _("Verbeter het bestand en importeer opnieuw."))]
        ) from fault


class _Writer:
    """Writes a plan: slots, terms, files and questions first, then the pages that show them."""

    def __init__(self, plan: Plan, files: list[Any], by: User | None) -> None:
        self.plan, self._by = plan, by
        self._new_files = files
        self.files: dict[str, Image | Document] = {}

    def adopt(self) -> None:
        """Remember what says the same already, so that a next package may change it."""
        for todo in self.plan.adopted:
            self._remember(todo, str(todo.target.latest_revision_id))

    def write(self) -> None:
        try:
            self._write()
        finally:
            note_renditions(self._new_files)

    def _write(self) -> None:
        self._hold_back()
        for slot in self.plan.slots:
            self._write_plain(slot, Slot(key=slot.draft.key))
        for term in self.plan.terms:
            new = GlossaryTerm(uuid=term.draft.uuid, key=term.draft.key, organisation=self.plan.organisation)
            self._write_plain(term, new)
        for question in self.plan.questions.values():
            if question.what:
                self._write_question(question)
        for name, media in self.plan.package.media.items():
            self.files[name] = self._file(media)
        self._write_pages()
        self._remember_what_came()

    def _remember_what_came(self) -> None:
        """Which terms and slots came with this module, and how often each work had been asked anew, there and here."""
        scope = self.plan.scope
        for kind, todos in (("begrip", self.plan.terms), ("plek", self.plan.slots)):
            for todo in todos:
                values = {"object_id": todo.target.pk, "source": "-", "state": "-"}
                Imported.objects.update_or_create(path=f"{scope}/{kind}/{todo.draft.key}", defaults=values)
        lines = dict(Taught.objects.filter(live_line__isnull=False).values_list("pk", "live_line__major"))
        parts: list[Todo[Any]] = [*self.plan.questions.values(), *self.plan.lessons]
        for part in parts:
            path = self.plan.line_path(part)
            if part.draft.line > 1 or path in self.plan.known:
                major = lines.get(part.target.uuid, 1)
                values = {"object_id": part.target.pk, "source": str(part.draft.line), "state": str(major)}
                Imported.objects.update_or_create(path=path, defaults=values)

    def _hold_back(self) -> None:
        """Take the module and its lessons out of the offer inside the transaction, so that each is compiled once, at the end.

        Readers and Wagtail's signals never see it: only the rows' own flag changes.
        """
        module = self.plan.page.target
        self._was_live = module is not None and module.live
        live = LessonPage.objects.child_of(module).live() if module is not None else LessonPage.objects.none()
        self._live_lessons = list(live.values_list("pk", flat=True))
        LessonPage.objects.filter(pk__in=self._live_lessons).update(live=False)
        if module is not None:
            ModulePage.objects.filter(pk=module.pk).update(live=False)

    def _remember(self, todo: Todo[Any], state: str) -> None:
        values = {"object_id": todo.target.pk, "source": todo.source, "state": state}
        Imported.objects.update_or_create(path=todo.path, defaults=values)

    def _publish(self, todo: Todo[Any]) -> None:
        revision = todo.target.save_revision(user=self._by)
        revision.publish(user=self._by)
        self._remember(todo, str(revision.pk))

    # --- Slots, terms, questions, files -----------------------------------------------------------------

    def _write_plain(self, todo: Todo[Any], new: Slot | GlossaryTerm) -> None:
        """Write a thing as it is, without a revision, or take over one that says the same already."""
        if todo.what:
            todo.target = todo.target or new
            for name, value in todo.draft.says().items():
                setattr(todo.target, name, value)
            with _blaming(todo):
                todo.target.full_clean()
                todo.target.write_live() if isinstance(todo.target, GlossaryTerm) else todo.target.save()
        adopted = todo.known is None and state_of(todo.target) == todo.source
        if todo.what or adopted:
            self._remember(todo, state_of(todo.target))

    def _write_question(self, todo: Todo[QuestionDraft]) -> None:
        draft = todo.draft
        question = todo.target or Question(uuid=draft.uuid, organisation=self.plan.organisation, live=False)
        for name, value in draft.says().items():
            setattr(question, name, value)
        old = Question.objects.get(pk=question.pk).body.get_prep_value() if question.pk else []
        question.body = json.dumps(keep_item_ids(draft.body, old, draft.own_ids))
        question.change, question.change_note = draft.change, draft.change_note
        with _blaming(todo):
            if question.pk is None:
                question.save()
            todo.target = question
            self._publish(todo)

    def _file(self, media: MediaDraft) -> Image | Document:
        file, is_new = kept_file(media, scope=self.plan.scope, collection=self.plan.root.collection)
        if is_new:
            self._new_files.append(file.file)
            self.plan.report.created.append(f"bestand {media.name}")
        return file

    # --- Pages ----------------------------------------------------------------------------------------

    def _write_pages(self) -> None:
        page = self.plan.page
        if page.what == CREATE:
            page.target = self._filled(page, ModulePage(uuid=page.draft.uuid, live=False))
            with _blaming(page):
                self.plan.root.add_child(instance=page.target)
        for todo in self.plan.lessons:
            if todo.what:
                self._write_lesson(todo)
        self._publish_other_lessons()
        self._unpublish_removed_lessons()
        if not self.plan.is_part and (page.what or any(todo.what == CREATE for todo in self.plan.lessons)):
            self._settle_order()
        self._publish_module()

    def _filled(self, todo: Todo[Any], page: Any) -> Any:
        draft: Head = todo.draft
        for name, value in draft.says_head().items():
            setattr(page, name, json.dumps(value) if name in {"goals", "sources"} else value)
        page.change, page.change_note = draft.change, draft.change_note
        if isinstance(draft, ModuleDraft):
            for name in draft.FIELDS:
                setattr(page, name, getattr(draft, name))
            drawn = [self.plan.question_named(key) for key in draft.test_questions]
            asked: list[dict[str, Any]] = [{"type": "question", "id": str(one.uuid), "value": one.pk} for one in drawn]
            page.test_questions = json.dumps(asked + [_pool(page.uuid, pool) for pool in draft.test_pools])
        if isinstance(draft, LessonDraft):
            page.body = json.dumps([block.raw(self._resolved(block.type, block.value)) for block in draft.body])
        return page

    def _resolved(self, block_type: str, value: Any) -> Any:
        """The value with primary keys where the file has keys and names."""
        match block_type:
            case "question":
                return {"question": self.plan.question_named(value["question"]).pk}
            case "case":
                return {"case": taught_page(self.plan.cases[value["case"]]).pk}
            case "local":
                return {"slot": Slot.objects.values_list("pk", flat=True).get(key=value["slot"])}
            case "figure":
                return value | {"image": self.files[value["image"]].pk}
            case "download":
                return value | {"document": self.files[value["document"]].pk}
            case "video":
                return value | {
                    name: self.files[value[name]].pk if value[name] else None for name in ("video", "captions")
                }
            case "text":
                return self._with_documents(value)
            case "glossary":
                terms = self._terms_of(value["terms"])
                return {"terms": [{"type": "item", "id": str(term.uuid), "value": term.pk} for term in terms]}
        return value

    def _with_documents(self, html: str) -> str:
        """Links to documents of the folder, as Wagtail's editor keeps them."""
        for name in linked_files(html):
            html = html.replace(f'href="{FILES}{name}"', f'linktype="document" id="{self.files[name].pk}"')
        return html

    def _terms_of(self, keys: list[str]) -> list[GlossaryTerm]:
        """The terms in the lesson's order; the owner's own before the core's."""
        found = list(GlossaryTerm.objects.readable_by(self.plan.organisation_id).filter(key__in=keys))
        found.sort(key=lambda term: term.organisation_id is not None)
        by_key = {term.key: term for term in found}
        return [by_key[key] for key in keys]

    def _write_lesson(self, todo: Todo[LessonDraft]) -> None:
        page = self._filled(todo, todo.target or LessonPage(uuid=todo.draft.uuid, live=False))
        material = self._material_questions(todo.draft)
        if material:
            page.change, page.change_note = Change.MATERIAL, page.change_note or material[0].change_note
        with _blaming(todo):
            if page.pk is None:
                ModulePage.objects.get(pk=self.plan.page.target.pk).add_child(instance=page)
            todo.target = page
            self._publish(todo)

    def _material_questions(self, lesson: LessonDraft) -> list[QuestionDraft]:
        """The lesson's questions that change materially in this import."""
        keys = [key for _line, key in lesson.keys("question", "question")]
        used = [self.plan.questions[key] for key in keys if key in self.plan.questions]
        return [todo.draft for todo in used if todo.what == UPDATE and todo.draft.change == Change.MATERIAL]

    def _publish_other_lessons(self) -> None:
        """Lessons whose own file says nothing new: live again, and compiled again, for a part of theirs may have changed."""
        written = {todo.target.pk for todo in self.plan.lessons if todo.what}
        todos = {todo.target.pk: todo for todo in self.plan.lessons if todo.target is not None}
        for page in LessonPage.objects.filter(pk__in=set(self._live_lessons) - written).order_by("path"):
            LessonPage.objects.filter(pk=page.pk).update(live=True)
            page.live = True
            material = self._material_questions(todos[page.pk].draft) if page.pk in todos else []
            with _blaming(todos.get(page.pk, self.plan.page)):
                note = material[0].change_note if material else ""
                publishing.publish_lesson(page, material=bool(material), note=note)

    def _unpublish_removed_lessons(self) -> None:
        """Out of the offer, never deleted. Who began can finish."""
        for known in self.plan.removed:
            page = LessonPage.objects.filter(pk=known.object_id).first()
            if page is not None and page.live:
                page.unpublish()
                self.plan.report.unpublished.append(f"les {page.slug}")
            known.source = ""
            known.save()

    def _settle_order(self) -> None:
        """Lessons stand as the module lists them; what an author added by hand comes after."""
        module_pk = self.plan.page.target.pk
        now = list(ModulePage.objects.get(pk=module_pk).get_children().order_by("path").values_list("pk", flat=True))
        listed = [todo.target.pk for todo in self.plan.lessons]
        wanted = [*listed, *(pk for pk in now if pk not in listed)]
        if now == wanted:
            return
        for pk in wanted:  # each move changes the paths of the others, so each page is read afresh
            LessonPage.objects.get(pk=pk).move(ModulePage.objects.get(pk=module_pk), pos="last-child")

    def _publish_module(self) -> None:
        todo = self.plan.page
        page = ModulePage.objects.get(pk=todo.target.pk)
        with _blaming(todo):
            if todo.what:
                todo.target = self._filled(todo, page)
                todo.target.prerequisites.set(self.plan.prerequisites)
                self._publish(todo)
            elif self._was_live:
                ModulePage.objects.filter(pk=page.pk).update(live=True)
                page.live = True
                notes = [one.draft.change_note for one in self.plan.lessons if one.what and one.draft.change_note]
                publishing.publish_module(page, material=False, note=notes[0] if notes else "")


def _pool(module: uuid.UUID, pool: dict[str, Any]) -> dict[str, Any]:
    """A pool as a block; by its name it is the same block at every import."""
    value = {"name": pool["name"], "tags": ", ".join(pool["tags"])}
    return {"type": "pool", "id": str(uuid.uuid5(module, f"pool/{pool['name']}")), "value": value}
