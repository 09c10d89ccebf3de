"""Inviting people into one's organisation, and the page on which the invited come in."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.administration.scope import organisation_for
from people.invitations import actions, lists, queries
from people.invitations.forms import InviteForm, ListForm, WelcomeForm
from people.invitations.models import Invitation, InvitedList
from people.invitations.table import EXAMPLE
from people.invitations.tokens import Way, read
from people.models import Organisation, User
from people.openid import remembered, rules
from people.openid import views as openid
from people.refusal import Refused
from people.scope import member_required, private

# --- For who administers ----------------------------------------------------------------------------


@require_GET
@member_required
def invitations(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who was invited, and how each invitation stands."""
    owner = organisation_for(request, organisation)
    asked = request.GET.get("pagina", "1")
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 else 1
    found, has_next = queries.invitations(owner, max(number, 1))
    address = reverse("people:invitations", args=[owner.slug])
    context = {
        "organisation": owner,
        "invitations": found,
        "number": number,
        "last_list": queries.last_list(owner),
        "previous_url": f"{address}?pagina={number - 1}" if number > 1 else "",
        "next_url": f"{address}?pagina={number + 1}" if has_next else "",
    }
    return private(render(request, "people/invitations/list.html", context))


@require_http_methods(["GET", "POST"])
@member_required
def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    """Ask one person in."""
    owner = organisation_for(request, organisation)
    form = InviteForm(request.POST if request.method == "POST" else None, organisation=owner)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite(owner, form.asked(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(email)s krijgt een mail met een uitnodiging.") % {"email": made.email})
            return redirect("people:invitations", owner.slug)
    context = {"organisation": owner, "form": form}
    return private(render(request, "people/invitations/invite.html", context, status=422 if form.errors else 200))


@require_http_methods(["GET", "POST"])
@member_required
def invite_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """Ask everybody of a file in: first what would come of it, and only then the mails."""
    owner = organisation_for(request, organisation)
    if "sealed" in request.POST:
        return _confirmed(request, owner)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    looked = None
    if request.method == "POST" and form.is_valid():
        try:
            looked = lists.look(owner, form.cleaned_data["file"].read(), user_id=request.user.pk)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return _list_page(request, owner, form, looked)


def _list_page(request: HttpRequest, owner: Organisation, form: ListForm, looked: lists.Looked | None) -> HttpResponse:
    context = {"organisation": owner, "form": form, "looked": looked, "example": EXAMPLE}
    status = 422 if form.errors or (looked and looked.wrong) else 200
    return private(render(request, "people/invitations/from_list.html", context, status=status))


def _confirmed(request: HttpRequest, owner: Organisation) -> HttpResponse:
    try:
        rows, key = lists.unseal(owner, request.POST["sealed"], user_id=request.user.pk)
        actions.invite_list(owner, rows, by=request.user, key=key)
    except lists.Stale:
        return _refused_list(
            request, owner, _("Dit overzicht is te oud. Kies het bestand opnieuw; er is niemand uitgenodigd.")
        )
    except Refused as refusal:
        return _refused_list(request, owner, _("%(why)s Er is niemand uitgenodigd.") % {"why": refusal})
    count = len(rows)
    messages.success(
        request, ngettext("%d uitnodiging gaat op de mail.", "%d uitnodigingen gaan op de mail.", count) % count
    )
    return redirect("people:invitations", owner.slug)


def _refused_list(request: HttpRequest, owner: Organisation, why: str) -> HttpResponse:
    form = ListForm({}, {})
    form.full_clean()
    form.errors.clear()
    form.add_error("file", why)
    return _list_page(request, owner, form, None)


@require_POST
@member_required
def undo_list(request: HttpRequest, organisation: str, invitation: uuid.UUID) -> HttpResponse:
    """Withdraw a whole list again; who accepted stays, and is named."""
    owner = organisation_for(request, organisation)
    found = InvitedList.objects.filter(organisation=owner, pk=invitation).first()
    if found is None:
        raise Http404
    stays = actions.undo_list(found)
    messages.success(request, _("De lijst is teruggedraaid. De links werken niet meer."))
    if stays:
        messages.warning(request, _("Al binnen, en dat blijft zo: %(names)s.") % {"names": ", ".join(stays)})
    return redirect("people:invitations", owner.slug)


@require_POST
@member_required
def again(request: HttpRequest, organisation: str, invitation: uuid.UUID) -> HttpResponse:
    """Mail an invitation once more."""
    owner = organisation_for(request, organisation)
    return _done(
        request,
        owner,
        invitation,
        actions.send_again,
        _("De uitnodiging gaat opnieuw op de mail. Oude links werken niet meer."),
    )


@require_POST
@member_required
def withdraw(request: HttpRequest, organisation: str, invitation: uuid.UUID) -> HttpResponse:
    """End an invitation."""
    owner = organisation_for(request, organisation)
    return _done(
        request, owner, invitation, actions.withdraw, _("De uitnodiging is ingetrokken. De links werken niet meer.")
    )


def _done(request: HttpRequest, owner: Organisation, number: uuid.UUID, do: Any, words: str) -> HttpResponse:
    found = Invitation.objects.filter(organisation=owner, pk=number).first()
    if found is None:
        raise Http404
    try:
        do(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("people:invitations", owner.slug)


# --- For the invited --------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Where the links of an invitation lead. What the visitor is shown of accounts, only who has the mailbox is shown."""
    held = read(token)
    if held is None:
        return _over(request, "unknown", 404)
    invitation, way = held
    state = queries.state_of(invitation)
    if state != queries.OPEN:
        return _over(request, state, 410)
    if way is Way.LINK and not _is_of(request, invitation):
        return _ask_for_mail(request, invitation)
    if request.user.is_authenticated:
        return _join(request, invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        login_url = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return _page(request, "sign_in", {"invitation": invitation, "login_url": login_url})
    return _new_account(request, invitation)


def _over(request: HttpRequest, state: str, status: int) -> HttpResponse:
    return _page(request, "over", {"state": state}, status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return private(render(request, f"people/invitations/{name}.html", context, status=status))


def _ask_for_mail(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """A link proves nothing yet: the mail goes to the address that was invited, whoever asks for it."""
    asked = request.method == "POST"
    if asked:
        try:
            actions.mail_link(invitation)
        except Refused:
            return _over(request, queries.state_of(Invitation.objects.get(pk=invitation.pk)), 410)
    return _page(request, "mail", {"invitation": invitation, "asked": asked})


def _is_of(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether the visitor signed in with the address that was invited, which proves as much as a mail does."""
    return request.user.is_authenticated and request.user.email.lower() == invitation.email.lower()


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not _is_of(request, invitation):
        return _page(request, "other", {"invitation": invitation}, 409 if request.method == "POST" else 200)
    if request.method == "POST":
        try:
            actions.accept(invitation, user=request.user)
        except Refused:
            return _over(request, queries.state_of(Invitation.objects.get(pk=invitation.pk)), 410)
        messages.success(request, _("Welkom bij %(name)s.") % {"name": invitation.organisation.name})
        return redirect("journey:home")
    return _page(request, "join", {"invitation": invitation})


def _new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    services = rules.services_of(invitation.organisation.slug)
    waiting = remembered.waiting(request.session)
    service = next((one for one in services if waiting and one.key == waiting.service), None)
    waiting = waiting if service else None
    form = WelcomeForm(
        request.POST if request.method == "POST" else None, invitation=invitation, with_password=not waiting
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = actions.accept_with_new_account(
                invitation,
                password=said.get("password"),
                waiting=waiting,
                first_name=said["first_name"],
                last_name=said["last_name"],
                profession=said["profession"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            if waiting:
                openid.came_in(request, user, waiting)
            messages.success(request, _("Welkom bij %(name)s.") % {"name": invitation.organisation.name})
            return redirect("journey:home")
    status = 422 if form.errors else 200
    context = {"invitation": invitation, "form": form, "service": service, "services": services}
    return _page(request, "new", context, status)
