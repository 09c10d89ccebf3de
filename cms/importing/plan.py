"""What an import is to do: for each thing a decision, and the objections that only the site can make. Reads, writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import F
from django.utils.translation import gettext as _

from cms.importing.drafts import LessonDraft, ModuleDraft, Package, SlotDraft, TermDraft
from cms.importing.ids import digest
from cms.importing.problems import Problems
from cms.importing.questions import QuestionDraft
from cms.models import ContentRoot, GlossaryTerm, Imported, Kind, LessonPage, ModulePage, Question, Slot, Taught
from people.models import Organisation

D = TypeVar("D", SlotDraft, TermDraft, QuestionDraft, LessonDraft, ModuleDraft)
CREATE, UPDATE, CONFLICT, LEAVE = "create", "update", "conflict", ""


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


def state_of(item: Slot | GlossaryTerm) -> str:
    """The digest of a thing without revisions, comparable with that of its draft."""
    names = (
        ("title", "safety", "help", "ask")
        if isinstance(item, Slot)
        else ("term", "also", "definition", "source", "reviewed_on")
    )
    return digest({name: getattr(item, name) for name in names})


class Plan:
    """Looks up, decides, objects. With `keep` a conflict leaves the author's version; with `overwrite` there are none."""

    def __init__(
        self,
        package: Package,
        root: ContentRoot,
        organisation: Organisation | None,
        *,
        overwrite: bool = False,
        keep: bool = False,
    ) -> None:
        if package.module is None:
            raise ValueError("Only a package without problems can be planned.")
        self.package, self.module = package, package.module
        self.root, self.organisation = root, organisation
        self.overwrite, self.keep = overwrite, keep
        self.scope = f"{package.owner}/{self.module.slug}"
        self.report, self.problems = Report(), Problems()
        self._look_up()
        self._decide()
        self._check()

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
        questions = {
            one.key: one for one in Question.objects.filter(organisation=self.organisation, key__in=package.questions)
        }
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

    def _todo(self, path: str, file: str, draft: D, target: Any, media: dict[str, str] | None = None) -> Todo[D]:
        source = digest([draft.says(), media] if media else draft.says())
        return Todo(path, " ".join(path.split("/")[-2:]), file, draft, source, target, self.known.get(path))

    def _media_of(self, lesson: LessonDraft) -> dict[str, str]:
        names = [name for _line, name in (*lesson.keys("figure", "image"), *lesson.keys("download", "document"))]
        return {name: self.package.media[name].digest for name in names}

    def _removed_lessons(self) -> list[Imported]:
        """Lessons that an earlier import wrote and the module no longer lists."""
        listed = {todo.path for todo in self.lessons}
        start = f"{self.scope}/les/"
        return [one for path, one in self.known.items() if path.startswith(start) and path not in listed and one.source]

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
            if todo.what:
                lists[todo.what].append(todo.name)
            else:
                self.report.unchanged += 1
            if todo.what == CONFLICT:
                todo.what = LEAVE
                if not self.keep:
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

    def _what_with_a_stranger(self, todo: Todo[Any]) -> str:
        """Somebody made it here, or it came from another folder. The same words are nothing to fight over."""
        if isinstance(todo.target, Slot | GlossaryTerm) and state_of(todo.target) == todo.source:
            return LEAVE
        return UPDATE if self.overwrite else CONFLICT

    def _object_to_overwriting(self, todo: Todo[Any]) -> None:
        wrong = _("%(name)s is niet meer zoals de vorige import het schreef.") % {"name": todo.name}
        remedy = _("Neem die verandering over in de bestanden, of importeer met --overwrite.")
        self.problems.add(todo.file, "", wrong, remedy)

    # --- What only the site can object to ---------------------------------------------------------------

    def _check(self) -> None:
        if self.organisation is not None:
            self._check_that_slots_are_the_cores()
        self._check_slots()
        self._check_terms()
        self._check_cases()
        self._check_prerequisites()
        self._check_module_place()
        self._check_lesson_places()

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
        readable = GlossaryTerm.objects.readable_by(self.organisation_id)
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
                if key not in self.cases:
                    wrong = _("De casus ‘%(key)s’ is er niet, of is niet gepubliceerd.") % {"key": key}
                    self.problems.add(
                        lesson.file,
                        _("regel %(line)s") % {"line": line},
                        wrong,
                        _("Importeer haar eerst met import_case."),
                    )

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


def _is_touched(target: Any, known: Imported) -> bool:
    """Whether somebody changed it since the import that `known` remembers: its text, or whether it is offered."""
    if isinstance(target, Slot | GlossaryTerm):
        return state_of(target) != known.state
    withdrawn_by_hand = not target.live and known.source != ""
    return withdrawn_by_hand or str(target.latest_revision_id) != known.state
