"""Where a panellist answers: a page behind a link, without an account."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases_library.compiling import draft_content, drafted
from cases_library.engine.format import Case
from cases_library.figures import figures
from cases_library.models import CasePage, PanelInvitation
from cases_library.panel import actions
from cases_library.panel.forms import PanelForm, said_before
from cases_library.panel.voices import key_decisions
from people.guard import hints


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The decisions of a case, each with its choices and room for a reason. What was said before can be changed here."""
    invitation = _invitation(token)
    if invitation.withdrawn_at is not None:
        return render(request, "cases_library/panel/withdrawn.html")
    case = _case(invitation)
    if not invitation.is_open or case is None:
        return render(request, "cases_library/panel/closed.html", {"title": invitation.case.title}, status=410)
    decisions = key_decisions(case)
    form = PanelForm(decisions, data=request.POST or None, initial=said_before(invitation, decisions))
    held = _held(request, case, form)
    if held is not None:
        form = PanelForm(decisions, data=request.POST.dict() | dict(held.texts))
    elif request.method == "POST" and form.is_valid():
        name, shows_name = form.cleaned_data["name"], form.cleaned_data["shows_name"]
        actions.answer(invitation, form.replies(), name=name, shows_name=shows_name)
        return redirect(f"{reverse('panel:answer', args=[token])}#bewaard")
    context = _shown(invitation, case, form, token) | {"guard": hints.shown(request.POST, held)}
    return render(request, "cases_library/panel/answer.html", context, status=422 if held or form.errors else 200)


def _held(request: HttpRequest, case: Case, form: PanelForm) -> hints.Held | None:
    """The guard's hold on what was sent, if it names somebody who is not in the case."""
    try:
        hints.hold(form.reasons(), request.POST, exempt=lambda: figures(case))
    except hints.Held as held:
        return held
    return None


@never_cache
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Forget what this panellist said."""
    actions.withdraw(_invitation(token))
    return redirect("panel:answer", token)


def _invitation(token: str) -> PanelInvitation:
    found = PanelInvitation.objects.filter(digest=actions.digest_of(token)).select_related("case").first()
    if found is None:
        raise Http404
    return found


def _case(invitation: PanelInvitation) -> Case | None:
    """The case as it is published, or else as its author left it; None while that cannot be read."""
    page: CasePage = invitation.case
    try:
        return drafted(page if page.live else page.get_latest_revision_as_object())
    except ValidationError:
        return None


def _shown(invitation: PanelInvitation, case: Case, form: PanelForm, token: str) -> dict[str, Any]:
    html = draft_content(invitation.case, case)["html"]
    return {
        "invitation": invitation,
        "case": case,
        "form": form,
        "questions": [
            {"title": scene.title, "html": mark_safe(html[scene.key]["body"]), "choice": choice, "reason": reason}  # noqa: S308  cleaned when rendered
            for scene, choice, reason in form.questions()
        ],
        "withdraw_url": reverse("panel:withdraw", args=[token]),
    }
