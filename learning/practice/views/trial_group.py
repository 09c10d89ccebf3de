"""In the studio: asking people to read a module's draft, and what they remarked, as a list and beside the blocks in the editor.

The studio's gate has let in only those whose module or lesson it is.
"""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from cms.models import LessonPage, ModulePage
from learning.practice.models import TrialGroup
from learning.practice.trials import actions, queries
from learning.practice.trials.drafts import parts_of
from learning.practice.trials.forms import GroupForm
from people.models import User
from people.refusal import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def trial_group(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who reads, until when; and all that was remarked at this module."""
    module = get_object_or_404(ModulePage, pk=page_id)
    me, standing = cast(User, request.user), queries.standing(module)
    form = GroupForm(request.POST or None, people=_people(module, standing, me), initial=_initial(standing))
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(module, by=me, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Bewaard. Wie meeleest, ziet het op de pagina Vandaag."))
            return redirect("practice_trial_group", module.pk)
    is_over = standing is not None and standing.until < timezone.localdate()
    context = {
        "module": module,
        "form": form,
        "group": standing,
        "is_over": is_over,
        **_lists(module),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[module.pk]),
    }
    template = "learning/practice/studio/trial_group.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def trial_stop(request: HttpRequest, page_id: int) -> HttpResponse:
    """Nobody reads along from now on."""
    module = get_object_or_404(ModulePage, pk=page_id)
    group = queries.standing(module)
    if group is not None:
        actions.stop(group, by=cast(User, request.user))
    messages.success(request, _("Gestopt. Niemand leest nog mee; de opmerkingen staan hieronder."))
    return redirect("practice_trial_group", module.pk)


@require_POST
def trial_settle(request: HttpRequest, page_id: int, remark: uuid.UUID) -> HttpResponse:
    """Mark a remark as done, or as waiting again."""
    module = _module_of(page_id)
    if not actions.settle(module, remark, by=cast(User, request.user), done=request.POST.get("done") == "1"):
        raise Http404
    if request.headers.get("X-Requested-With") == "trial-remarks":
        return HttpResponse(status=204)
    return redirect(f"{reverse('practice_trial_group', args=[module.pk])}#opmerking-{remark}")


@never_cache
@require_GET
def trial_remarks(request: HttpRequest, page_id: int) -> HttpResponse:
    """The remarks that wait at one page, each to be put at its block in the editor; none at a page that is not read in a group."""
    page = get_object_or_404(Page, pk=page_id).specific
    rows = queries.remarks_of(_module_of(page_id)) if isinstance(page, LessonPage | ModulePage) else []
    waiting = [one for one in rows if one.part == page.uuid and one.stands and not one.done_at]
    context = {"items": [_row(one, page.pk, page.pk) for one in waiting]}
    return render(request, "learning/practice/studio/trial_remarks.html", context)


def _module_of(page_id: int) -> ModulePage:
    """The module that a page is, or belongs to."""
    page = get_object_or_404(Page, pk=page_id).specific
    if isinstance(page, LessonPage):
        page = page.get_parent().specific
    if not isinstance(page, ModulePage):
        raise Http404
    return page


def _people(module: ModulePage, standing: TrialGroup | None, me: User) -> list[queries.Person]:
    """Whom one can ask; who was asked by another author and is oneself stands there too, so that saving does not take them away."""
    people = queries.to_ask(module, by=me)
    if standing is not None and me.uuid in queries.asked_in(standing):
        people.append(queries.Person(uuid=me.uuid, name=me.get_full_name()))
    return people


def _initial(standing: TrialGroup | None) -> dict[str, Any]:
    usual = timezone.localdate() + actions.USUAL
    if standing is None:
        return {"until": usual}
    until = max(standing.until, timezone.localdate()) if standing.until >= timezone.localdate() else usual
    return {"people": [str(one) for one in queries.asked_in(standing)], "until": until, "asks": standing.asks}


def _lists(module: ModulePage) -> dict[str, list[dict[str, Any]]]:
    """What was remarked: what waits by part in the module's order, what stands nowhere any more, and what is done."""
    pages = {one.uuid: one.page_id for one in parts_of(module)}
    rows = queries.remarks_of(module)
    order = {part: place for place, part in enumerate(pages)}
    rows.sort(key=lambda one: order.get(one.part, len(order)))
    waiting = [one for one in rows if one.done_at is None]

    def shown(some: Iterable[queries.Remarked]) -> list[dict[str, Any]]:
        return [_row(one, module.pk, pages.get(one.part) if one.stands else None) for one in some]

    return {
        "waiting": shown(one for one in waiting if one.stands),
        "gone": shown(one for one in waiting if not one.stands),
        "done": shown(one for one in rows if one.done_at is not None),
    }


def _row(one: queries.Remarked, settle_at: int, edited_at: int | None) -> dict[str, Any]:
    """A remark with the way to its place, and where it is settled."""
    anchor = f"#block-{one.block[:36]}-section"
    return {
        "remark": one,
        "block": one.block[:36],
        "url": reverse("wagtailadmin_pages:edit", args=[edited_at]) + anchor if edited_at else "",
        "settle_url": reverse("practice_trial_settle", args=[settle_at, one.uuid]),
    }
