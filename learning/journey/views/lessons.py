"""Reading a lesson, and answering in it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.editions.memory import LoadedEdition, edition
from cms.local import notes
from cms.models import Edition
from learning.journey import actions, queries
from learning.journey import presenting as show
from learning.journey.rendering import (
    LessonBody,
    Place,
    answered_question,
    block_of,
    differing_blocks,
    kept_question,
    lesson_page,
    prompt_fragment,
    question_fragment,
    refreshed,
)
from learning.journey.views.scope import back_to, standing_or_404
from learning.practice.actions import open_answer
from learning.practice.grading import Unanswered, read
from learning.practice.models import Answer
from learning.practice.polls.queries import polls_of
from learning.practice.presenting import props, typed
from learning.reflection.drafted import going_on, keeps_drafts
from people.guard import hints
from people.keys.vault import Unreadable
from people.refusal import Refused
from people.scope import client_key, is_in_place, member_required, private, viewer_of


def _lesson(request: HttpRequest, module: str, lesson: str) -> tuple[queries.Standing, dict[str, Any], LoadedEdition]:
    standing = standing_or_404(request, module)
    entry = standing.entry(lesson)
    if entry is None:
        raise Http404
    standing = queries.with_cases(viewer_of(request).user_id, standing, [entry])
    return standing, entry, edition(entry["edition"])


@require_GET
@member_required
def lesson(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """A lesson to read and answer. Five statements, whatever it holds, and one more each where it holds cases or polls."""
    standing, entry, loaded = _lesson(request, module, lesson)
    viewer, own = viewer_of(request), standing.progress.get(entry["line"])
    slots = [block["slot"] for block in differing_blocks(loaded.pk) if block["type"] == "local"]
    asks_polls = any(block["type"] == "poll" for block in differing_blocks(loaded.pk))
    body = LessonBody(
        Place.of(module, lesson),
        loaded,
        profession=viewer.profession,
        progress=own,
        answers=queries.answers_standing(own),
        notes=notes(viewer.organisation_id, slots),
        cases=standing.cases,
        polls=polls_of(viewer.user_id, viewer.organisation_id, loaded.line_id) if asks_polls else None,
        is_author=viewer.is_author,
    )
    return HttpResponse(lesson_page(request, viewer, standing, entry, loaded, body))


@require_GET
@member_required
def lesson_edition(request: HttpRequest, module: str, lesson: str, number: int) -> HttpResponse:
    """An earlier edition of a lesson, to read again as it was, with what the reader did in it."""
    standing, taught, loaded = _earlier(request, module, lesson, number)
    entry, own = standing.entry(lesson), standing.progress.get(loaded.line_id)
    body = LessonBody(
        Place.of(module, lesson),
        loaded,
        profession=viewer_of(request).profession,
        progress=own,
        answers=queries.answers_standing(own),
        writable=False,
    )
    context = {
        "module": standing.edition.content,
        "module_url": reverse("journey:module", args=[standing.slug]),
        "module_slug": standing.slug,
        "lesson_slug": lesson,
        "lesson": loaded.content,
        "edition": loaded,
        "body": body.html(get_token(request)),
        "is_current": entry is not None and loaded.pk == entry["edition"],
        "lesson_url": show.lesson_url(standing, entry) if entry else "",
        "editions": queries.editions_of(taught),
        "sources": show.sources(loaded.content),
    }
    return render(request, "learning/journey/lesson_edition.html", context)


def _earlier(
    request: HttpRequest, module: str, lesson: str, number: int
) -> tuple[queries.Standing, uuid.UUID, LoadedEdition]:
    standing = standing_or_404(request, module)
    taught = queries.lesson_met(standing, lesson)
    loaded = queries.earlier_edition(viewer_of(request), taught, number) if taught else None
    if taught is None or loaded is None:
        raise Http404
    return standing, taught, loaded


@require_GET
@member_required
def earlier_answer(request: HttpRequest, module: str, lesson: str, number: int, block: str) -> HttpResponse:
    """One's own open answer in an earlier edition of a lesson, beside the model, to read."""
    standing, _taught, loaded = _earlier(request, module, lesson, number)
    found = block_of(loaded, block, "question")
    given = queries.answers_standing(standing.progress.get(loaded.line_id)).get(block)
    if found is None or given is None:
        raise Http404
    back_url = reverse("journey:lesson-edition", args=[module, lesson, number])
    shown = _own_words(request, given)
    if shown is None:
        return redirect(back_url)
    context = {"heading": loaded.content["title"], "back_url": back_url, "fragment": kept_question(found, extra=shown)}
    return private(render(request, "learning/journey/one_question.html", context))


# --- Questions ------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@member_required
def answer(request: HttpRequest, module: str, lesson: str, block: str) -> HttpResponse:
    """POST saves an answer, GET shows one's own open answer beside the model."""
    standing, entry, loaded = _lesson(request, module, lesson)
    found = block_of(loaded, block, "question")
    if found is None:
        raise Http404
    if request.method == "GET":
        return _own_answer(request, standing, entry, loaded, found)
    return _save_answer(request, standing, entry, loaded, found)


def _save_answer(
    request: HttpRequest,
    standing: queries.Standing,
    entry: dict[str, Any],
    loaded: LoadedEdition,
    block: dict[str, Any],
) -> HttpResponse:
    question = _answered_edition(request, block)
    action = reverse("journey:answer", args=[standing.slug, entry["slug"], block["id"]])
    text = str(request.POST.get("answer", "")) if question.content["kind"] == "open" else ""
    try:
        hints.hold({"answer": text}, request.POST)
        response = read(question.content, request.POST)
        saved, _outcome = actions.answer_question(
            standing, loaded, block["id"], question, response, by=request.user, key=client_key(request), text=text
        )
    except (Unanswered, Refused) as refusal:
        shown = props(question.content, chosen=typed(question.content, request.POST)) | _held(request, refusal)
        return _question_reply(
            request, standing, entry, loaded, block, question, shown, status=getattr(refusal, "status", 422)
        )
    if not is_in_place(request) and question.content["kind"] != "open":
        return back_to(f"#vraag-{block['id']}", "journey:lesson", standing.slug, entry["slug"])
    if not is_in_place(request):
        return redirect(action)
    standing, token = queries.with_item(standing, entry, block["id"]), get_token(request)
    remembered = answered_question(block, action, question, saved.response, csrf_token=token)
    if remembered is not None:
        return private(HttpResponse(remembered + refreshed(standing, entry, token)))
    shown = props(question.content, saved.response) | {"text": text, "saved_at": saved.created_at}
    return _question_reply(request, standing, entry, loaded, block, question, shown)


def _held(request: HttpRequest, refusal: Unanswered | Refused) -> dict[str, Any]:
    """Props of a question whose answer was not saved."""
    shown: dict[str, Any] = {"state": "error", "error": str(refusal)}
    if isinstance(refusal, hints.Held):
        shown["text"] = refusal.texts["answer"]
    return shown | {"guard": hints.shown(request.POST, refusal)}


def _answered_edition(request: HttpRequest, block: dict[str, Any]) -> LoadedEdition:
    """The edition of the question that the reader saw: named in the form, and of this very question; otherwise the lesson's own."""
    current = edition(block["edition"])
    seen = request.POST.get("edition", "")
    if not seen or seen == str(current.uuid):
        return current
    try:
        return edition(
            Edition.objects.values_list("pk", flat=True).get(uuid=uuid.UUID(seen), taught_id=block["taught"])
        )
    except (Edition.DoesNotExist, ValueError):
        return current


def _question_reply(
    request: HttpRequest,
    standing: queries.Standing,
    entry: dict[str, Any],
    loaded: LoadedEdition,
    block: dict[str, Any],
    question: LoadedEdition,
    shown: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The question as a fragment for our script; for a plain form, the whole page around it."""
    action = reverse("journey:answer", args=[standing.slug, entry["slug"], block["id"]])
    token = get_token(request)
    extra = shown | {"edition_id": question.uuid}
    html = question_fragment(block, action, csrf_token=token, key=str(uuid.uuid4()), extra=extra)
    if is_in_place(request):
        return private(HttpResponse(html + refreshed(standing, entry, token), status=status))
    context = {
        "heading": loaded.content["title"],
        "back_url": show.lesson_url(standing, entry),
        "fragment": html,
    }
    return private(render(request, "learning/journey/one_question.html", context, status=status))


def _own_answer(
    request: HttpRequest,
    standing: queries.Standing,
    entry: dict[str, Any],
    loaded: LoadedEdition,
    block: dict[str, Any],
) -> HttpResponse:
    given = queries.answers_standing(standing.progress.get(entry["line"])).get(block["id"])
    if given is None:
        raise Http404
    shown = _own_words(request, given)
    if shown is None:
        return redirect(show.lesson_url(standing, entry))
    return _question_reply(request, standing, entry, loaded, block, edition(given.question_id), shown)


def _own_words(request: HttpRequest, given: queries.GivenAnswer) -> dict[str, Any] | None:
    """The props of a question with what its reader wrote there; None, with a message, when it can't be opened any more."""
    kept = Answer.objects.get(pk=given.uuid, user=request.user)
    try:
        text = open_answer(kept, by=request.user) if kept.sealed is not None else ""
    except Unreadable:
        messages.error(
            request, _("Dit antwoord kan niet meer worden geopend. Er is niets verloren gegaan in de rest van je werk.")
        )
        return None
    return props(edition(given.question_id).content, given.response) | {"text": text, "saved_at": kept.created_at}


# --- Reflection prompts, and finishing --------------------------------------------------------------


@require_POST
@member_required
def reflect(request: HttpRequest, module: str, lesson: str, block: str) -> HttpResponse:
    """Save what was written at a prompt in the writer's own mirror, or pass it by."""
    standing, entry, loaded = _lesson(request, module, lesson)
    found = block_of(loaded, block, "prompt")
    if found is None:
        raise Http404
    try:
        if request.POST.get("skip"):
            actions.skip_reflection(standing, loaded, found, by=request.user)
            return back_to(f"#spiegel-{block}", "journey:lesson", module, lesson)
        hints.hold({"text": request.POST.get("text", "")}, request.POST)
        saved = actions.write_reflection(
            standing,
            loaded,
            found,
            request.POST.get("text", ""),
            by=request.user,
            key=client_key(request),
            keeps_drafts=keeps_drafts(request),
        )
    except Refused as refusal:
        extra = hints.typed(request.POST, refusal, "text") | {"error": str(refusal), "state": "unsaved"}
        extra |= going_on(request, refusal) | {"guard": hints.shown(request.POST, refusal), "writable": True}
        return _prompt_reply(request, standing, entry, loaded, found, extra, status=refusal.status)
    if not is_in_place(request):
        return back_to(f"#spiegel-{block}", "journey:lesson", module, lesson)
    extra = {
        "done": "written",
        "entry_url": reverse("reflection:entry", args=[saved.pk]),
        "focus": True,
        "writable": True,
    }
    return _prompt_reply(request, queries.with_item(standing, entry, found["id"]), entry, loaded, found, extra)


def _prompt_reply(
    request: HttpRequest,
    standing: queries.Standing,
    entry: dict[str, Any],
    loaded: LoadedEdition,
    block: dict[str, Any],
    extra: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    action = reverse("journey:reflect", args=[standing.slug, entry["slug"], block["id"]])
    token = get_token(request)
    html = prompt_fragment(block, action, csrf_token=token, key=str(uuid.uuid4()), extra=extra)
    if is_in_place(request):
        return private(HttpResponse(html + refreshed(standing, entry, token), status=status))
    context = {"heading": loaded.content["title"], "back_url": show.lesson_url(standing, entry), "fragment": html}
    return private(render(request, "learning/journey/one_question.html", context, status=status))


@require_POST
@member_required
def finish_lesson(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """Mark the lesson as done, and go on with what is next."""
    standing, entry, loaded = _lesson(request, module, lesson)
    try:
        completion = actions.finish_lesson(standing, loaded, entry, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back_to("#wat-nog", "journey:lesson", module, lesson)
    if completion is not None:
        messages.success(request, _("Je hebt deze module afgerond."))
        return redirect("journey:module", module)
    messages.success(request, _("‘%(title)s’ is klaar.") % {"title": entry["title"]})
    position = next(number for number, one in enumerate(standing.lessons) if one["slug"] == lesson)
    following = show.contents(standing)[position + 1 :]
    return redirect(following[0]["url"] if following else reverse("journey:module", args=[module]))
