"""The terms on the screen: an administrator's page, and everybody's own."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.administration.scope import organisation_for
from people.models import User
from people.refusal import Refused
from people.retention import actions, farewells, kinds, periods, queries
from people.retention.forms import AmountForm, KeepForm
from people.scope import member_required, private


@require_GET
@member_required
def terms(request: HttpRequest, organisation: str) -> HttpResponse:
    """What an organisation keeps for how long."""
    owner = organisation_for(request, organisation)
    context = {"organisation": owner, "lines": queries.lines(owner), "others": queries.others(owner)}
    return private(render(request, "people/retention/terms.html", context))


@require_http_methods(["GET", "POST"])
@member_required
def term(request: HttpRequest, organisation: str, kind: str) -> HttpResponse:
    """One kind: what another term would do, and then that term."""
    owner, found = organisation_for(request, organisation), kinds.named(kind)
    if found is None:
        raise Http404
    stands = next(one for one in periods.standing(owner.pk, timezone.localdate()) if one.kind.name == found.name)
    given = request.POST if request.method == "POST" else request.GET
    form = AmountForm(given or None, kind=found, initial={"amount": stands.amount})
    asked = form.cleaned_data["amount"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and asked is not None:
        row = actions.choose(owner, found, asked, by=_me(request))
        messages.success(request, _chosen(row.coming_on))
        return redirect("people:retention", owner.slug)
    context = {
        "organisation": owner,
        "line": queries.line_of(stands),
        "form": form,
        "preview": queries.preview(owner, stands, asked) if asked is not None else None,
        "asked": asked,
    }
    return private(render(request, "people/retention/term.html", context, status=422 if form.errors else 200))


def _chosen(day: date | None) -> str:
    if day is None:
        return _("Bewaard. De termijn geldt vanaf nu.")
    return _("Bewaard. De kortere termijn geldt over 30 dagen. Wie het raakt, krijgt bericht.")


@require_POST
@member_required
def term_back(request: HttpRequest, organisation: str, kind: str) -> HttpResponse:
    """Take a shorter term back before it counts."""
    owner, found = organisation_for(request, organisation), kinds.named(kind)
    if found is None:
        raise Http404
    actions.choose(owner, found, periods.amount_of(found, owner.pk, timezone.localdate()), by=_me(request))
    messages.success(request, _("De kortere termijn gaat niet door. Alles blijft zoals het was."))
    return redirect("people:retention", owner.slug)


@require_GET
@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """How long what is kept about oneself is kept, what is to change, and, for who left, until when their own stays."""
    return _kept_page(request, KeepForm())


@require_POST
@login_required
def keep_longer(request: HttpRequest) -> HttpResponse:
    """Keep one's own longer after leaving."""
    form = KeepForm(request.POST)
    if form.is_valid():
        try:
            row = farewells.keep(_me(request), form.cleaned_data["days"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Goed. Alles van jou blijft tot en met %(day)s.") % {"day": date_format(row.until, "j F Y")}
            )
        return redirect("people:kept")
    return _kept_page(request, form)


def _kept_page(request: HttpRequest, form: KeepForm) -> HttpResponse:
    me = _me(request)
    owners = queries.organisations_of(me)
    context = {
        "owners": [(owner, queries.lines(owner)) for owner in owners],
        "usual": queries.usual() if not owners else [],
        "others": queries.others(None),
        "shorter": queries.shorter_for(me),
        "farewell": None if owners else farewells.of(me),
        "form": form,
    }
    return private(render(request, "people/retention/kept.html", context, status=422 if form.errors else 200))


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  login_required asks for an account
    return user
