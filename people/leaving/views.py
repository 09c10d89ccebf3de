"""Deleting one's own account: asked for by password, told beforehand, and goodbye."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from people.leaving import actions
from people.refusal import Refused
from people.scope import private


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """What goes, what stays and why; and then, with a tick, it is done. Whoever looks has just given their password.

    A post that comes too long after that is not kept for later: it leads to the password, and then to this page again.
    """
    if is_reauthentication_required(request, app="people"):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
    error, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "1":
                raise Refused(_("Zet eerst een vinkje: zo weten we dat je het echt wilt. Er is niets verwijderd."))
            actions.leave(by=request.user)
        except Refused as refusal:
            error, status = str(refusal), refusal.status
        else:
            logout(request)
            return redirect("people:goodbye")
    goes, stays = actions.parts()
    context = {"goes": goes, "stays": stays, "why_not": actions.why_not(request.user), "error": error}
    return private(render(request, "people/leave.html", context, status=status))


@require_GET
@never_cache
def goodbye(request: HttpRequest) -> HttpResponse:
    """After the account has gone. Says nothing of whose it was."""
    return render(request, "people/goodbye.html")
