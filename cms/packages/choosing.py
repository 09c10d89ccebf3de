"""What of a package can be chosen apart: each part with its state here, and what it needs that this site does not have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from cms.importing.drafts import LessonDraft, Package
from cms.importing.plan import Plan, Todo
from cms.packages.difference import CHANGED, GONE, NEW, REFUSED, SAME, Item, in_words, what_of
from cms.packages.local_texts import LocalLayer

MODULE, LESSON, QUESTION, TERMS, CASE, LOCAL = "module", "lesson", "question", "terms", "case", "local"
KINDS = (MODULE, LESSON, QUESTION, TERMS, CASE, LOCAL)
FOLDERS = {LESSON: "lessons", QUESTION: "questions", CASE: "cases", LOCAL: "local"}
"""Kinds that can be taken all at once, and the name that stands for all of them."""
_STRONGEST = (REFUSED, NEW, CHANGED, GONE, SAME)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing to choose. `name` is what `--only` takes; `needs` names parts that it leans on and that are not here yet."""

    name: str
    kind: str
    title: str
    what: str
    files: int = 0
    needs: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its state here, for people."""
        return in_words(self.what)


def parts_of(plan: Plan, arrived: Iterable[Item]) -> list[Part]:
    """The parts of a whole package, in the order in which people read a module."""
    package, cases = plan.package, {PurePosixPath(one.file).stem: one for one in arrived}
    parts = [_module(plan)]
    parts += [_lesson(todo, package, _needs(todo.draft, plan, cases)) for todo in plan.lessons]
    for key, todo in sorted(plan.questions.items()):
        title = f"{todo.draft.title or key} ({key})"
        parts.append(Part(name=f"questions/{key}", kind=QUESTION, title=title, what=what_of(todo)))
    if plan.terms:
        title, what = _("Begrippen (%(count)s)") % {"count": len(plan.terms)}, _together(plan.terms)
        parts.append(Part(name="glossary.json", kind=TERMS, title=title, what=what))
    return parts + [Part(name=f"cases/{slug}", kind=CASE, title=slug, what=one.what) for slug, one in cases.items()]


def local_parts(layer: LocalLayer, items: Iterable[Item]) -> list[Part]:
    """The local texts that came along, each apart."""
    pairs = zip(layer.drafts, items, strict=True)
    return [Part(name=draft.name, kind=LOCAL, title=item.name, what=item.what) for draft, item in pairs]


def _module(plan: Plan) -> Part:
    needs = [f"questions/{key}" for key in plan.module.test_questions if _is_new(plan.questions.get(key))]
    title = _("Doelen, bronnen, toets en plekken van ‘%(title)s’") % {"title": plan.module.title}
    return Part(name="module.json", kind=MODULE, title=title, what=_together([plan.page, *plan.slots]), needs=needs)


def _lesson(todo: Todo[LessonDraft], package: Package, needs: list[str]) -> Part:
    name = str(PurePosixPath(todo.file).with_suffix(""))
    files = len({shown for _line, shown, _title, _is_image in todo.draft.files() if shown in package.media})
    return Part(name=name, kind=LESSON, title=todo.draft.title, what=what_of(todo), files=files, needs=needs)


def _needs(lesson: LessonDraft, plan: Plan, cases: Mapping[str, Item]) -> list[str]:
    """The parts that a lesson points at and that this site does not have."""
    slots = {todo.draft.key: todo for todo in plan.slots}
    terms = {todo.draft.key: todo for todo in plan.terms}
    needs = ["module.json"] if _is_new(plan.page) else []
    needs += ["module.json" for _line, key in lesson.keys("local", "slot") if _is_new(slots.get(key))]
    asked = [key for _line, key in lesson.keys("question", "question")]
    needs += [f"questions/{key}" for key in asked if _is_new(plan.questions.get(key))]
    placed = [key for _line, key in lesson.keys("case", "case")]
    needs += [f"cases/{key}" for key in placed if key in cases and cases[key].what == NEW]
    explained = [key for _line, keys in lesson.keys("glossary", "terms") for key in keys]
    needs += ["glossary.json" for key in explained if _is_new(terms.get(key))]
    return list(dict.fromkeys(needs))


def _is_new(todo: Todo[Any] | None) -> bool:
    return todo is not None and what_of(todo) == NEW


def _together(todos: Iterable[Todo[Any]]) -> str:
    """Of several things in one part, what most asks to be looked at."""
    found = {what_of(todo) for todo in todos}
    return next(what for what in _STRONGEST if what in found)


def with_needs(names: Iterable[str], parts: Iterable[Part]) -> list[str]:
    """These names, and after them what they need, and what that needs."""
    known = {part.name: part for part in parts}
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    found = list(dict.fromkeys(names))
    for name in found:  # grows while it is walked
        of = [one for one in known.values() if one.name == name or one.kind == kinds.get(name)]
        for needed in (need for one in of for need in one.needs):
            covered = needed in found or needed.split("/")[0] in found
            found += [] if covered else [needed]
    return found
