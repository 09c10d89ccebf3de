"""From pages to a package: what the site holds of one module, as the values that a folder is read into.

Published: what readers meet. Drafts: what was last saved. Lessons taken offline by hand stay home.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.editions.pools import pooled
from cms.exporting.blocks import Names, block_draft
from cms.exporting.files import ExportRefused
from cms.exporting.questions import question_body
from cms.exporting.rich_text import Unwritable, normal
from cms.importing.blocks import BlockDraft
from cms.importing.drafts import LessonDraft, ModuleDraft, Package, Raw, SlotDraft, TermDraft
from cms.importing.fields import SLUG
from cms.importing.ids import items, owner_name
from cms.importing.media import MediaDraft
from cms.importing.problems import Problem
from cms.importing.questions import QuestionDraft
from cms.importing.rich_text import INLINE
from cms.models import Change, ContentRoot, GlossaryTerm, Imported, LessonPage, ModulePage, Question, Slot, Taught
from cms.models.bank import tags_of
from cms.models.pages import TaughtPage


@dataclass
class Gathered:
    """A module of this site: the package, the cases of the same owner that it shows, and what it needs of others."""

    page: ModulePage
    root: ContentRoot
    package: Package
    cases: list[TaughtPage] = field(default_factory=list)
    needs: dict[str, list[str]] = field(default_factory=dict)


def gather(page: ModulePage, *, published: bool) -> Gathered:
    """Everything of a module. Raises ExportRefused, also for what is not published."""
    return _Gatherer(page, published).gather()


class _Gatherer:
    """Goes through the pages once, and notes what they point at."""

    def __init__(self, page: ModulePage, published: bool) -> None:
        self.published = published
        self.root = page.owner_root
        self.page: ModulePage = page if published else page.get_latest_revision_as_object()
        owner = owner_name(self.root.organisation.slug if self.root.organisation else None)
        self.scope = f"{owner}/{self.page.slug}"
        self.package = Package(owner=owner)
        self.names = Names(self.scope, self._name_of_question)
        self.questions: dict[int, Question] = {}
        self.core_questions: set[str] = set()

    def gather(self) -> Gathered:
        if self.published and not self.page.live:
            raise refusal(
                "module.json", _("Deze module is niet gepubliceerd."), _("Publiceer haar, of kies het concept.")
            )
        lessons = self._lessons()
        blocks = self.page.test_questions.get_prep_value()
        drawn = [one["value"] for one in blocks if one["type"] == "question"]
        pools = [one["value"] for one in blocks if one["type"] == "pool"]
        self._note_questions([*drawn, *self._in_pools(pools)], lessons)
        self.package.lessons = [self._lesson(one) for one in lessons]
        self.package.module = self._module(drawn, pools)
        for question in self.questions.values():
            draft = self._question(question)
            self.package.questions[draft.key] = draft
        self._terms_and_slots()
        self.package.media = {name: _media(name, file) for name, file in self.names.files.items()}
        cases = [case for case in self.names.cases.values() if case.path.startswith(self.root.path)]
        return Gathered(self.page, self.root, self.package, sorted(cases, key=lambda one: one.slug), self._needs(cases))

    # --- Pages ----------------------------------------------------------------------------------------

    def _lessons(self) -> list[LessonPage]:
        pages = LessonPage.objects.child_of(self.page).order_by("path")
        if self.published:
            return list(pages.live())
        return [one.get_latest_revision_as_object() for one in pages if one.live or one.first_published_at is None]

    def _head(self, page: Any, file: str) -> dict[str, Any]:
        return {
            "slug": page.slug,
            "uuid": page.uuid,
            "file": file,
            "title": page.title.strip(),
            "summary": page.summary.strip(),
            "minutes": page.minutes,
            "goals": _raw("goal", page, [goal.value.strip() for goal in page.goals]),
            "sources": _raw("source", page, [_source(source.value) for source in page.sources]),
            "reviewed_on": page.reviewed_on,
            "review_by": page.review_by,
            "reviewer": page.reviewer.strip(),
            "change": Change.MINOR.value,
            "change_note": "",
        }

    def _in_pools(self, pools: list[dict[str, str]]) -> list[int]:
        owner = self.root.organisation_id
        found = [source for pool in pools for source in pooled(pool, owner)]
        return list(Question.objects.filter(uuid__in=found).values_list("pk", flat=True))

    def _module(self, drawn: list[int], pools: list[dict[str, str]]) -> ModuleDraft:
        page = self.page
        test: dict[str, Any] = (
            {
                "test_title": page.test_title.strip(),
                "test_intro": page.test_intro.strip(),
                "test_draw": page.test_draw,
                "test_pass_mark": page.test_pass_mark,
            }
            if drawn or pools
            else {"test_title": "", "test_intro": "", "test_draw": None, "test_pass_mark": 75}
        )
        return ModuleDraft(
            **self._head(page, "module.json"),
            **test,
            theme=page.theme,
            audience=page.audience.strip(),
            prerequisites=sorted(one.slug for one in page.prerequisites.all()),
            lessons=[lesson.slug for lesson in self.package.lessons],
            test_questions=[self._name_of_question(pk) for pk in drawn],
            core_questions=sorted(self.core_questions),
            test_pools=[{"name": pool["name"].strip(), "tags": tags_of(pool["tags"])} for pool in pools],
        )

    def _lesson(self, page: LessonPage) -> LessonDraft:
        file = f"lessons/{page.slug}.md"
        body: list[BlockDraft] = []
        for raw in page.body.get_prep_value():
            try:
                draft = block_draft(raw, self.names)
            except Unwritable as why:
                raise refusal(file, str(why), _("Pas de les ‘%(title)s’ aan.") % {"title": page.title}) from None
            body += [draft] if draft else []
        line, note = self._line(page.uuid, f"les/{page.slug}")
        return LessonDraft(**self._head(page, file), body=body, line=line, line_note=note)

    def _line(self, taught: Any, path: str) -> tuple[int, str]:
        """How often its work was asked anew, counted from where an import left it, and what was said at the last time."""
        found = Taught.objects.filter(pk=taught).select_related("live_line").first()
        major = found.live_line.major if found and found.live_line else 1
        known = Imported.objects.filter(path=f"{self.scope}/lijn/{path}").first()
        line = int(known.source) + major - int(known.state) if known else major
        if line <= 1:
            return 1, ""
        first = found.live_line.editions.order_by("number").first() if found and found.live_line else None
        return line, first.note[:250].strip() if first else ""

    # --- Questions ------------------------------------------------------------------------------------

    def _note_questions(self, drawn: list[int], lessons: list[LessonPage]) -> None:
        asked = [
            raw["value"]["question"]
            for lesson in lessons
            for raw in lesson.body.get_prep_value()
            if raw["type"] == "question"
        ]
        start = f"{self.scope}/vraag/"
        brought = Imported.objects.filter(path__startswith=start).exclude(source="").values_list("object_id", flat=True)
        found = Question.objects.in_bulk([pk for pk in dict.fromkeys([*asked, *drawn, *brought]) if pk])
        for pk, question in sorted(found.items()):
            mine = question.organisation_id == self.root.organisation_id
            if not mine:
                self.core_questions.add(question.key)
            elif not self.published or question.live:
                self.questions[pk] = question if self.published else question.get_latest_revision_as_object()
        self._keys = _keys({**{pk: one for pk, one in found.items() if pk not in self.questions}, **self.questions})

    def _name_of_question(self, pk: int | None) -> str:
        if pk is None or pk not in self._keys:
            raise Unwritable(_("Er ontbreekt een vraag. Kies haar opnieuw."))
        return self._keys[pk]

    def _question(self, question: Question) -> QuestionDraft:
        key = self._keys[question.pk]
        if not question.body:
            raise refusal(
                f"vraag {key}", _("Deze vraag heeft nog geen antwoorden."), _("Maak haar af, of haal haar weg.")
            )
        line, note = self._line(question.uuid, f"vraag/{key}")
        return QuestionDraft(
            key=key,
            uuid=question.uuid,
            file="questions",
            place=key,
            kind=question.kind,
            title=question.title.strip(),
            stem=question.stem.strip(),
            explanation=question.explanation.strip(),
            source=question.source.strip(),
            tags=", ".join(tag.strip() for tag in question.tags.split(",") if tag.strip()),
            reviewed_on=question.reviewed_on,
            body=question_body(question),
            change=Change.MINOR.value,
            change_note="",
            line=line,
            line_note=note,
        )

    # --- Terms, slots, needs --------------------------------------------------------------------------

    def _terms_and_slots(self) -> None:
        terms = {one.pk: one for one in self._brought(GlossaryTerm, "begrip")} | self.names.terms
        for term in terms.values():
            if term.organisation_id == self.root.organisation_id:
                self.package.terms[term.key] = _term(term)
        if self.root.organisation_id is None:
            slots = {one.pk: one for one in self._brought(Slot, "plek")} | self.names.slots
            self.package.slots = {one.key: _slot(one) for one in slots.values()}

    def _brought(self, model: Any, kind: str) -> list[Any]:
        """What an import of this module brought, also where no lesson uses it."""
        start = f"{self.scope}/{kind}/"
        pks = Imported.objects.filter(path__startswith=start).values_list("object_id", flat=True)
        return list(model.objects.filter(pk__in=list(pks)))

    def _needs(self, cases: list[TaughtPage]) -> dict[str, list[str]]:
        """What has to be there already where this package arrives."""
        own = {case.pk for case in cases}
        mine = self.root.organisation_id
        needs = {
            "modules": [one.slug for one in self.page.prerequisites.all()],
            "cases": [one.slug for one in self.names.cases.values() if one.pk not in own],
            "terms": [one.key for one in self.names.terms.values() if one.organisation_id != mine],
            "slots": [one.key for one in self.names.slots.values()] if mine is not None else [],
            "questions": list(self.core_questions),
        }
        return {kind: sorted(names) for kind, names in needs.items() if names}


def refusal(file: str, wrong: str, remedy: str) -> ExportRefused:
    """One reason not to export."""
    return ExportRefused([Problem(file, "", wrong, remedy)])


def _raw(kind: str, page: Any, values: list[Any]) -> Raw:
    return [{"type": kind, "id": item["id"], "value": item["value"]} for item in items(page.uuid, kind, values)]


def _source(value: Any) -> dict[str, str]:
    names = ("key", "title", "publisher", "url", "date", "seen")
    return {name: (value.get(name) or "").strip() for name in names}


def _term(term: GlossaryTerm) -> TermDraft:
    try:
        definition = normal(term.definition, INLINE)
    except Unwritable as why:
        raise refusal("glossary.json", str(why), _("Pas het begrip ‘%(term)s’ aan.") % {"term": term.term}) from None
    return TermDraft(
        key=term.key,
        uuid=term.uuid,
        file="glossary.json",
        term=term.term.strip(),
        also=", ".join(name.strip() for name in term.also.split(",") if name.strip()),
        definition=definition,
        source=term.source.strip(),
        reviewed_on=term.reviewed_on,
    )


def _slot(slot: Slot) -> SlotDraft:
    return SlotDraft(
        key=slot.key, title=slot.title.strip(), safety=slot.safety, help=slot.help.strip(), ask=slot.ask.strip()
    )


def _keys(questions: dict[int, Question]) -> dict[int, str]:
    """By primary key, a key that a file can hold, each once. A question without one is called after its id."""
    keys: dict[int, str] = {}
    for pk, question in sorted(questions.items()):
        made = re.sub(r"[^a-z0-9]+", "-", question.key.lower()).strip("-")
        key = made if SLUG.fullmatch(made) else f"vraag-{question.uuid.hex[:8]}"
        keys[pk] = key if key not in keys.values() else f"{key[:100]}-{question.uuid.hex[:8]}"
    return keys


def _media(name: str, file: Image | Document) -> MediaDraft:
    try:
        with file.file.open("rb") as opened:
            data = opened.read()
    except OSError:
        wrong = _("Het bestand ‘%(title)s’ is niet te lezen.") % {"title": file.title}
        raise refusal(f"media/{name}", wrong, _("Voeg het opnieuw toe in de studio.")) from None
    digest = hashlib.sha256(data).hexdigest()
    return MediaDraft(name=name, title=file.title, is_image=isinstance(file, Image), data=data, digest=digest)
