"""Making a first module: all of it as drafts, in one transaction, and once however often its form is sent. Publishes nothing."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.beginning.examples import read_example
from cms.beginning.lessons import Lesson
from cms.importing.drafts import Head, LessonDraft, Package
from cms.importing.questions import QuestionDraft
from cms.models import ContentRoot, Kind, LessonPage, ModulePage, Question, Taught
from cms.turns import take_turn
from people.models import User
from people.refusal import Refused

_ADDRESS = 80


@transaction.atomic
def make_module(
    lessons: Sequence[Lesson], *, title: str, summary: str, theme: str, key: UUID, root: ContentRoot, by: User
) -> ModulePage:
    """A module of somebody's own text under a root; the same key again gives the module that is there. Raises Refused."""
    take_turn()
    if (there := _made_before(key, root)) is not None:
        return there
    reviewed = _reviewed_today()
    minutes = sum(lesson.minutes for lesson in lessons)
    module = ModulePage(uuid=key, title=title, summary=summary, theme=theme, minutes=min(minutes, 1000), **reviewed)
    _add(root, module, by=by, taken=_addresses(root))
    taken: set[str] = set()
    for lesson in lessons:
        page = LessonPage(title=lesson.title, summary=lesson.summary, minutes=min(lesson.minutes, 1000), **reviewed)
        page.body = json.dumps(lesson.blocks)
        _add(module, page, by=by, taken=taken)
    return module


@transaction.atomic
def copy_example(name: str, *, key: UUID, root: ContentRoot, by: User) -> ModulePage:
    """A copy of an example under a root, with identities of its own; the same key again gives the module that is there. Raises Refused."""
    take_turn()
    if (there := _made_before(key, root)) is not None:
        return there
    package = read_example(name)
    questions = {one.key: _question(one, root, by=by) for one in package.questions.values()}
    module = _module(package, key, questions)
    _add(root, module, by=by, taken=_addresses(root))
    taken: set[str] = set()
    for draft in package.lessons:
        page = _filled(LessonPage(), draft)
        page.body = json.dumps(list(_body(draft, questions)))
        _add(module, page, by=by, taken=taken)
    return module


def _made_before(key: UUID, root: ContentRoot) -> ModulePage | None:
    there = ModulePage.objects.filter(uuid=key).first()
    if there is not None and not there.is_descendant_of(root):
        raise Refused(_("Deze pagina is al gebruikt. Begin opnieuw bij ‘Een nieuwe module’."))
    return there


def _reviewed_today() -> dict[str, Any]:
    today = timezone.localdate()
    return {"reviewed_on": today, "review_by": _a_year_after(today)}


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _addresses(root: ContentRoot) -> set[str]:
    """The addresses of modules that are taken: under this root, and by what anybody was taught."""
    there = set(root.get_children().values_list("slug", flat=True))
    return there | set(Taught.objects.filter(kind=Kind.MODULE).values_list("slug", flat=True))


def _free(title: str, taken: set[str]) -> str:
    base = slugify(title)[:_ADDRESS].strip("-") or "module"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def _add(parent: Any, page: Any, *, by: User, taken: set[str]) -> None:
    """A draft below its parent, as its author would have made it in the form."""
    page.slug, page.owner = _free(page.title, taken), by
    parent.add_child(instance=page)
    log(page, "wagtail.create", user=by)
    page.save_revision(user=by)


# --- From an example ------------------------------------------------------------------------------


def _filled(page: Any, draft: Head) -> Any:
    for name, value in draft.says_head().items():
        setattr(page, name, json.dumps(value) if name in {"goals", "sources"} else value)
    return page


def _module(package: Package, key: UUID, questions: dict[str, Question]) -> ModulePage:
    draft = package.module
    assert draft is not None  # noqa: S101  a package without problems has one
    page: ModulePage = _filled(ModulePage(uuid=key), draft)
    for name in draft.FIELDS:
        setattr(page, name, getattr(draft, name))
    page.test_questions = json.dumps(
        [{"type": "question", "id": str(uuid4()), "value": questions[name].pk} for name in draft.test_questions]
    )
    return page


def _question(draft: QuestionDraft, root: ContentRoot, *, by: User) -> Question:
    """A copy in the bank, without a key: that stays the example's."""
    question = Question(organisation=root.organisation, live=False, has_unpublished_changes=True)
    for name, value in draft.says().items():
        setattr(question, name, value)
    question.key, question.body = "", json.dumps(draft.body)
    question.save()
    log(question, "wagtail.create", user=by)
    question.save_revision(user=by)
    return question


def _body(draft: LessonDraft, questions: dict[str, Question]) -> Iterator[dict[str, Any]]:
    for block in draft.body:
        value = {"question": questions[block.value["question"]].pk} if block.type == "question" else block.value
        yield block.raw(value) | {"id": str(uuid4())}
