"""The mirror: one's own entries, to read and to delete."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.models import Kind
from cms.reflection_questions import BY_NUMBER
from learning.reflection import overview_queries, queries
from learning.reflection.actions import entries as actions
from learning.reflection.actions.intentions import USUAL
from learning.reflection.forms import IntentionForm
from learning.reflection.models import Dimension, Entry
from learning.reflection.questions import asked, rated_then
from learning.reflection.views.questions import chart_props
from learning.reflection.views.sharing import sharing_props
from learning.reflection.words import Reader
from people.guard.hints import Shown
from people.keys.vault import Unreadable
from people.scope import private

_Kept = TypeVar("_Kept")
_Read = TypeVar("_Read")


def _listed(entry: Entry) -> dict[str, Any]:
    about = BY_NUMBER.get(entry.question or 0)
    where = ""
    if entry.lesson:
        is_case = entry.lesson.taught.kind == Kind.CASE
        words = _("Casus: %(title)s, editie %(number)s") if is_case else _("Les: %(title)s, editie %(number)s")
        where = words % {"title": entry.lesson.taught.title, "number": entry.lesson.number}
    return {
        "id": f"tekst-{entry.pk}",
        "url": reverse("reflection:entry", args=[entry.pk]),
        "delete_url": reverse("reflection:delete", args=[entry.pk]),
        "entry_id": entry.pk,
        "prompt": strip_tags(entry.prompt),
        "number": entry.question or "",
        "short_name": about.name if about else "",
        "written_on": entry.created_at,
        "where": where,
    }


@require_GET
@login_required
@never_cache
def entry(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """One's own words; those of before, now that there are new ones; and what one means to do."""
    found = queries.own_entry(request.user.pk, entry)
    if found is None:
        raise Http404
    return entry_page(request, found)


def entry_page(
    request: HttpRequest,
    found: Entry,
    *,
    form: IntentionForm | None = None,
    guard: Shown | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one's own entry, with the form of its intention as it was sent, if it was."""
    reader = Reader(request.user.uuid)
    words = _opened(reader.entry, found)
    intention = queries.own_intentions(request.user.pk).filter(entry=found).first()
    context = _listed(found) | {
        "just_saved": "bewaard" in request.GET,
        "words": words,
        "unreadable": words is None,
        "dimensions": [
            {"label": Dimension(name).label, "text": text} for name, text in words.dimensions.items()
        ] if words else [],
        "rating": found.rating,
        "rating_words": rated_then(found),
        "minutes": found.minutes,
        "earlier": [
            _listed(one) | {"words": _opened(reader.entry, one), "other_prompt": _other_prompt(one, found)}
            for one in queries.entries_before(found)
        ],
        "chart": _chart(found),
        "question_url": reverse("reflection:question", args=[found.question]) if found.question else "",
        "intention": intention,
        "resolve": _opened(reader.intention, intention) if intention else None,
        "form": form or IntentionForm(initial={"follow_up_on": timezone.localdate() + USUAL}),
        "guard": guard,
        "sharing": sharing_props(request, found),
    }  # fmt: skip
    return private(render(request, "learning/reflection/entry.html", context, status=status))


def _other_prompt(one: Entry, newer: Entry) -> str:
    """What an earlier entry answered to, where that was not the same."""
    return "" if one.prompt == newer.prompt else strip_tags(one.prompt)


def _chart(found: Entry) -> dict[str, Any] | None:
    """How one rated oneself over time at the entry's question; nothing to draw below two."""
    if found.question is None or found.rating is None:
        return None
    ratings = overview_queries.ratings(found.user_id, found.question)
    about = asked(found.question) if len(ratings) > 1 else None
    return chart_props(about, ratings) if about else None


def _opened(opens: Callable[[_Kept], _Read], kept: _Kept) -> _Read | None:
    """What it says; None when the key that opened it is gone."""
    try:
        return opens(kept)
    except Unreadable:
        return None


@require_POST
@login_required
def delete(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Delete one's own words, with or without their line in the dossier."""
    found = queries.own_entry(request.user.pk, entry)
    if found is None:
        raise Http404
    actions.delete(found, by=request.user, keep_activity=bool(request.POST.get("keep_activity")))
    messages.success(request, _("Je tekst is verwijderd."))
    return redirect("reflection:overview")
