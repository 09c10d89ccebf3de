"""In the studio: how a case is played, as figure and as equal table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases_library.models import CasePage
from learning.practice.casefigures import CaseFigures, SceneFigure, figures_of

BAR, ROW = 360, 26
"""Of the drawing: the longest bar, and the height of a row."""


@require_GET
def figures(request: HttpRequest, page_id: int) -> HttpResponse:
    """The figures of one case. The studio's gate has let in only those whose case it is."""
    page = get_object_or_404(CasePage, pk=page_id)
    found = figures_of(page)
    context = {
        "page": page,
        "found": found,
        "bars": _bars(found) if found else {},
        "scenes": [_row(one) for one in found.scenes] if found else [],
        "endings": [one for one in found.scenes if one.is_ending] if found else [],
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return render(request, "learning/practice/studio/figures.html", context)


def _bars(found: CaseFigures) -> dict[str, Any]:
    """The scenes as horizontal bars: how many came, and of them how many stopped there."""
    most = max((one.first or 0 for one in found.scenes), default=0) or 1
    rows = [
        {
            "title": one.title,
            "number": one.first,
            "y": place * ROW,
            "text_y": place * ROW + 17,
            "width": round(BAR * (one.first or 0) / most),
            "stopped": round(BAR * (one.stopped or 0) / most),
            "label_x": 250 + round(BAR * (one.first or 0) / most) + 8,
        }
        for place, one in enumerate(found.scenes)
    ]
    return {"rows": rows, "height": ROW * len(rows), "width": 250 + BAR + 90}


def _row(one: SceneFigure) -> dict[str, Any]:
    return {"scene": one, "hidden": bool(one.choices) and one.choices[0].first is None and one.first != 0}
