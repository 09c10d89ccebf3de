"""Where a trainer asks people for the panel of a case, reads what they said, and lets it speak."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases_library.engine.format import Case
from cases_library.engine.json_text import FormatError
from cases_library.engine.reading import read_case
from cases_library.models import CasePage, PanelInvitation
from cases_library.panel import actions
from cases_library.panel.forms import InvitationForm
from cases_library.panel.voices import ENOUGH
from people.models import User

_DO: dict[str, Any] = {"accept": actions.accept, "set-aside": actions.set_aside, "remove": actions.remove}


@never_cache
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everybody who was asked for this case, and a form to ask one more."""
    page = get_object_or_404(CasePage, pk=page_id)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, token = actions.invite(page, by=cast(User, request.user), **form.cleaned_data)
        return _page(request, page, InvitationForm(), link=_link(token), invited=made)
    return _page(request, page, form, status=422 if form.errors else 200)


@never_cache
@require_POST
def invitation(request: HttpRequest, page_id: int, invitation_id: UUID) -> HttpResponse:
    """Accept, set aside, remove, or make another link."""
    one = get_object_or_404(PanelInvitation.objects.select_related("case"), pk=invitation_id, case_id=page_id)
    what = request.POST.get("what", "")
    if what == "renew":
        return _page(request, one.case, InvitationForm(), link=_link(actions.renew(one)), invited=one)
    if what not in _DO:
        raise Http404
    _DO[what](one)
    return redirect("case-panel", page_id)


def _link(token: str) -> str:
    return settings.SITE_URL + reverse("panel:answer", args=[token])


def _page(
    request: HttpRequest,
    page: CasePage,
    form: InvitationForm,
    *,
    link: str = "",
    invited: PanelInvitation | None = None,
    status: int = 200,
) -> HttpResponse:
    case = _case(page)
    rows = page.panel_invitations.prefetch_related("replies")
    context = {
        "header_title": _("Panel van ‘%(title)s’") % {"title": page.title},
        "page_title": _("Panel van ‘%(title)s’") % {"title": page.title},
        "header_icon": "group",
        "case_page": page,
        "form": form,
        "link": link,
        "invited": invited,
        "enough": ENOUGH,
        "rows": [{"invitation": row, "said": _said(row, case)} for row in rows],
    }
    return TemplateResponse(request, "cases_library/studio/panel.html", context, status=status)


def _case(page: CasePage) -> Case | None:
    try:
        return read_case(page.whole_document())
    except FormatError:
        return None


def _said(row: PanelInvitation, case: Case | None) -> list[dict[str, str]]:
    """What a panellist said, in the words of the case; the keys of what the case no longer has."""
    found = []
    for reply in row.replies.all():
        scene = case.scene(reply.scene) if case else None
        choice = scene.choice(reply.choice) if scene else None
        found.append(
            {
                "scene": scene.title if scene else reply.scene,
                "choice": choice.text if choice else _("Deze keuze is er niet meer."),
                "reason": reply.reason,
            }
        )
    return found
