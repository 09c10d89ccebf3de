"""The page on which one reads who looked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.access.queries import log_of
from people.models import User
from people.scope import private


@require_GET
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """Who looked at what of oneself, by day."""
    me = request.user
    assert isinstance(me, User)  # noqa: S101  login_required asks for an account
    return private(render(request, "people/access.html", {"looks": log_of(me.pk)}))
