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
from learning.dossier.models import MOST_MINUTES, Kind
from learning.dossier.queries import Line
from learning.dossier.sheet import sheet
from learning.reflection import queries as mirror
from learning.reflection.actions import entries
from learning.reflection.models import MOST_MINUTES as MOST_OF_ENTRY
from people.refusal import Refused
from people.scope import private


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The activities of one year; without one, of the last year that has any. Two statements."""
    return _page(request, _year(request.GET.get("jaar", "")))


def _page(request: HttpRequest, year: int | None, *, status: int = 200, **wrong: Any) -> HttpResponse:
    """`wrong`: the line whose minutes were refused (source), what was typed there (typed), and why (error)."""
    lines = queries.activities(request.user.pk)
    years = sorted({line.on.year for line in lines} | ({year} if year else set()), reverse=True)
    chosen = year or (years[0] if years else timezone.localdate().year)
    shown = [line for line in lines if line.on.year == chosen]
    own = hours.minutes_per_kind(shown).get(Kind.PREPARATION, 0)
    url = reverse("dossier:overview")
    context = {
        "year": chosen,
        "years": [{"year": one, "url": f"{url}?jaar={one}", "current": one == chosen} for one in years],
        "lines": [_line_props(line, wrong) for line in shown],
        "own_time": _duration(own),
        "without_minutes": sum(line.minutes is None for line in shown),
        "reflection_time": _duration(hours.reflection_minutes(shown)),
        "csv_url": f"{reverse('dossier:csv')}?jaar={chosen}",
        "name": request.user.get_full_name(),
        "error": wrong.get("error", ""),
        "wrong_id": f"minuten-{wrong['source']}" if wrong else "",
    }
    return private(render(request, "learning/dossier/overview.html", context, status=status))


def _line_props(line: Line, wrong: dict[str, Any]) -> dict[str, Any]:
    is_wrong = wrong.get("source") == line.source
    return {
        "id": f"minuten-{line.source}",
        "on": line.on,
        "written_at": line.written_at,
        "kind": line.kind.label,
        "method": line.method,
        "with_whom": line.with_whom,
        "minutes": line.minutes,
        "most": MOST_MINUTES if line.kept else MOST_OF_ENTRY,
        "typed": wrong["typed"] if is_wrong else line.minutes,
        "error": wrong["error"] if is_wrong else "",
        "minutes_url": reverse("dossier:minutes", args=[line.source]),
        "entry_url": "" if line.kept else reverse("reflection:entry", args=[line.source]),
        "delete_url": reverse("dossier:delete", args=[line.source]) if line.kept else "",
        "of_session": line.kind in {Kind.SESSION, Kind.CANDIDATE},
    }


def _duration(minutes: int) -> str:
    """Minutes as one says them: "2 uur en 5 minuten"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%(rest)s minuten") % {"rest": rest} if rest != 1 else _("1 minuut")
    text = _("%(whole)s uur") % {"whole": whole}
    return f"{text} {_('en')} {_duration(rest)}" if rest else text


def _year(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and 2000 <= int(raw[:5]) <= 9999 else None


@require_GET
@login_required
def download(request: HttpRequest) -> HttpResponse:
    """The activities as a sheet, of one year when it is given."""
    year = _year(request.GET.get("jaar", ""))
    reply = HttpResponse(sheet(queries.activities(request.user.pk, year)), content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="dossier{f"-{year}" if year else ""}.csv"'
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
