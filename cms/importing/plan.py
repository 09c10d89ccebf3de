"""What an import is to do: for each thing a decision, and the objections that only the site can make. Reads, writes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cms.importing.drafts import LessonDraft, ModuleDraft, Package, SlotDraft, TermDraft
from cms.importing.ids import digest
from cms.importing.likeness import likeness
from cms.importing.problems import Problems
from cms.importing.questions import QuestionDraft
from cms.models import Change, ContentRoot, GlossaryTerm, Imported, Kind, LessonPage, ModulePage, Question, Slot, Taught
from people.models import Organisation

D = TypeVar("D", SlotDraft, TermDraft, QuestionDraft, LessonDraft, ModuleDraft)
CREATE, UPDATE, CONFLICT, LEAVE = "create", "update", "conflict", ""
MODULE = "module.json"


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


@dataclass
class Todo(Generic[D]):
    """One thing: what the files say, what there is (`target`), what the last import wrote (`known`), and what is to be done."""

    path: str
    name: str
    file: str
    draft: D
    source: str
    target: Any
    known: Imported | None
    what: str = LEAVE
    refused: bool = False
    adopted: bool = False
    """It says the same already, whoever wrote it; only remembered."""


def state_of(item: Slot | GlossaryTerm) -> str:
    """The digest of a thing without revisions, comparable with that of its draft."""
    names = (
        ("title", "safety", "help", "ask")
        if isinstance(item, Slot)
        else ("term", "also", "definition", "source", "reviewed_on")
    )
    return digest({name: getattr(item, name) for name in names})


class Plan:
    """Looks up, decides, objects. With `keep` a conflict leaves the author's version; with `overwrite` there are none.

    `coming` names cases that will be there by the time it is carried out. `present` looks up what the site holds of the module
    now, in its latest revisions; what says the same as the package is left alone.
    """

    def __init__(
        self,
        package: Package,
        root: ContentRoot,
        organisation: Organisation | None,
        *,
        overwrite: bool = False,
        keep: bool = False,
        present: Callable[[], Package | None] = lambda: None,
        whole: Package | None = None,
        coming: frozenset[str] = frozenset(),
    ) -> None:
        if package.module is None:
            raise ValueError("Only a package without problems can be planned.")
        self.package, self.module = package, package.module
        self.root, self.organisation = root, organisation
        self._coming = coming
        self.whole, self.is_part = whole or package, whole is not None
        self.overwrite, self.keep, self._look_at_present = overwrite, keep, present
        self.scope = f"{package.owner}/{self.module.slug}"
        self.report, self.problems = Report(), Problems()
        self._look_up()
        self._decide()
        self._check()

    @cached_property
    def present(self) -> Package | None:
        """Looked up when something may change: it takes a second for a large module."""
        return self._look_at_present()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.removed and not any(todo.what for todo in self._all())

    # --- What there is --------------------------------------------------------------------------------

    def _look_up(self) -> None:
        package, owner = self.package, self.package.owner
        self.known: dict[str, Imported] = {}
        for start in (f"{self.scope}/", f"{owner}/begrip/", "plek/"):
            self.known |= {one.path: one for one in Imported.objects.filter(path__startswith=start)}
        slots = {one.key: one for one in Slot.objects.filter(key__in=package.slots)}
        terms = {
            one.key: one for one in GlossaryTerm.objects.filter(organisation=self.organisation, key__in=package.terms)
        }
        questions = self._questions_there()
        lessons = {one.uuid: one for one in LessonPage.objects.filter(uuid__in=[one.uuid for one in package.lessons])}
        page = ModulePage.objects.filter(uuid=self.module.uuid).first()
        self.slots = [
            self._todo(f"plek/{key}", "module.json", one, slots.get(key)) for key, one in package.slots.items()
        ]
        self.terms = [
            self._todo(f"{owner}/begrip/{key}", one.file, one, terms.get(key)) for key, one in package.terms.items()
        ]
        self.questions = {
            key: self._todo(f"{self.scope}/vraag/{key}", one.file, one, questions.get(key))
            for key, one in package.questions.items()
        }
        self.lessons = [
            self._todo(f"{self.scope}/les/{one.slug}", one.file, one, lessons.get(one.uuid), self._media_of(one))
            for one in package.lessons
        ]
        self.page = self._todo(f"{self.scope}/module/{self.module.slug}", "module.json", self.module, page)
        self.removed = self._removed_lessons()

    def _questions_there(self) -> dict[str, Question]:
        """By key in the package: those that carry its id, or else its key."""
        drafts = self.package.questions
        mine = Question.objects.filter(organisation=self.organisation)
        by_uuid = {one.uuid: one for one in mine.filter(uuid__in=[one.uuid for one in drafts.values()])}
        by_key = {one.key: one for one in mine.filter(key__in=drafts)}
        found = {key: by_uuid.get(draft.uuid) or by_key.get(key) for key, draft in drafts.items()}
        return {key: one for key, one in found.items() if one is not None}

    def _todo(self, path: str, file: str, draft: D, target: Any, media: dict[str, str] | None = None) -> Todo[D]:
        source = digest([draft.says(), media] if media else draft.says())
        return Todo(path, " ".join(path.split("/")[-2:]), file, draft, source, target, self.known.get(path))

    def _media_of(self, lesson: LessonDraft) -> dict[str, str]:
        return {name: self.package.media[name].digest for _line, name, _title, _is_image in lesson.files()}

    def _removed_lessons(self) -> list[Imported]:
        """Lessons that an earlier import wrote and the module no longer lists."""
        if self.is_part:
            return []
        listed = {todo.path for todo in self.lessons}
        start = f"{self.scope}/les/"
        return [one for path, one in self.known.items() if path.startswith(start) and path not in listed and one.source]

    @property
    def adopted(self) -> list[Todo[Any]]:
        """What says the same already, and is to be remembered as such."""
        return [todo for todo in self._all() if todo.adopted]

    def _all(self) -> Iterator[Todo[Any]]:
        yield from self.slots
        yield from self.terms
        yield from self.questions.values()
        yield from self.lessons
        yield self.page

    # --- What to do -----------------------------------------------------------------------------------

    def _decide(self) -> None:
        lists = {CREATE: self.report.created, UPDATE: self.report.updated, CONFLICT: self.report.kept}
        for todo in self._all():
            todo.what = self._what(todo)
            if todo is self.page and self.is_part and MODULE not in self.package.chosen:
                todo.what = LEAVE
            if todo.what in {UPDATE, CONFLICT} and self._says_the_same(todo):
                todo.what, todo.adopted = LEAVE, True
            if todo.what == UPDATE:
                todo.draft = self._with_missed_change(todo)
            if todo.what:
                lists[todo.what].append(todo.name)
            else:
                self.report.unchanged += 1
            if todo.what == CONFLICT:
                todo.what = LEAVE
                if not self.keep:
                    todo.refused = True
                    self._object_to_overwriting(todo)

    def _what(self, todo: Todo[Any]) -> str:
        if todo.target is None:
            return CREATE
        if todo.known is None or todo.known.object_id != todo.target.pk:
            return self._what_with_a_stranger(todo)
        touched = _is_touched(todo.target, todo.known)
        if todo.known.source == todo.source:
            return UPDATE if touched and self.overwrite else LEAVE
        return CONFLICT if touched and not self.overwrite else UPDATE

    def _says_the_same(self, todo: Todo[Any]) -> bool:
        if isinstance(todo.target, Slot | GlossaryTerm) or self.present is None:
            return False
        if not todo.target.live or todo.target.has_unpublished_changes:
            return False
        there = next((one for one in _pages_and_questions(self.present) if one.uuid == todo.target.uuid), None)
        return there is not None and likeness(there, self.present) == likeness(todo.draft, self.package)

    def _with_missed_change(self, todo: Todo[Any]) -> Any:
        """The draft; as a material change where its work was asked anew since the last import, there where it comes from."""
        line = getattr(todo.draft, "line", 1)
        known = self.known.get(self.line_path(todo))
        if line <= (int(known.source) if known else 1):
            return todo.draft
        return replace(todo.draft, change=Change.MATERIAL.value, change_note=todo.draft.line_note)

    def line_path(self, todo: Todo[Any]) -> str:
        """Where an import remembers how often something was asked anew."""
        return f"{self.scope}/lijn/{todo.path.removeprefix(f'{self.scope}/')}"

    def _what_with_a_stranger(self, todo: Todo[Any]) -> str:
        """Somebody made it here, or it came from another folder. The same words are nothing to fight over."""
        is_plain = isinstance(todo.target, Slot | GlossaryTerm)
        if is_plain and state_of(todo.target) == todo.source and not _has_draft(todo.target):
            return LEAVE
        return UPDATE if self.overwrite else CONFLICT

    def _object_to_overwriting(self, todo: Todo[Any]) -> None:
        wrong = _("%(name)s is niet meer zoals de vorige import het schreef.") % {"name": todo.name}
        remedy = _("Neem die verandering over in de bestanden, of laat het pakket winnen (--overwrite).")
        self.problems.add(todo.file, "", wrong, remedy)

    # --- What only the site can object to ---------------------------------------------------------------

    def _check(self) -> None:
        self._check_ids()
        if self.organisation is not None:
            self._check_that_slots_are_the_cores()
        self._check_slots()
        self._check_terms()
        self._check_cases()
        self._check_core_questions()
        self._check_what_a_part_needs()
        self._check_prerequisites()
        self._check_module_place()
        self._check_lesson_places()

    def _check_ids(self) -> None:
        """An id that a package brings may not be that of something else here, whoever owns it."""
        todos: list[Todo[Any]] = [*self.terms, *self.questions.values(), *self.lessons, self.page]
        for todo in todos:
            if todo.what == CREATE and self._is_taken(todo.draft.uuid):
                wrong = _("%(name)s heeft een kenmerk dat hier al van iets anders is.") % {"name": todo.name}
                self.problems.add(todo.file, "ids.json", wrong, _("Haal ids.json weg om een eigen kopie te maken."))

    def _is_taken(self, uuid: UUID) -> bool:
        if Taught.objects.filter(pk=uuid).exists():
            return True
        return any(
            model.objects.filter(uuid=uuid).exists() for model in (GlossaryTerm, Question, LessonPage, ModulePage)
        )

    def _check_that_slots_are_the_cores(self) -> None:
        for todo in self.slots:
            if todo.what:
                wrong = _("Plekken horen bij de landelijke kern: %(key)s.") % {"key": todo.draft.key}
                self.problems.add("module.json", "slots", wrong, _("Haal haar weg; gebruik de plekken die er zijn."))

    def _check_slots(self) -> None:
        there = set(Slot.objects.values_list("key", flat=True)) | self.package.slots.keys()
        for lesson in self.package.lessons:
            for line, key in lesson.keys("local", "slot"):
                if key not in there:
                    wrong = _("De plek ‘%(key)s’ bestaat niet.") % {"key": key}
                    remedy = _("Voeg haar toe bij slots in module.json, of verbeter de sleutel.")
                    self.problems.add(lesson.file, _("regel %(line)s") % {"line": line}, wrong, remedy)

    def _check_terms(self) -> None:
        readable = GlossaryTerm.objects.readable_by(self.organisation_id).filter(live=True)
        there = set(readable.values_list("key", flat=True)) | self.package.terms.keys()
        for lesson in self.package.lessons:
            for key in [key for _line, keys in lesson.keys("glossary", "terms") for key in keys if key not in there]:
                wrong = _("Het begrip ‘%(key)s’ bestaat niet.") % {"key": key}
                self.problems.add(lesson.file, "terms", wrong, _("Voeg het toe in glossary.json, of haal het weg."))

    def _check_cases(self) -> None:
        wanted = {key for lesson in self.package.lessons for _line, key in lesson.keys("case", "case")}
        live = Taught.objects.readable_by(self.organisation_id).filter(
            kind=Kind.CASE, slug__in=wanted, live_line__isnull=False
        )
        self.cases = {one.slug: one.pk for one in live.order_by(F("organisation_id").asc(nulls_first=True))}
        for lesson in self.package.lessons:
            for line, key in lesson.keys("case", "case"):
                if key not in self.cases and key not in self._coming:
                    wrong = _("De casus ‘%(key)s’ is er niet, of is niet gepubliceerd.") % {"key": key}
                    self.problems.add(
                        lesson.file,
                        _("regel %(line)s") % {"line": line},
                        wrong,
                        _("Importeer haar eerst met import_case."),
                    )

    def _check_core_questions(self) -> None:
        wanted = [key for key in self.module.core_questions if key not in self.package.questions]
        there = Question.objects.filter(organisation=None, live=True, key__in=wanted)
        self.other_questions = {one.key: one for one in there}
        for key in wanted:
            if key not in self.other_questions:
                wrong = _("De vraag ‘%(key)s’ van de landelijke kern is er niet.") % {"key": key}
                remedy = _("Importeer eerst de module waar zij in staat, of haal haar weg.")
                self.problems.add("module.json", "core_questions", wrong, remedy)

    def _check_what_a_part_needs(self) -> None:
        """A part of a package leans on what is there already: the module, and the questions that it does not bring."""
        if not self.is_part:
            return
        if self.page.target is None and not self.page.what:
            wrong = _("De module ‘%(slug)s’ is hier nog niet.") % {"slug": self.module.slug}
            self.problems.add("module.json", "", wrong, _("Importeer haar eerst in haar geheel."))
        asked: list[tuple[str, str]] = [
            (one.file, key) for one in self.package.lessons for _line, key in one.keys("question", "question")
        ]
        asked += [("module.json", key) for key in self.module.test_questions if self.page.what]
        for file, key in asked:
            if key in self.package.questions or key in self.other_questions:
                continue
            draft = self.whole.questions[key]
            there = Question.objects.filter(organisation=self.organisation).filter(Q(uuid=draft.uuid) | Q(key=key))
            found = there.filter(live=True).order_by("pk").first()
            if found is not None:
                self.other_questions[key] = found
                continue
            wrong = _("De vraag ‘%(key)s’ is hier nog niet.") % {"key": key}
            self.problems.add(file, "", wrong, _("Kies ook questions/%(key)s.") % {"key": key})

    def question_named(self, key: str) -> Question:
        """The question that this package brings, or else the one that is there. Asked once they are written."""
        mine = self.questions.get(key)
        found: Question = mine.target if mine else self.other_questions[key]
        return found

    def _check_prerequisites(self) -> None:
        pages = ModulePage.objects.filter(slug__in=self.module.prerequisites).exclude(uuid=self.module.uuid)
        mine = [page for page in pages if page.owner_root.organisation_id in {None, self.organisation_id}]
        self.prerequisites = mine
        for slug in set(self.module.prerequisites) - {page.slug for page in mine}:
            wrong = _("De module ‘%(slug)s’ is er niet.") % {"slug": slug}
            self.problems.add("module.json", "prerequisites", wrong, _("Importeer die eerst, of haal haar weg."))

    def _check_module_place(self) -> None:
        if self.page.target is None and self.root.get_children().filter(slug=self.module.slug).exists():
            wrong = _("Er is al een module met adres ‘%(slug)s’.") % {"slug": self.module.slug}
            self.problems.add("module.json", "slug", wrong, _("Kies een ander adres."))
        elif self.page.target is not None and self.page.target.owner_root != self.root:
            wrong = _("Deze module staat in de studio ergens anders.")
            self.problems.add("module.json", "slug", wrong, _("Zet haar in de studio terug."))

    def _check_lesson_places(self) -> None:
        page = self.page.target
        siblings = dict(page.get_children().values_list("slug", "pk")) if page else {}
        for todo in self.lessons:
            if todo.target is None and todo.draft.slug in siblings:
                wrong = _("Er is al een les met adres ‘%(slug)s’.") % {"slug": todo.draft.slug}
                self.problems.add(todo.file, "slug", wrong, _("Kies een ander adres."))
            elif todo.target is not None and todo.target.pk not in siblings.values():
                wrong = _("Deze les staat in de studio in een andere module.")
                self.problems.add(todo.file, "", wrong, _("Zet haar in de studio terug."))

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.pk if self.organisation else None


def _pages_and_questions(package: Package) -> Iterator[LessonDraft | ModuleDraft | QuestionDraft]:
    yield from package.lessons
    yield from package.questions.values()
    if package.module is not None:
        yield package.module


def _has_draft(target: Slot | GlossaryTerm) -> bool:
    """Whether an author is changing it in the studio, or took it offline."""
    return isinstance(target, GlossaryTerm) and (not target.live or target.has_unpublished_changes)


def _is_touched(target: Any, known: Imported) -> bool:
    """Whether somebody changed it since the import that `known` remembers: its text, or whether it is offered."""
    if isinstance(target, Slot | GlossaryTerm):
        return state_of(target) != known.state or _has_draft(target)
    withdrawn_by_hand = not target.live and known.source != ""
    return withdrawn_by_hand or str(target.latest_revision_id) != known.state
