"""The page of findings of one lesson or module, where an author also says: toch publiceren."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.approval import why_not_alone
from cms.checks.deciding import CHECKED, Checked, checked, drafts_in
from cms.models import ModulePage
from cms.next_steps import tell_next
from people import audit
from people.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the checks find in the draft as it was last kept."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, CHECKED):
        raise Http404
    own = checked(page.get_latest_revision_as_object())
    if request.method == "POST":
        return _publish_anyway(request, page, own)
    lessons = [checked(lesson) for lesson in drafts_in(page)] if isinstance(page, ModulePage) else []
    context: dict[str, Any] = {
        "header_title": _("Controle: %(title)s") % {"title": own.page.title},
        "page_title": _("Controle: %(title)s") % {"title": own.page.title},
        "checked_page": page,
        "own": own,
        "lessons": [one for one in lessons if one.findings],
        "revision": page.latest_revision_id or "",
        "may_publish": page.permissions_for_user(request.user).can_publish() and not _is_locked(request, page),
        "not_alone": why_not_alone(page, cast(User, request.user)),
        "is_published": page.live and not page.has_unpublished_changes,
    }
    return TemplateResponse(request, "cms/studio/check_page.html", context)


def _publish_anyway(request: HttpRequest, page: Any, own: Checked) -> HttpResponse:
    """Publish the draft that was looked at, with its warnings; another one is shown first."""
    here = reverse("check-page", args=[page.pk])
    if not page.permissions_for_user(request.user).can_publish():
        raise Http404
    if _is_locked(request, page):
        messages.error(request, _("Deze pagina is vergrendeld. Ontgrendel haar eerst."))
    elif own.errors:
        messages.error(request, _("Nog niet gepubliceerd. Herstel eerst de fouten."))
    elif request.POST.get("revision", "") != str(page.latest_revision_id or ""):
        messages.error(request, _("Het concept is intussen veranderd. Kijk de lijst nog eens na."))
    else:
        # Kept once more by who publishes it: that is no writing, and the edition says by whom it went out.
        page.get_latest_revision_as_object().save_revision(user=request.user).publish(user=request.user)
        audit.record("publish-with-warnings", audit.named(page))
        messages.success(request, _("‘%(title)s’ is gepubliceerd.") % {"title": own.page.title})
        page.refresh_from_db()
        tell_next(request, page)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return redirect(here)


def _is_locked(request: HttpRequest, page: Any) -> bool:
    return bool(page.permissions_for_user(request.user).page_locked())
