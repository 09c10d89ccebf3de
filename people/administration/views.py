"""The people of an organisation, for its administrator; and the organisations, for who runs the platform."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from people.administration import queries
from people.administration.forms import FilterForm
from people.administration.scope import organisation_for
from people.models import Organisation, Role
from people.scope import member_required, private, viewer_of


@require_GET
@member_required
def organisations(request: HttpRequest) -> HttpResponse:
    """One's own organisation at once; who runs the platform chooses one."""
    viewer = viewer_of(request)
    if viewer.is_platform_admin:
        found = Organisation.objects.only("name", "slug")
        return private(render(request, "people/administration/organisations.html", {"organisations": found}))
    if Role.ADMIN not in viewer.roles:
        raise Http404
    own = get_object_or_404(Organisation, pk=viewer.organisation_id)
    return redirect("people:members", own.slug)


@require_GET
@member_required
def members(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who has a role in the organisation today: search, filter, sort, page."""
    owner = organisation_for(request, organisation)
    form = FilterForm(request.GET, teams=queries.teams(owner))
    understood = form.is_valid()
    asked = form.asked()
    page = queries.people(owner, asked)
    context = {
        "organisation": owner,
        "form": form,
        "page": page,
        "filtered": bool(asked.words or asked.team or asked.role),
        "previous_url": _at(request, page.number - 1) if page.number > 1 else "",
        "next_url": _at(request, page.number + 1) if page.has_next else "",
        "several": viewer_of(request).is_platform_admin,
    }
    status = 200 if understood else 422
    return private(render(request, "people/administration/members.html", context, status=status))


def _at(request: HttpRequest, page: int) -> str:
    """This list at another page, with the same questions."""
    asked = {name: value for name, value in request.GET.items() if name != "pagina"}
    return (
        f"{reverse('people:members', kwargs=request.resolver_match.kwargs)}?{urlencode(asked | {'pagina': str(page)})}"  # type: ignore[union-attr]  a view has a match
    )
