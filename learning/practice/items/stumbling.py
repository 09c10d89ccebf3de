"""For the studio's first page: the questions and lessons of an author's own where people stumble."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.editions.memory import edition, editions
from cms.models import LessonPage, ModulePage, Taught
from cms.permissions import Author
from learning.practice.items.counting import BEGUN, DONE
from learning.practice.items.figures import figures_of_test, lesson_questions, places_of
from learning.practice.items.parts import RIGHT_PART
from learning.practice.items.words import EASY, HARD, MANY, stops
from learning.practice.models.counts import AttemptCount, PlaceCount

_MOST = 12
"""Lines of each kind that are looked into: the ones most people met."""


@dataclass(frozen=True)
class Stumble:
    """A question, or a lesson, where people stumble: what it is called, where its figures are, and what is so."""

    title: str
    url: str
    note: str


def stumbling(author: Author) -> list[Stumble]:
    """What asks to be looked at in the author's own modules, tests first. At most seven statements, and the editions not met before."""
    pages = ModulePage.objects.filter(_under(author), live=True).values_list("uuid", "path", "pk")
    modules = {key: pk for key, _path, pk in pages}
    parents = {path: pk for _key, path, pk in pages}
    lessons = LessonPage.objects.filter(_under(author), live=True).values_list("uuid", "path") if modules else ()
    of_lessons = {key: parents.get(path[: -Page.steplen]) for key, path in lessons}
    return [*_in_tests(modules), *_in_lessons(of_lessons)] if modules else []


def _under(author: Author) -> Q:
    if author.is_platform_admin:
        return Q()
    under = Q(pk__in=[])
    for place in author.places:
        under |= Q(path__startswith=place.path)
    return under


def _url(module: int, anchor: str) -> str:
    return f"{reverse('practice_module_figures', args=[module])}#{anchor}"


def _in_tests(modules: dict[Any, int]) -> Iterator[Stumble]:
    rows = AttemptCount.objects.filter(line__taught__in=modules, line=F("line__taught__live_line"), counted__gte=MANY)
    for row in rows.select_related("line").order_by("-counted")[:_MOST]:
        test = figures_of_test(edition(row.line.head_id), [row]) if row.line.head_id else None
        for one in test.questions if test else ():
            if one.asks:
                yield Stumble(one.title, _url(modules[row.line.taught_id], f"toets-{one.taught}"), one.asks[0])


def _in_lessons(modules: dict[Any, int | None]) -> Iterator[Stumble]:
    """Lessons with a question that few, or nearly all, had right, and those where many stop."""
    rows = PlaceCount.objects.filter(line__taught__in=modules, line=F("line__taught__live_line"))
    striking = Q(shown_part__lte=F("shown_people") * HARD / 100.0) | Q(shown_part__gte=F("shown_people") * EASY / 100.0)
    odd = rows.filter(striking, place__endswith=f"/{RIGHT_PART}", shown_people__gte=MANY).order_by("-shown_people")
    asked = dict.fromkeys(odd.values_list("line_id", "line__head_id", "line__taught_id")[:_MOST])
    places = places_of(line for line, _head, _taught in asked) if asked else {}
    held = editions(head for _line, head, _taught in asked)
    for _line, head, taught in asked:
        module = modules[taught]
        for one in lesson_questions(held[head], places) if module else ():
            if module and one.asks:
                yield Stumble(one.title, _url(module, f"les-{taught}"), one.asks[0])
    yield from _stopping(rows, modules)


def _stopping(rows: Any, modules: dict[Any, int | None]) -> Iterator[Stumble]:
    came: dict[tuple[Any, str], int] = {
        (taught, place): people
        for taught, place, people in rows.filter(place__in=[BEGUN, DONE]).values_list(
            "line__taught_id", "place", "shown_people"
        )
    }
    titles = dict(Taught.objects.filter(pk__in={taught for taught, _place in came}).values_list("pk", "title"))
    for taught, title in titles.items():
        module = modules[taught]
        if module and stops(came.get((taught, BEGUN), 0), came.get((taught, DONE), 0)):
            yield Stumble(title, _url(module, f"les-{taught}"), _("veel mensen maken deze les niet af"))
