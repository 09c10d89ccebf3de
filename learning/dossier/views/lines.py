"""One's own dossier: activities by year, their minutes, and a sheet to take along."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.dossier import actions, hours, queries
from learning.dossier.models import Kind
from learning.dossier.periods import ALL, of_year
from learning.dossier.presenting import duration, in_words, line_props
from learning.dossier.queries import Line
from learning.dossier.sheet import sheet
from learning.reflection import queries as mirror
from learning.reflection.actions import entries
from people.refusal import Refused
from people.scope import private


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The activities of one year or of one's own period; without either, of the last year that has any."""
    return _page(request, _year(request.GET.get("jaar", "")))


def _page(request: HttpRequest, year: int | None, *, status: int = 200, **wrong: Any) -> HttpResponse:
    """`wrong`: the line whose minutes were refused (source), what was typed there (typed), and why (error)."""
    lines, mine = queries.activities(request.user.pk), queries.registered(request.user.pk)
    years = sorted({line.on.year for line in lines} | ({year} if year else set()), reverse=True)
    chosen = year or (years[0] if years else timezone.localdate().year)
    of_mine = mine is not None and request.GET.get("periode") == "mijn"
    period = mine.period if mine is not None and of_mine else of_year(chosen)
    within = [line for line in lines if period.holds(line.on)]
    kind = request.GET.get("soort", "")
    shown = [line for line in within if line.kind == kind] if kind in Kind else within
    when = "periode=mijn" if of_mine else f"jaar={chosen}"
    context = {
        "year": chosen,
        "heading": in_words(period) if of_mine else f"{chosen}",
        "years": _periods(years, chosen, of_mine=of_mine, has_mine=mine is not None),
        "kinds": _kinds(within, kind, when),
        "any": bool(lines) or year is not None,
        "lines": [line_props(line, wrong) for line in shown],
        "sums": _sums(within),
        "own_time": duration(hours.minutes_per_kind(within).get(Kind.PREPARATION, 0)),
        "reflection_time": duration(hours.reflection_minutes(within)),
        "csv_url": f"{reverse('dossier:csv')}?{when}",
        "waiting": len(queries.questions(request.user.pk)),
        "mine": mine,
        "of_mine": of_mine,
        "name": request.user.get_full_name(),
        "error": wrong.get("error", ""),
        "wrong_id": f"minuten-{wrong['source']}" if wrong else "",
    }
    return private(render(request, "learning/dossier/overview.html", context, status=status))


def _periods(years: list[int], chosen: int, *, of_mine: bool, has_mine: bool) -> list[dict[str, Any]]:
    url = reverse("dossier:overview")
    own = [{"year": _("Mijn periode"), "url": f"{url}?periode=mijn", "current": of_mine}] if has_mine else []
    return own + [{"year": one, "url": f"{url}?jaar={one}", "current": one == chosen and not of_mine} for one in years]


def _kinds(lines: list[Line], chosen: str, when: str) -> list[dict[str, Any]]:
    """The kinds among these lines, to narrow to one; nothing when there is one kind."""
    found = [kind for kind in Kind if any(line.kind == kind for line in lines)]
    if len(found) < 2 and chosen not in Kind:
        return []
    url = f"{reverse('dossier:overview')}?{when}"
    every = {"label": _("Alle soorten"), "url": url, "current": chosen not in Kind}
    return [every, *({"label": one.label, "url": f"{url}&soort={one}", "current": one == chosen} for one in found)]


def _sums(lines: list[Line]) -> list[dict[str, Any]]:
    """The minutes of each kind, and how many of its lines have none yet that its owner could fill in."""
    sums = hours.minutes_per_kind(lines)
    return [
        {
            "label": kind.label,
            "time": duration(sums.get(kind, 0)),
            "without": sum(line.minutes is None for line in lines if line.kind == kind) if kind != Kind.MODULE else 0,
        }
        for kind in Kind
        if any(line.kind == kind for line in lines)
    ]


def _year(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and 2000 <= int(raw[:5]) <= 9999 else None


@require_GET
@login_required
def download(request: HttpRequest) -> HttpResponse:
    """The activities as a sheet, of one year or one's own period when it is given."""
    year = _year(request.GET.get("jaar", ""))
    mine = queries.registered(request.user.pk) if request.GET.get("periode") == "mijn" else None
    lines = queries.activities(request.user.pk, year, within=mine.period if mine else ALL)
    reply = HttpResponse(sheet(lines), content_type="text/csv; charset=utf-8")
    name = f"dossier-{year}" if year else "dossier-mijn-periode" if mine else "dossier"
    reply["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return private(reply)


@require_POST
@login_required
def minutes(request: HttpRequest, source: uuid.UUID) -> HttpResponse:
    """Say how long one's own activity took, wherever its line comes from; empty takes it back."""
    me, typed = request.user, request.POST.get("minutes", "").strip()
    entry, kept = mirror.own_entry(me.pk, source), queries.kept_activity(me.pk, source)
    if entry is None and kept is None:
        raise Http404
    try:
        if entry is not None:
            entries.set_minutes(entry, by=me, minutes=_whole(typed))
        else:
            actions.set_minutes(kept, by=me, minutes=_whole(typed))
    except Refused as refusal:
        extra = {"source": source, "typed": typed, "error": str(refusal)}
        return _page(request, _year_of(entry, kept), status=refusal.status, **extra)
    messages.success(request, _("De minuten zijn bewaard."))
    return redirect(f"{reverse('dossier:overview')}?jaar={_year_of(entry, kept)}")


def _whole(typed: str) -> int | None:
    """The number that was typed; None for nothing, and what no activity can have for anything else."""
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _year_of(entry: Any, kept: Any) -> int:
    return timezone.localdate(entry.created_at).year if entry is not None else kept.on.year


@require_POST
@login_required
def delete(request: HttpRequest, source: uuid.UUID) -> HttpResponse:
    """Delete a line that stayed. A line of an entry goes with its entry."""
    found = queries.kept_activity(request.user.pk, source)
    if found is None:
        raise Http404
    actions.delete(found, by=request.user)
    messages.success(request, _("De regel is verwijderd."))
    return redirect(f"{reverse('dossier:overview')}?jaar={found.on.year}")
