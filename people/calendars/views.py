"""The page on which one makes or stops one's calendar, and the calendar itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.calendars import actions
from people.calendars.feed import calendar_of, owner_of
from people.calendars.models import CalendarFeed


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own address. It is shown in the answer that made it and never again."""
    if request.method == "POST" and request.POST.get("what") == "stop":
        actions.stop(request.user)
        messages.success(request, _("Je agenda-adres is gestopt. Wie het had, ziet niets meer."))
        return redirect("people:calendar")
    address = ""
    if request.method == "POST":
        address = settings.SITE_URL + reverse("people:calendar-feed", args=[actions.make(request.user)])
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "people/calendar.html", {"feed": feed, "address": address})


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar at a secret address; who asks for it is a program that cannot sign in."""
    user = owner_of(actions.digest_of(token))
    if user is None:
        raise Http404
    headers = {"Content-Disposition": 'inline; filename="leerspiegel.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(calendar_of(user), content_type="text/calendar; charset=utf-8", headers=headers)
