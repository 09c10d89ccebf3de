"""The mirror in the order of time: the timeline, and the list of intentions."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.reflection import overview_queries as queries
from learning.reflection.models import Dimension
from learning.reflection.overview_queries import Glimpse, Resolution
from learning.reflection.questions import the_ten
from learning.reflection.timeline import Asking, Moment, mark_of, page
from learning.reflection.views.overview import question_number
from learning.reflection.views.showing import Ten, entry_props, intention_props
from people.scope import private

_IN_ADDRESS = {"technisch": "technical", "normatief": "normative", "persoonlijk": "personal"}
"""The dimensions as an address names them."""


@require_GET
@login_required
@never_cache
def timeline(request: HttpRequest) -> HttpResponse:
    """Everything by month, newest first, without a word of it; of one year, question or dimension when asked."""
    chosen = _chosen(request)
    asking = Asking(
        year=int(chosen["jaar"]) if "jaar" in chosen else None,
        question=int(chosen["vraag"]) if "vraag" in chosen else None,
        dimension=_IN_ADDRESS.get(chosen.get("dimensie", ""), ""),
        before=mark_of(request.GET.get("voor", "")),
    )
    ten, found, first = the_ten(), page(request.user.pk, asking), queries.first_year(request.user.pk)
    years = range(timezone.localdate().year, first - 1, -1) if first else ()
    context = {
        "months": [
            {"day": moments[0].at, "moments": [_moment(one, ten) for one in moments]}
            for moments in _months(found.moments)
        ],
        "begun": first is not None,
        "narrowed": bool(chosen),
        "years": [{"year": year, "url": _address(chosen | {"jaar": str(year)})} for year in years],
        "year": asking.year,
        "every_year_url": _address({name: value for name, value in chosen.items() if name != "jaar"}),
        "questions": list(ten.values()),
        "question": asking.question,
        "dimensions": [(slug, Dimension(name).label) for slug, name in _IN_ADDRESS.items()],
        "dimension": chosen.get("dimensie", ""),
        "older_url": _address(chosen | {"voor": str(found.next)}) if found.next else "",
        "newest_url": _address(chosen) if asking.before else "",
    }
    return private(render(request, "learning/reflection/timeline.html", context))


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters that an address gives and that mean something."""
    year, asked = request.GET.get("jaar", ""), question_number(request.GET.get("vraag", ""))
    dimension = request.GET.get("dimensie", "")
    return {
        **({"jaar": year} if year.isascii() and year.isdigit() and 2000 <= int(year[:5]) < 2200 else {}),
        **({"vraag": str(asked)} if asked else {}),
        **({"dimensie": dimension} if dimension in _IN_ADDRESS else {}),
    }


def _address(chosen: dict[str, str]) -> str:
    url = reverse("reflection:timeline")
    return f"{url}?{urlencode(chosen)}" if chosen else url


def _months(moments: Any) -> list[list[Moment]]:
    def month(one: Moment) -> tuple[int, int]:
        at = timezone.localtime(one.at)
        return at.year, at.month

    return [list(group) for _month, group in groupby(moments, key=month)]


def _moment(one: Moment, ten: Ten) -> dict[str, Any]:
    about = one.about
    shown = {"kind": one.kind, "at": one.at}
    if isinstance(about, Glimpse):
        return shown | entry_props(about, ten)
    return shown | intention_props(about, ten, timezone.localdate())


@require_GET
@login_required
@never_cache
def intentions(request: HttpRequest) -> HttpResponse:
    """One's own intentions: to look back on now, later, and looked back on; never their words."""
    user, ten, today = request.user.pk, the_ten(), timezone.localdate()
    standing, closed = queries.open_intentions(user), queries.closed_intentions(user, most=queries.MOST_CLOSED + 1)

    def props(found: list[Resolution]) -> list[dict[str, Any]]:
        return [intention_props(one, ten, today) for one in found]

    context = {
        "now": props([one for one in standing if one.follow_up_on <= today]),
        "later": props([one for one in standing if one.follow_up_on > today]),
        "closed": props(closed[: queries.MOST_CLOSED]),
        "more_closed": len(closed) > queries.MOST_CLOSED,
    }
    return private(render(request, "learning/reflection/intentions.html", context))
