"""What every page of a module asks first: where its reader stands in it, and the way back to what was answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from learning.journey.queries import Standing, standing
from people.scope import viewer_of


def standing_or_404(request: HttpRequest, module: str) -> Standing:
    """Where the viewer stands in a module they may know."""
    found = standing(viewer_of(request), module)
    if found is None:
        raise Http404
    return found


def back_to(url: str, name: str, *args: Any) -> HttpResponseRedirect:
    """After a plain POST: the page again, at the place that was answered."""
    response = redirect(name, *args)
    response["Location"] += url
    return response
