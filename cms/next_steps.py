"""What an author is told after publishing: who can read it now, what must still be published, and where to go from here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms.bank.usage import usage_of
from cms.models import LessonPage, ModulePage, Question


@dataclass(frozen=True)
class Step:
    """Somewhere to go from here: the words of its link, and its address."""

    words: str
    url: str


Offer = Callable[[Any], Iterable[Step]]
"""What another room has to offer after a lesson or a module was published."""

_offers: list[Offer] = []


def register_steps(offer: Offer) -> None:
    """Let a room above offer steps. Said once, when the site starts; saying it again changes nothing."""
    if offer not in _offers:
        _offers.append(offer)


def tell_next(request: HttpRequest, item: Any) -> None:
    """Say beside the message of success what comes next. Nothing of what is published later, by a schedule."""
    if not item.live or (getattr(item, "go_live_at", None) or timezone.now()) > timezone.now():
        return
    told = _TOLD.get(type(item))
    if told is None:
        return
    words, steps = told(item, request.user)
    messages.info(request, words, [messages.button(step.url, step.words) for step in steps])


def _after_lesson(lesson: LessonPage, user: Any) -> tuple[str, list[Step]]:
    module = ModulePage.objects.parent_of(lesson).get()
    steps = [*_next_lesson(module), Step(_("Open de module"), _edit(module)), *_offered(lesson)]
    if module.live:
        return _("Deelnemers lezen deze les nu in de module ‘%(title)s’.") % {"title": module.title}, steps
    words = _("Deelnemers zien deze les zodra je ook de module ‘%(title)s’ publiceert.")
    return words % {"title": module.draft_title or module.title}, steps


def _after_module(module: ModulePage, user: Any) -> tuple[str, list[Step]]:
    words = _("Deelnemers vinden deze module nu bij Leren.")
    waiting = LessonPage.objects.child_of(module).filter(live=False).count()
    if waiting:
        also = ngettext(
            "%d les is nog een concept: die zien ze niet.", "%d lessen zijn nog een concept: die zien ze niet.", waiting
        )
        words = f"{words} {also % waiting}"
    return words, [*_next_lesson(module), *_offered(module)]


def _after_question(question: Question, user: Any) -> tuple[str, list[Step]]:
    another = Step(_("Maak nog een vraag"), reverse(question.snippet_viewset.get_url_name("add")))
    uses = [use for use in usage_of(question, user) if use.url]
    if not uses:
        to_modules = Step(_("Naar je modules"), reverse("wagtailadmin_explore_root"))
        return _("Niemand krijgt deze vraag nog. Kies haar in een les of in een toets."), [to_modules, another]
    drafts = [use for use in uses if not use.is_live]
    words = (
        _("Deze vraag staat in een concept. Deelnemers krijgen haar zodra je dat publiceert.")
        if len(drafts) == len(uses)
        else _("Deelnemers krijgen de vraag nu zo.")
    )
    return words, [*(_open(use.title, use.url) for use in (drafts or uses)[:_SHOWN]), another]


_TOLD: dict[type, Callable[[Any, Any], tuple[str, list[Step]]]] = {
    LessonPage: _after_lesson,
    ModulePage: _after_module,
    Question: _after_question,
}
_SHOWN = 3


def _next_lesson(module: ModulePage) -> list[Step]:
    """The first lesson that still waits to be published, in the order of the module."""
    lesson = LessonPage.objects.child_of(module).filter(live=False).order_by("path").first()
    return [_open(lesson.draft_title or lesson.title, _edit(lesson))] if lesson is not None else []


def _open(title: str, url: str) -> Step:
    return Step(_("Verder met ‘%(title)s’") % {"title": title}, url)


def _offered(page: Any) -> list[Step]:
    return [step for offer in _offers for step in offer(page)]


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
