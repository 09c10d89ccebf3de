"""In the studio: how a module's lessons and test work, and how one question does wherever it stands. Figures only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cms.editions.memory import edition
from cms.models import Kind, ModulePage, Question, Taught
from cms.permissions import author_of
from learning.practice.items import figures
from learning.practice.items.words import reliability, stops


@require_GET
def module_figures(request: HttpRequest, page_id: int) -> HttpResponse:
    """The figures of one module. The studio's gate has let in only those whose module it is."""
    page = get_object_or_404(ModulePage, pk=page_id)
    taught = Taught.objects.filter(pk=page.uuid, live_line__isnull=False).select_related("live_line").first()
    found = figures.module_figures(edition(taught.live_line.head_id)) if taught else None
    context = {
        "page": page,
        "found": found,
        "lessons": [{"lesson": one, "stops": stops(one.begun, one.done)} for one in found.lessons] if found else [],
        "reliability": _reliability(found.test if found else None),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return render(request, "learning/practice/studio/module_figures.html", context)


def _reliability(test: figures.TestFigures | None) -> dict[str, Any] | None:
    if test is None or test.reliability is None:
        return None
    name, value = test.reliability
    return {"name": name, "value": value, "words": reliability(value)}


@require_GET
def question_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """One question's figures in each live lesson and test that uses it, as far as those are the author's own."""
    question = get_object_or_404(Question, pk=pk)
    users = Taught.objects.filter(live_line__head__uses=question.uuid, kind__in=[Kind.LESSON, Kind.MODULE])
    author = author_of(request.user)
    own = [
        one for one in users.select_related("live_line").order_by("kind", "title") if author.owns(one.organisation_id)
    ]
    context = {
        "question": question,
        "places": figures.question_figures(question.uuid, own),
        "is_open": question.kind == "open",
        "edit_url": reverse("wagtailsnippets_cms_question:edit", args=[question.pk]),
    }
    return render(request, "learning/practice/studio/question_figures.html", context)
