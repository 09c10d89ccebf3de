"""The mirror from above: the ten at a glance, what is under way, and what lies ahead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.reflection import overview_queries as queries
from learning.reflection import questions
from learning.reflection.models import Dimension
from learning.reflection.views.showing import Ten, draft_props, entry_props, intention_props
from people.scope import private

LATEST = 10
SOON = 5
_BY_GROUP = "groep"


@require_GET
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """One's own mirror at a glance, without a word of what was written."""
    if chosen := question_number(request.GET.get("vraag", "")):
        return redirect("reflection:question", chosen)  # an address from before each question had a page
    user, today = request.user.pk, timezone.localdate()
    ten, standing, drafts = questions.the_ten(), queries.standing(user), queries.drafts(user)
    longest = questions.waits_longest(standing.written)
    intentions = queries.open_intentions(user, most=SOON + 1)
    context = {
        "begun": bool(standing.entries or drafts),
        "by_group": request.GET.get("volgorde") == _BY_GROUP,
        "groups": _groups(standing.written, ten),
        "marks": marks(standing.written, ten),
        "note": waiting(standing.written, ten),
        "suggestion": ten[longest],
        "last_written": standing.written.get(longest),
        "intentions": [intention_props(one, ten, today) for one in intentions[:SOON]],
        "more_intentions": len(intentions) > SOON,
        "drafts": [draft_props(one, ten) for one in drafts],
        "entries": [entry_props(one, ten) for one in queries.latest(user, most=LATEST)],
        "total": standing.entries,
        "lately": standing.lately,
        "dimensions": dimension_rows(standing),
    }
    return private(render(request, "learning/reflection/overview.html", context))


def question_number(raw: str) -> int | None:
    """The number of one of the ten, as an address or a form gives it."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 3 and 1 <= int(raw) <= 10 else None


def marks(written: Mapping[int, date], ten: Ten) -> list[dict[str, Any]]:
    """The ten for components/mirror_marks.html; each leads to its own page."""
    return [
        {
            "number": one.number,
            "name": one.name,
            "group": one.group,
            "written": one.number in written,
            "when": written.get(one.number),
            "url": reverse("reflection:question", args=[one.number]),
        }
        for one in ten.values()
    ]


def _groups(written: Mapping[int, date], ten: Ten) -> list[dict[str, Any]]:
    every = marks(written, ten)
    return [
        {"name": name, "marks": [one for one in every if one["group"] == name]} for name, _numbers in questions.GROUPS
    ]


def waiting(written: Mapping[int, date], ten: Ten) -> str:
    """Which questions were not written at yet, as a fact; nothing for a mirror that is new or whole."""
    never = questions.never_written(written)
    if not written or not never:
        return ""
    names = [str(ten[number].name) for number in never]
    joined = _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]
    return _("Nog niet aan bod: %(names)s. Kies zelf je moment.") % {"names": joined}


def dimension_rows(standing: queries.Standing) -> list[dict[str, Any]]:
    """How many of the last year's entries touched each dimension."""
    return [{"name": Dimension(name).label, "count": count} for name, count in standing.dimensions.items()]
