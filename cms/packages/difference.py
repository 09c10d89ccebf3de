"""What a package would change, in words: for each thing whether it is new, changed, the same or refused, and how it reads now and then."""

import difflib
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.exporting.files import module_json, term_json
from cms.exporting.lessons import lesson_text
from cms.exporting.questions import question_json
from cms.exporting.rich_text import Unwritable
from cms.importing.drafts import LessonDraft, ModuleDraft, Package, TermDraft
from cms.importing.plan import CREATE, UPDATE, Plan, Todo
from cms.importing.problems import Problem
from cms.importing.questions import QuestionDraft
from cms.models import GlossaryTerm, Slot

NEW, CHANGED, SAME, REFUSED, GONE, LEFT = "new", "changed", "same", "refused", "gone", "left"
"""`left`: what stands here stays, whatever the package says. Only local texts are."""


EVERY = (NEW, CHANGED, SAME, REFUSED, GONE, LEFT)


def in_words(what: str) -> str:
    """One of the six, for people."""
    return {
        NEW: _("nieuw"),
        CHANGED: _("veranderd"),
        SAME: _("hetzelfde"),
        REFUSED: _("geweigerd"),
        GONE: _("uit het aanbod"),
        LEFT: _("blijft staan"),
    }[what]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of a package."""

    file: str
    name: str
    what: str
    difference: str = ""
    """What changes, as lines that begin with - and +; empty for what is new or the same."""
    note: str = ""
    """What else to know of it, in a sentence."""

    @property
    def words(self) -> str:
        return in_words(self.what)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The difference by line: what a line is (gone, new, around), and its words."""
        kinds = {"-": "gone", "+": "new"}
        return [(kinds.get(line[:1], "around"), line[1:]) for line in self.difference.split("\n") if line]


@dataclass(kw_only=True)
class Outcome:
    """What bringing a package in does, or would do. With problems nothing was done."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    parts: list[Any] = field(default_factory=list)
    """What can be chosen apart (`choosing.Part`); only when all of it was looked at."""

    @property
    def changes(self) -> list[Item]:
        return [item for item in self.items if item.what != SAME]

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problems and all(item.what in {SAME, LEFT} for item in self.items)

    def counted(self) -> dict[str, int]:
        return {what: sum(item.what == what for item in self.items) for what in EVERY}


def items_of(plan: Plan) -> list[Item]:
    """What a plan does, in the order in which people read a module."""
    todos: list[Todo[Any]] = [plan.page, *plan.lessons, *plan.questions.values(), *plan.terms, *plan.slots]
    if plan.is_part and not plan.page.what:
        todos = todos[1:]
    items = [_item(todo, plan) for todo in todos]
    gone = [Item(file="module.json", name=" ".join(one.path.split("/")[-2:]), what=GONE) for one in plan.removed]
    return [*items, *gone]


def what_of(todo: Todo[Any]) -> str:
    """Which of these a plan makes of one thing."""
    return REFUSED if todo.refused else {CREATE: NEW, UPDATE: CHANGED}.get(todo.what, SAME)


def _item(todo: Todo[Any], plan: Plan) -> Item:
    what = what_of(todo)
    words = _difference(todo, plan.package, plan.present) if what in {CHANGED, REFUSED} else ""
    return Item(file=todo.file, name=todo.name, what=what, difference=words)


def _difference(todo: Todo[Any], package: Package, present: Package | None) -> str:
    now, then = _text_now(todo.target, present), _text(todo.draft, package)
    lines = list(difflib.unified_diff(now.splitlines(), then.splitlines(), lineterm="", n=0))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@"))


def _text_now(target: Any, present: Package | None) -> str:
    if isinstance(target, Slot):
        return _json({name: getattr(target, name) for name in ("title", "safety", "help", "ask")})
    if present is None:
        return ""
    if isinstance(target, GlossaryTerm):
        found = next((one for one in present.terms.values() if one.uuid == target.uuid), None)
        return _text(found, present) if found else ""
    module = [present.module] if present.module else []
    known: list[Any] = [*present.lessons, *present.questions.values(), *module]
    draft = next((one for one in known if one.uuid == target.uuid), None)
    return _text(draft, present) if draft else ""


def _text(draft: Any, package: Package) -> str:
    """A thing as its file would say it; texts that no file can hold as plain data."""
    try:
        match draft:
            case LessonDraft():
                assert package.module is not None  # noqa: S101  a package with lessons has a module
                return lesson_text(draft, (package.owner, package.module.slug))
            case ModuleDraft():
                return _json(module_json(draft, package))
            case QuestionDraft():
                return _json(question_json(draft))
            case TermDraft():
                return _json(term_json(draft))
    except Unwritable:
        pass
    return _json(draft.says())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
