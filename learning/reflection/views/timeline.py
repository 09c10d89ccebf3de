"""The mirror in the order of time: the timeline, and the list of intentions."""

from datetime import date
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.reflection import overview_queries as queries
from learning.reflection.models import Dimension
from learning.reflection.overview_queries import Glimpse, Resolution
from learning.reflection.questions import the_ten
from learning.reflection.rendering import framed, part, piece, rows
from learning.reflection.timeline import Asking, Moment, Page, mark_of, page
from learning.reflection.views.overview import question_number
from learning.reflection.views.showing import Row, Ten, entry_row, in_words, intention_row, moment_row
from people.scope import private

_IN_ADDRESS = {"technisch": "technical", "normatief": "normative", "persoonlijk": "personal"}
"""The dimensions as an address names them."""
_PARTS = "learning/reflection/timeline"
Chosen = dict[str, str]


@require_GET
@login_required
@never_cache
def timeline(request: HttpRequest) -> HttpResponse:
    """Everything by month, newest first, without a word of it; of one year, question or dimension when asked."""
    chosen, ten, before = _chosen(request), the_ten(), mark_of(request.GET.get("voor", ""))
    asking = Asking(
        year=int(chosen["jaar"]) if "jaar" in chosen else None,
        question=int(chosen["vraag"]) if "vraag" in chosen else None,
        dimension=_IN_ADDRESS.get(chosen.get("dimensie", ""), ""),
        before=before,
    )
    found, first = page(request.user.pk, asking), queries.first_year(request.user.pk)
    names = tuple((one.number, one.name) for one in ten.values())
    return framed(
        request,
        "learning/reflection/timeline.html",
        filter=_filter(names, tuple(chosen.items()), first, timezone.localdate().year) if first else "",
        months=_months(found, ten) or part(f"{_PARTS}/empty.html", begun=first is not None, further=before is not None),
        pages=_pages(found, chosen, further=before is not None),
    )


def _chosen(request: HttpRequest) -> Chosen:
    """The filters that an address gives and that mean something."""
    year, dimension = request.GET.get("jaar", ""), request.GET.get("dimensie", "")
    asked = question_number(request.GET.get("vraag", ""))
    return {
        **({"jaar": year} if len(year) == 4 and year.isascii() and year.isdigit() and year >= "2000" else {}),
        **({"vraag": str(asked)} if asked else {}),
        **({"dimensie": dimension} if dimension in _IN_ADDRESS else {}),
    }


def _address(chosen: Chosen) -> str:
    url = reverse("reflection:timeline")
    return f"{url}?{urlencode(chosen)}" if chosen else url


@lru_cache(maxsize=256)
def _filter(names: tuple[tuple[int, str], ...], chosen: tuple[tuple[str, str], ...], first: int, this_year: int) -> str:
    """The form and the years. The same for all who chose the same and began in the same year."""
    now = dict(chosen)
    years = [(str(year), _address(now | {"jaar": str(year)})) for year in range(this_year, first - 1, -1)]
    return part(
        f"{_PARTS}/filter.html",
        names=[(str(number), name) for number, name in names],
        dimensions=[(slug, Dimension(name).label) for slug, name in _IN_ADDRESS.items()],
        years=years,
        every_year_url=_address({name: value for name, value in now.items() if name != "jaar"}),
        year=now.get("jaar", ""),
        question=now.get("vraag", ""),
        dimension=now.get("dimensie", ""),
    )


def _months(found: Page, ten: Ten) -> str:
    def month(one: Moment) -> str:
        return in_words(timezone.localdate(one.at).replace(day=1), "F Y")

    today, row = timezone.localdate(), f"{_PARTS}/row.html"
    months = groupby(found.moments, key=month)
    return rows(
        f"{_PARTS}/month.html",
        [
            {"number": str(number), "name": name, "rows": rows(row, [_row(one, ten, today) for one in moments])}
            for number, (name, moments) in enumerate(months, 1)
        ],
    )


def _row(one: Moment, ten: Ten, today: date) -> Row:
    if isinstance(one.about, Glimpse):
        return entry_row(one.about, ten)
    shown = intention_row(one.about, ten, today) | moment_row(one.at)
    if one.kind == "made":
        return shown | {"about": _("Voornemen gemaakt"), "outcome": ""}
    return shown | {"about": _("Teruggekeken")}


def _pages(found: Page, chosen: Chosen, *, further: bool) -> str:
    if not found.next and not further:
        return ""
    older = _address(chosen | {"voor": str(found.next)}) if found.next else ""
    return piece(f"{_PARTS}/pages.html", older_url=older, newest_url=_address(chosen) if further else "")


@require_GET
@login_required
@never_cache
def intentions(request: HttpRequest) -> HttpResponse:
    """One's own intentions: to look back on now, later, and looked back on; never their words."""
    user, ten, today = request.user.pk, the_ten(), timezone.localdate()
    standing, closed = queries.open_intentions(user), queries.closed_intentions(user, most=queries.MOST_CLOSED + 1)

    def shown(found: list[Resolution]) -> str:
        return rows("learning/reflection/intention_row.html", [intention_row(one, ten, today) for one in found])

    context = {
        "now": shown([one for one in standing if one.follow_up_on <= today]),
        "later": shown([one for one in standing if one.follow_up_on > today]),
        "closed": shown(closed[: queries.MOST_CLOSED]),
        "more_closed": len(closed) > queries.MOST_CLOSED,
    }
    return private(render(request, "learning/reflection/intentions.html", context))
