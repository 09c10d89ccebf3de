"""Looking for words in one's own mirror. They come by POST alone, so that they stand in no address, history or log."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from learning.reflection.forms import SearchForm
from learning.reflection.overview_queries import Glimpse, Resolution
from learning.reflection.questions import the_ten
from learning.reflection.search import MOST_FOUND, Found
from learning.reflection.search import search as searched
from learning.reflection.views.showing import Ten, draft_row, entry_row, intention_row, moment_row
from people.scope import private


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found. Nothing of it is kept, so asking again searches again."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "most": MOST_FOUND}
    if form.is_bound and form.is_valid():
        ten, result = the_ten(), searched(request.user, form.cleaned_data["woorden"])
        context |= {
            "searched": True,
            "found": [_found(one, ten) for one in result.found],
            "more": result.more,
            "unreadable": result.unreadable,
        }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return private(render(request, "learning/reflection/search.html", context, status=status))


def _found(one: Found, ten: Ten) -> dict[str, Any]:
    about, shown = one.about, moment_row(one.at) | {"excerpt": one.excerpt}
    if isinstance(about, Glimpse):
        return shown | entry_row(about, ten)
    if isinstance(about, Resolution):
        return shown | intention_row(about, ten, timezone.localdate()) | {"about": _("Voornemen")}
    return shown | draft_row(about, ten) | {"about": _("Concept")}
