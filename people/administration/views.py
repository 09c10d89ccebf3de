"""The people of an organisation, for its administrator; and the organisations, for who runs the platform."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.access import actions as access
from people.access.models import What
from people.administration import actions, queries
from people.administration.forms import FilterForm, GiveForm, MoveForm
from people.administration.scope import organisation_for
from people.models import Membership, Organisation, Role, User
from people.refusal import Refused
from people.retention import farewells
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


@require_GET
@member_required
def person(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """What somebody is, was and will be in the organisation."""
    owner = organisation_for(request, organisation)
    somebody = _somebody(owner, person)
    access.looked(_me(request), What.PERSON, [somebody.pk])
    return _person_page(request, owner, somebody, GiveForm(organisation=owner))


@require_POST
@member_required
def give(request: HttpRequest, organisation: str, person: UUID) -> HttpResponse:
    """Another role."""
    owner = organisation_for(request, organisation)
    somebody, form = _somebody(owner, person), GiveForm(request.POST, organisation=owner)
    if form.is_valid():
        try:
            actions.give(owner, somebody, form.term())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            access.looked(_me(request), What.ROLE, [somebody.pk])
            messages.success(request, _("De rol staat erbij."))
            return redirect("people:person", owner.slug, somebody.uuid)
    return _person_page(request, owner, somebody, form)


@require_POST
@member_required
def end(request: HttpRequest, organisation: str, person: UUID, term: int) -> HttpResponse:
    """End a role today."""
    owner = organisation_for(request, organisation)
    held = _term(owner, person, term)
    try:
        actions.end(held)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        access.looked(_me(request), What.ROLE, [held.user_id])
        messages.success(request, _("De rol is beëindigd. Wat iemand schreef en afrondde, blijft van die persoon."))
    return redirect("people:person", owner.slug, person)


@require_POST
@member_required
def move(request: HttpRequest, organisation: str, person: UUID, term: int) -> HttpResponse:
    """The same role in another team."""
    owner = organisation_for(request, organisation)
    held, form = _term(owner, person, term), MoveForm(request.POST, organisation=owner)
    try:
        if not form.is_valid():
            raise Refused(_("Kies een team van deze organisatie."))
        actions.move(held, form.cleaned_data["team"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        access.looked(_me(request), What.ROLE, [held.user_id])
        messages.success(request, _("Verplaatst. Wat het oude team samen maakte, blijft bij dat team."))
    return redirect("people:person", owner.slug, person)


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  member_required asks for an account
    return user


def _somebody(owner: Organisation, number: UUID) -> User:
    """Somebody who is, was or will be of the organisation; nobody else exists here."""
    found = User.objects.filter(uuid=number, memberships__organisation=owner).distinct().first()
    if found is None:
        raise Http404
    return found


def _term(owner: Organisation, person: UUID, number: int) -> Membership:
    return get_object_or_404(
        Membership.objects.select_related("organisation", "user"), pk=number, organisation=owner, user__uuid=person
    )


def _person_page(request: HttpRequest, owner: Organisation, somebody: User, form: GiveForm) -> HttpResponse:
    context = {
        "organisation": owner,
        "person": somebody,
        "terms": queries.terms(owner, somebody),
        "grace": farewells.kept_for(owner.pk),
        "form": form,
        "move_form": MoveForm(organisation=owner, auto_id=False),
    }
    return private(render(request, "people/administration/person.html", context, status=422 if form.errors else 200))


def _at(request: HttpRequest, page: int) -> str:
    """This list at another page, with the same questions."""
    asked = {name: value for name, value in request.GET.items() if name != "pagina"}
    return (
        f"{reverse('people:members', kwargs=request.resolver_match.kwargs)}?{urlencode(asked | {'pagina': str(page)})}"  # type: ignore[union-attr]  a view has a match
    )
