"""In the studio: "Probeer als cursist". A draft's questions answered as a learner would, as any profession, anywhere; nothing is kept."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.models import LessonPage, ModulePage
from cms.previewing import lesson_preview, test_preview
from cms.readers import places, reader_of
from learning.practice.trial import tried
from people.models import Profession


@never_cache
@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest, page_id: int) -> HttpResponse:
    """The draft as it was last kept. The studio's gate has let in only those whose page it is."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, LessonPage | ModulePage):
        raise Http404
    draft = page.get_latest_revision_as_object()
    profession, place = request.GET.get("beroep", ""), request.GET.get("plek", "")
    reader = reader_of(profession, place)
    shown = lesson_preview(draft, reader) if isinstance(draft, LessonPage) else test_preview(draft)
    questions = {block["id"]: block["content"] for block in shown.blocks if block["type"] == "question"}
    now = tried(questions, request.POST)
    context: dict[str, Any] = {
        "draft": draft,
        "is_lesson": isinstance(draft, LessonPage),
        "preview": shown,
        "blocks": [
            block | {"shown": now.shown(block["id"], block["content"])} if block["type"] == "question" else block
            for block in shown.blocks
        ],
        "carried": now.carried(),
        "address": request.get_full_path(),
        "reader": reader,
        "professions": Profession.choices,
        "places": places(),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return render(request, "learning/practice/studio/trial.html", context, status=422 if now.fault else 200)
