"""What is left to do for a module that was never published: asked where its author is sent once it is made."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bank.filters import CORE
from cms.checks.deciding import drafts_in, problems_in
from cms.models import LessonPage, ModulePage, Question


@dataclass(frozen=True)
class Todo:
    """One thing to do. `what` is its name for the template, which knows where it is done; `query` finds there what it is about."""

    what: str
    title: str
    note: str
    is_done: bool = False
    query: str = ""


@dataclass(frozen=True)
class Ahead:
    """The way from a draft to a published module."""

    module: ModulePage
    first_lesson: LessonPage | None
    todos: list[Todo]


def ahead_of(module: ModulePage) -> Ahead | None:
    """What is left to do; None once the module was published, from when its own pages say what they miss."""
    if module.live or module.first_published_at is not None:
        return None
    draft, lessons = module.get_latest_revision_as_object(), drafts_in(module)
    todos = [_goals(draft, lessons), _questions(draft, lessons), _sources(lessons), _checks(module), *_last()]
    return Ahead(module, lessons[0] if lessons else None, todos)


def _goals(module: ModulePage, lessons: list[LessonPage]) -> Todo:
    note = _("Zeg bij de module en bij elke les wat iemand daarna kan of weet.")
    return Todo("goals", _("Schrijf de leerdoelen"), note, all(page.goals for page in [module, *lessons]))


def _questions(module: ModulePage, lessons: list[LessonPage]) -> Todo:
    streams = [*(lesson.body for lesson in lessons), module.test_questions]
    ids = {pk for stream in streams for one in stream.raw_data if (pk := _question_in(one))}
    owners = list(Question.objects.filter(pk__in=ids, live=False).values_list("organisation_id", flat=True))
    drafts = len(owners)
    if drafts:
        title = ngettext(
            "Lees en publiceer %d vraag in de vragenbank", "Lees en publiceer %d vragen in de vragenbank", drafts
        )
        return Todo(
            "questions",
            title % drafts,
            _("Een les met een vraag die nog een concept is, kun je niet publiceren."),
            query=f"?live=false&owner={owners[0] or CORE}",
        )
    note = _("Maak haar in de vragenbank, en zet haar in een les op de plek waar iemand even moet nadenken.")
    return Todo("questions", _("Voeg een vraag toe"), note, bool(ids))


def _question_in(block: object) -> int | None:
    """The question that a raw block asks, of a lesson or of a test."""
    if not isinstance(block, dict) or block.get("type") != "question":
        return None
    value = block["value"]
    found: int | None = value.get("question") if isinstance(value, dict) else value
    return found


def _sources(lessons: list[LessonPage]) -> Todo:
    note = _("Zet erbij waar een feit vandaan komt. Wat jullie zelf afspraken, heeft geen bron nodig.")
    return Todo(
        "sources", _("Noem je bronnen"), note, bool(lessons) and all(len(lesson.sources) > 0 for lesson in lessons)
    )


def _checks(module: ModulePage) -> Todo:
    """What the checks find apart from what stands above it, so that nothing is named twice."""
    pages = [module, *LessonPage.objects.child_of(module)]
    count = sum(problems_in(page, apart_from=_STEPS) for page in pages)
    if count:
        note = ngettext("De controle vond %d punt.", "De controle vond %d punten.", count) % count
    elif any(problems_in(page) for page in pages):
        note = _("De controle vond niets meer dan wat hierboven nog openstaat.")
    else:
        note = _("De controle vond niets dat eerst anders moet.")
    return Todo("checks", _("Kijk naar de controle"), note, count == 0)


_STEPS = frozenset({"goals", "sources"})
"""Rules of the checks that are a step of their own."""


def _last() -> list[Todo]:
    return [
        Todo("trial", _("Probeer de lessen als cursist"), _("Wat je daar invult, wordt nergens bewaard.")),
        Todo(
            "group",
            _("Laat een proefgroep meelezen"),
            _("Mensen die je vraagt, lezen je concept en zetten een opmerking bij de plek waar ze iets zien."),
        ),
        Todo(
            "publish", _("Publiceer"), _("Eerst elke les, dan de module. Tot dan ziet niemand buiten de studio haar.")
        ),
    ]
