"""Importing the ten reflection questions from a folder, one file each: read, decide, write and publish, all or nothing."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.importing.blocks import messages
from cms.importing.fields import SLUG, Fields
from cms.importing.files import Folder, Unreadable
from cms.importing.front_matter import cut_front_matter, read_sources
from cms.importing.ids import CORE, digest, items, stable_id
from cms.importing.plan import Report
from cms.importing.problems import ImportRefused, Problem, Problems
from cms.models import Change, Imported, Kind, ReflectionQuestion, Taught
from cms.models.pages import taught_page
from cms.models.reflection import FEWEST_PROMPTS, MAX_ASKS, MAX_EXPLANATION, MAX_LINE, MAX_NAME, MOST_PROMPTS
from cms.permissions import ensure_content_root
from cms.reflection_questions import HIGHEST, HOW_MANY, LEVELS, Group
from cms.rehearsal import all_or_nothing

_SCOPE = f"{CORE}/reflectievraag/"
_DIMENSIONS = ("technical", "normative", "personal")


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """One of the ten to be. Links are keys: `module/lesson`, and the slug of a case."""

    file: str
    number: int
    fields: dict[str, Any]
    prompts: list[str]
    lessons: list[str]
    cases: list[str]
    sources: list[dict[str, str]]
    change: str
    change_note: str

    @property
    def uuid(self) -> UUID:
        return stable_id(CORE, "reflection-question", self.number)

    @property
    def source(self) -> str:
        """Digest of what the file says."""
        return digest([self.number, self.fields, self.prompts, self.lessons, self.cases, self.sources])


def import_questions(folder: Path, *, overwrite: bool = False, keep: bool = False, rehearse: bool = False) -> Report:
    """Make the reflection questions say what the folder says, and publish them. All or nothing; the same folder again changes nothing.

    What an editor changed since the last import is refused, unless `overwrite` (the folder wins) or `keep` (the editor wins).
    With `rehearse` everything is tried and nothing stays. Raises ImportRefused.
    """
    drafts = read_questions(folder)
    report = Report()
    with all_or_nothing(rehearse=rehearse):
        ensure_content_root()
        _Writer(report, Problems(), overwrite=overwrite, keep=keep).write(drafts)
    return report


# --- Reading ----------------------------------------------------------------------------------------


def read_questions(folder: Path) -> list[QuestionDraft]:
    """The questions in the files of a folder, by number. Raises ImportRefused with everything that is wrong in any of them."""
    problems = Problems()
    drafts: list[QuestionDraft] = []
    if not folder.is_dir():
        problems.add(folder.name, "", _("Deze map is er niet."), _("Geef de map waarin de vragen staan."))
    names = Folder(folder.parent, problems).names(folder.name, ".md")
    reader = Folder(folder, problems)
    for name in names:
        with suppress(Unreadable):
            drafts.append(_read(reader, name.rpartition("/")[2]))
    if folder.is_dir() and not names:
        problems.add(folder.name, "", _("Er staan geen vragen in."), _("Zet er bestanden in die op .md eindigen."))
    _refuse_twice(drafts, problems)
    if problems:
        raise ImportRefused(problems)
    return sorted(drafts, key=lambda draft: draft.number)


def _read(folder: Folder, file: str) -> QuestionDraft:
    front, body, _line = cut_front_matter(folder, file)
    head = Fields(folder.toml(file, front, 2), file, "", folder.problems)
    draft = QuestionDraft(
        file=file,
        number=head.whole("number", least=1, most=HOW_MANY),
        fields=_own_fields(head, body),
        prompts=head.texts("prompts", longest=MAX_LINE, least=FEWEST_PROMPTS, most=MOST_PROMPTS, plain=True),
        lessons=_lesson_keys(head),
        cases=head.slugs("cases"),
        sources=read_sources(head),
        change=head.choice("change", [Change.MINOR.value, Change.MATERIAL.value], Change.MINOR.value),
        change_note=head.text("change_note", longest=250, required=False),
    )
    head.done()
    return draft


def _own_fields(head: Fields, body: str) -> dict[str, Any]:
    reviewed_on, review_by = head.day("reviewed_on"), head.day("review_by")
    if reviewed_on and review_by and review_by <= reviewed_on:
        head.note("review_by", _("Deze datum ligt niet na reviewed_on."), _("Kies een latere datum."))
    anchors = head.texts("anchors", longest=MAX_LINE, least=HIGHEST, most=HIGHEST, plain=True)
    return {
        "name": head.text("name", longest=MAX_NAME, plain=True),
        "asks": head.text("asks", longest=MAX_ASKS, plain=True),
        "group": head.choice("group", list(Group.values)),
        "explanation": _explanation(head, body),
        **{f"anchor_{level}": words for level, words in zip(LEVELS, anchors, strict=False)},
        **{name: head.text(name, longest=MAX_LINE, plain=True) for name in _DIMENSIONS},
        "reviewed_on": reviewed_on,
        "review_by": review_by,
        "reviewer": head.text("reviewer", longest=160, required=False),
    }


def _explanation(head: Fields, body: str) -> str:
    below = Fields({"text": body.strip()}, head.file, _("onder de kop"), head.problems)
    return below.text("text", longest=MAX_EXPLANATION, plain=True)


def _lesson_keys(head: Fields) -> list[str]:
    keys = head.texts("lessons", longest=200, most=20)
    for key in keys:
        parts = key.split("/")
        if len(parts) != 2 or not all(SLUG.fullmatch(part) for part in parts):
            head.note("lessons", _("‘%(key)s’ wijst geen les aan.") % {"key": key}, _("Schrijf module/les."))
    return keys


def _refuse_twice(drafts: list[QuestionDraft], problems: Problems) -> None:
    met: dict[int, str] = {}
    for draft in drafts:
        if draft.number in met:
            wrong = _("Vraag %(number)s staat ook in %(file)s.") % {"number": draft.number, "file": met[draft.number]}
            problems.add(draft.file, "number", wrong, _("Geef elke vraag één bestand."))
        met.setdefault(draft.number, draft.file)


# --- Writing ----------------------------------------------------------------------------------------


class _Writer:
    """Decides per question what is to be done, objects to all that cannot be at once, and then writes."""

    def __init__(self, report: Report, problems: Problems, *, overwrite: bool, keep: bool) -> None:
        self.report, self.problems = report, problems
        self.overwrite, self.keep = overwrite, keep
        self.known = {one.path: one for one in Imported.objects.filter(path__startswith=_SCOPE)}
        self.there = {one.number: one for one in ReflectionQuestion.objects.all()}

    def write(self, drafts: list[QuestionDraft]) -> None:
        todo = [draft for draft in drafts if self._is_to_be_written(draft)]
        links = {draft.number: self._links(draft) for draft in todo}
        if self.problems:
            raise ImportRefused(self.problems)
        for draft in todo:
            self._write(draft, links[draft.number])

    def _is_to_be_written(self, draft: QuestionDraft) -> bool:
        name, question = f"reflectievraag {draft.number}", self.there.get(draft.number)
        if question is None:
            self.report.created.append(name)
            return True
        known = self.known.get(f"{_SCOPE}{draft.number}")
        touched = known is None or not question.live or str(question.latest_revision_id) != known.state
        is_new = known is None or known.source != draft.source
        if (is_new and not touched) or (touched and self.overwrite):
            self.report.updated.append(name)
            return True
        if is_new:
            self._leave(draft, name)
        else:
            self.report.unchanged += 1
        return False

    def _leave(self, draft: QuestionDraft, name: str) -> None:
        self.report.kept.append(name)
        if not self.keep:
            wrong = _("%(name)s is niet meer zoals de vorige import het schreef.") % {"name": name}
            remedy = _("Neem die verandering over in de bestanden, of importeer met --overwrite.")
            self.problems.add(draft.file, "", wrong, remedy)

    def _links(self, draft: QuestionDraft) -> list[dict[str, Any]]:
        """What the keys name, as Wagtail's stream has it: known by what an import made of it, or else by its address."""
        found = [self._link(draft, Kind.LESSON, "lesson", key) for key in draft.lessons]
        found += [self._link(draft, Kind.CASE, "case", key) for key in draft.cases]
        return [link for link in found if link]

    def _link(self, draft: QuestionDraft, kind: Kind, block: str, key: str) -> dict[str, Any] | None:
        module, _slash, slug = key.rpartition("/")
        identity = stable_id(CORE, module, block, slug) if module else stable_id(CORE, block, slug)
        core = Taught.objects.filter(kind=kind, organisation__isnull=True)
        if kind == Kind.LESSON:
            core = core.filter(used_by_editions__taught__kind=Kind.MODULE, used_by_editions__taught__slug=module)
        taught = Taught.objects.filter(pk=identity).first() or core.filter(slug=slug).first()
        if taught is None:
            wrong = _("‘%(key)s’ is er niet, of is nooit gepubliceerd.") % {"key": key}
            self.problems.add(draft.file, f"{block}s", wrong, _("Importeer die eerst, of haal haar weg."))
            return None
        return {"type": block, "id": str(stable_id(draft.uuid, block, key)), "value": taught_page(taught.pk).pk}

    def _write(self, draft: QuestionDraft, links: list[dict[str, Any]]) -> None:
        question: Any = self.there.get(draft.number) or ReflectionQuestion(
            uuid=draft.uuid, number=draft.number, live=False
        )
        for name, value in draft.fields.items():
            setattr(question, name, value)
        question.prompts = json.dumps(_stream(draft.uuid, "prompt", draft.prompts))
        question.sources = json.dumps(_stream(draft.uuid, "source", draft.sources))
        question.links = json.dumps(links)
        question.change, question.change_note = draft.change, draft.change_note
        try:
            question.full_clean()
            if question.pk is None:
                question.save()
            revision = question.save_revision()
            revision.publish()
        except ValidationError as fault:
            said = "; ".join(messages(fault))
            raise ImportRefused(
                [Problem(draft.file, "", said, _("Verbeter het bestand en importeer opnieuw."))]
            ) from fault
        values = {"object_id": question.pk, "source": draft.source, "state": str(revision.pk)}
        Imported.objects.update_or_create(path=f"{_SCOPE}{draft.number}", defaults=values)


def _stream(owner: UUID, kind: str, values: list[Any]) -> list[dict[str, Any]]:
    return [item | {"type": kind} for item in items(owner, kind, values)]
