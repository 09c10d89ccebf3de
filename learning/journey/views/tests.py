"""The closing test: begin, answer one question at a time, hand in, and see why."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.editions.memory import LoadedEdition, edition, editions
from learning.journey import actions, queries
from learning.journey import presenting as show
from learning.journey.views.scope import standing_or_404
from learning.practice.actions import save_response
from learning.practice.grading import Unanswered, read
from learning.practice.models import Attempt, HowSure, Item
from learning.practice.presenting import props, typed
from people.refusal import Refused
from people.scope import client_key, member_required, private, viewer_of


@require_GET
@member_required
def start(request: HttpRequest, module: str) -> HttpResponse:
    """What the test asks, and the attempts there were."""
    standing = standing_or_404(request, module)
    if standing.test is None:
        raise Http404
    tried = queries.attempts(viewer_of(request), standing.module_id)
    running = next((one for one in tried if one.finished_at is None), None)
    context = {
        "standing": standing,
        "test": standing.test,
        "module_url": reverse("journey:module", args=[module]),
        "module": standing.edition.content,
        "action": reverse("journey:test-begin", args=[module]),
        "key": uuid.uuid4(),
        "running_url": reverse("journey:attempt", args=[module, running.pk]) if running else "",
        "previous": [_tried(module, one) for one in tried if one.finished_at],
    }
    return private(render(request, "learning/journey/test_start.html", context))


def _tried(module: str, attempt: Attempt) -> dict[str, Any]:
    words = _("%(right)s goed, op %(day)s") % {"right": attempt.right, "day": f"{attempt.started_at:%d-%m-%Y}"}
    return {
        "text": words,
        "url": reverse("journey:attempt", args=[module, attempt.pk]),
        "state": "right" if attempt.passed else "wrong",
    }


@require_POST
@member_required
def begin(request: HttpRequest, module: str) -> HttpResponse:
    """Draw an attempt and open its first question."""
    standing = standing_or_404(request, module)
    try:
        attempt = actions.start_test(standing, by=request.user, key=client_key(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("journey:test", module)
    return redirect("journey:attempt-question", module, attempt.pk, 1)


def _attempt(request: HttpRequest, module: str, attempt: uuid.UUID) -> tuple[queries.Standing, Attempt, list[Item]]:
    standing = standing_or_404(request, module)
    found = Attempt.objects.filter(pk=attempt, user=request.user, module_id=standing.module_id).first()
    if found is None:
        raise Http404
    return standing, found, list(Item.objects.filter(attempt=found))


@require_GET
@member_required
def attempt(request: HttpRequest, module: str, attempt: uuid.UUID) -> HttpResponse:
    """Before handing in: what is still open. After: how it went, question by question."""
    standing, found, items = _attempt(request, module, attempt)
    if found.finished_at is None:
        return private(render(request, "learning/journey/test_review.html", _review(module, standing, found, items)))
    return private(render(request, "learning/journey/test_result.html", _result(module, standing, found, items)))


def _frame(module: str, standing: queries.Standing) -> dict[str, Any]:
    title = (standing.test or {}).get("title", _("Toets"))
    return {
        "module": standing.edition.content,
        "module_url": reverse("journey:module", args=[module]),
        "title": title,
        "test_url": show.test_url(standing),
    }


def _overview(module: str, found: Attempt, items: list[Item], current: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "number": item.position,
            "url": reverse("journey:attempt-question", args=[module, found.pk, item.position]),
            "answered": item.response is not None,
            "current": item.position == current,
        }
        for item in items
    ]


def _review(module: str, standing: queries.Standing, found: Attempt, items: list[Item]) -> dict[str, Any]:
    steps = _overview(module, found, items)
    return _frame(module, standing) | {
        "overview": steps,
        "open": [step for step in steps if not step["answered"]],
        "action": reverse("journey:hand-in", args=[module, found.pk]),
        "back_url": steps[0]["url"],
    }


def _result(module: str, standing: queries.Standing, found: Attempt, items: list[Item]) -> dict[str, Any]:
    held = editions(item.question_id for item in items)
    return _frame(module, standing) | {
        "attempt": found,
        "total": len(items),
        "questions": [_looked_back(item, held[item.question_id]) for item in items],
        "again": reverse("journey:test-begin", args=[module]),
        "key": uuid.uuid4(),
        "open_items": show.module_open(standing),
    }


def _looked_back(item: Item, question: LoadedEdition) -> dict[str, Any]:
    shown = props(question.content, item.response)
    if item.response is None:
        shown |= {"state": "wrong", "heading": _("Niet beantwoord")}
    return shown | {
        "id": f"vraag-{item.position}",
        "number": item.position,
        "certainty": item.get_certainty_display() if item.certainty else "",
        "plain_stem": strip_tags(question.content["stem_html"]),
    }


@require_http_methods(["GET", "POST"])
@member_required
def question(request: HttpRequest, module: str, attempt: uuid.UUID, number: int) -> HttpResponse:
    """One question of an attempt: show it, or save the response and go to the next."""
    standing, found, items = _attempt(request, module, attempt)
    item = next((one for one in items if one.position == number), None)
    if item is None:
        raise Http404
    if found.finished_at is not None:
        return redirect("journey:attempt", module, found.pk)
    content = edition(item.question_id).content
    if request.method == "GET":
        shown = props(content, item.response, graded=False) | {"certainty": item.certainty}
        return _question_page(request, module, standing, found, items, item, shown)
    try:
        save_response(
            found, position=number, response=read(content, request.POST), key=client_key(request), by=request.user,
            certainty=_certainty(request),
        )  # fmt: skip
    except (Unanswered, Refused) as refusal:
        sent = {"error": str(refusal), "certainty": _certainty(request)}
        shown = props(content, chosen=typed(content, request.POST)) | sent
        return _question_page(
            request, module, standing, found, items, item, shown, status=getattr(refusal, "status", 422)
        )
    if number == len(items):
        return redirect("journey:attempt", module, found.pk)
    return redirect("journey:attempt-question", module, found.pk, number + 1)


def _certainty(request: HttpRequest) -> int | None:
    raw = request.POST.get("certainty", "")
    return int(raw) if raw in {str(one) for one in HowSure.values} else None


def _question_page(
    request: HttpRequest,
    module: str,
    standing: queries.Standing,
    found: Attempt,
    items: list[Item],
    item: Item,
    shown: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    number = item.position
    place = _frame(module, standing) | {
        "id": f"vraag-{number}",
        "action": reverse("journey:attempt-question", args=[module, found.pk, number]),
        "csrf_token": get_token(request),
        "key": uuid.uuid4(),
        "number": number,
        "total": len(items),
        "previous_url": reverse("journey:attempt-question", args=[module, found.pk, number - 1]) if number > 1 else "",
        "overview": _overview(module, found, items, number),
        "certainties": HowSure.choices,
    }
    return private(render(request, "learning/journey/test_question.html", place | shown, status=status))


@require_POST
@member_required
def hand_in(request: HttpRequest, module: str, attempt: uuid.UUID) -> HttpResponse:
    """Hand the test in, once."""
    _standing, found, _items = _attempt(request, module, attempt)
    _done, completion = actions.hand_in_test(found, by=request.user)
    if completion is not None:
        messages.success(request, _("Je hebt deze module afgerond."))
    return redirect("journey:attempt", module, found.pk)
