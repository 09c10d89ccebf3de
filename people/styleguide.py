"""The gallery of components (DEBUG only): each in each state, with sample words that belong to nobody."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from people import styleguide_cases, styleguide_samples, styleguide_sessions

PAGES = ("home", "module", "lesson", "spiegel", "toets", "zorg")


def styleguide(request: HttpRequest, page: str = "") -> HttpResponse:
    """All components, or one sample page of them. `?theme=dark` or `light` shows the whole in that theme."""
    if page and page not in PAGES:
        raise Http404
    if not page:
        messages.success(request, "Je profiel is bewaard.")
        messages.error(request, "Dit lukte niet. Je tekst staat er nog. Probeer het opnieuw.")
    theme = request.GET.get("theme", "auto")
    context: dict[str, Any] = {
        "theme": theme if theme in {"light", "dark"} else "auto",
        "pages": PAGES,
        "day": date(2026, 5, 11),
        "moment": datetime(2026, 11, 21, 8, 41, tzinfo=UTC),
        **styleguide_samples.SAMPLES,
        **styleguide_cases.SAMPLES,
        **styleguide_sessions.SAMPLES,
    }
    return render(request, f"styleguide/pages/{page}.html" if page else "styleguide/index.html", context)
