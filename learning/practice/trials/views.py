"""/proef/: reading a draft as a learner would, and remarking something at a block. Nothing is answered for good, counted or completed.

Who may not read now meets a page that does not exist, whatever the reason (`queries.running_for`).
"""

import re
import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.models import ModulePage
from cms.readers import EMPTY, Reader
from learning.practice.models import Remark, TrialGroup
from learning.practice.trial import tried
from learning.practice.trials import actions, queries
from learning.practice.trials.drafts import Sheet, draft_of, parts_of, sheet_of
from learning.practice.trials.presenting import Forms, kept_at, one_remark, region_of, remarks_at, row_of, sheet_props
from people.guard import hints
from people.models import User
from people.refusal import Refused
from people.scope import client_key, is_in_place, private, viewer_of

_BLOCK = re.compile(r"[0-9a-f-]{36}(-\d{1,10})?")
_REMARK = "learning/practice/trials/remark.html"
_NEW = "learning/practice/trials/new_remark.html"
_KEPT = "learning/practice/trials/remark_kept.html"


@require_GET
@login_required
def group(request: HttpRequest, group: uuid.UUID) -> HttpResponse:
    """What one was asked, until when, and the parts of the draft."""
    found = _group_or_404(request, group)
    parts = parts_of(found.module)
    counts = queries.counts_by_part(found, _me(request).pk)
    gone = [part for part in counts if part not in {one.uuid for one in parts}]
    context = {
        "group": found,
        "title": draft_of(found.module).title,
        "parts": [row_of(found.pk, one, counts.get(one.uuid, 0)) for one in parts],
        "gone": [one_remark(one, {}) for part in gone for one in queries.own_remarks(found, _me(request), part)],
    }
    return private(render(request, "learning/practice/trials/group.html", context))


@require_http_methods(["GET", "POST"])
@login_required
def part(request: HttpRequest, group: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    """A lesson or the test of the draft. Answers are carried by the forms and kept nowhere."""
    found = _group_or_404(request, group)
    return _page(request, found, _sheet_or_404(request, found.module, part))


@require_POST
@login_required
def remark(request: HttpRequest, group: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    """Say something at a block, once. What was typed stays on the screen whatever happens; a block that went meanwhile keeps it too."""
    found = _group_or_404(request, group)
    sheet = _sheet_or_404(request, found.module, part)
    block, text = request.POST.get("block", ""), request.POST.get("text", "")
    if not _BLOCK.fullmatch(block):
        raise Http404
    try:
        hints.hold({"text": text}, request.POST)
        said = {"block": block, "beside": sheet.beside(block) or "", "text": text}
        kept = actions.remark(found, sheet.part, by=_me(request), key=client_key(request), **said)
    except Refused as refusal:
        return _block_reply(request, found, sheet, block, _held(request, refusal), status=refusal.status)
    if is_in_place(request):
        return _kept_reply(request, found, sheet, kept)
    return redirect(f"{reverse('trials:part', args=[found.pk, part])}#{region_of(block)}")


@require_POST
@login_required
def change(request: HttpRequest, remark: uuid.UUID) -> HttpResponse:
    """One's own remark in other words."""
    own, text, version = _own_or_404(request, remark), request.POST.get("text", ""), request.POST.get("version", "")
    try:
        hints.hold({"text": text}, request.POST)
        number = int(version) if version.isdecimal() and len(version) < 7 else 0
        actions.change(own, by=_me(request), version=number, text=text)
    except Refused as refusal:
        return _remark_reply(request, own, _held(request, refusal), status=refusal.status)
    if is_in_place(request):
        return _remark_reply(request, own, {"heading": _("Je opmerking is gewijzigd")})
    return redirect(f"{_way_back(own)}#opmerking-{own.pk}")


@require_POST
@login_required
def take_back(request: HttpRequest, remark: uuid.UUID) -> HttpResponse:
    """Delete one's own remark."""
    own = _own_or_404(request, remark)
    actions.take_back(own, by=_me(request))
    messages.success(request, _("Je opmerking is weg."))
    return redirect(f"{_way_back(own)}#{region_of(own.block)}")


# --- Who, and what --------------------------------------------------------------------------------


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _group_or_404(request: HttpRequest, group: uuid.UUID) -> TrialGroup:
    found = queries.reading(_me(request).pk, group)
    if found is None:
        raise Http404
    return found


def _own_or_404(request: HttpRequest, remark: uuid.UUID) -> Remark:
    own = queries.own_remark(_me(request).pk, remark)
    if own is None:
        raise Http404
    return own


def _reader(request: HttpRequest) -> Reader:
    """As whom the draft is read: in one's own profession, with the local texts of one's own municipality."""
    viewer = viewer_of(request)
    return Reader(profession=viewer.profession, place=EMPTY, organisation_id=viewer.organisation_id)


def _sheet_or_404(request: HttpRequest, module: ModulePage, part: uuid.UUID) -> Sheet:
    sheet = sheet_of(module, part, _reader(request))
    if sheet is None:
        raise Http404
    return sheet


def _way_back(own: Remark) -> str:
    """The part where a remark stands, or the group, where its part is gone."""
    if any(one.uuid == own.part for one in parts_of(own.group.module)):
        return reverse("trials:part", args=[own.group_id, own.part])
    return reverse("trials:group", args=[own.group_id])


# --- Answering ------------------------------------------------------------------------------------


def _held(request: HttpRequest, refusal: Refused) -> dict[str, Any]:
    """What a form that comes back holds."""
    guard = hints.shown(request.POST, refusal)
    return {**hints.typed(request.POST, refusal, "text"), "error": str(refusal), "guard": guard, "open": True}


def _block_reply(
    request: HttpRequest, found: TrialGroup, sheet: Sheet, block: str, said: dict[str, Any], *, status: int
) -> HttpResponse:
    """The form at one block that comes back, for our script; the whole page otherwise."""
    if not is_in_place(request):
        return _page(request, found, sheet, {block: said}, status=status)
    context = {"remarks": remarks_at(found.pk, sheet.part.uuid, block, [], {block: said})}
    return private(render(request, _NEW, context, status=status))


def _kept_reply(request: HttpRequest, found: TrialGroup, sheet: Sheet, kept: Remark) -> HttpResponse:
    """A remark that was just kept, and an empty form, for our script."""
    own = queries.own_remarks(found, _me(request), sheet.part.uuid)
    said = {kept.block: {"heading": _("Je opmerking is bewaard")}}
    context = {
        "kept": kept_at(kept.block, own, kept.pk),
        "remarks": remarks_at(found.pk, sheet.part.uuid, kept.block, own, said),
    }
    return private(render(request, _KEPT, context))


def _remark_reply(request: HttpRequest, own: Remark, said: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """One's own remark with its form, for our script; the whole page otherwise."""
    forms = {str(own.pk): said}
    if is_in_place(request):
        rows = queries.own_remarks(own.group, _me(request), own.part)
        shown = next((one_remark(one, forms) for one in rows if one.uuid == own.pk), None)
        if shown is None:
            raise Http404
        return private(render(request, _REMARK, {"one": shown}, status=status))
    sheet = sheet_of(own.group.module, own.part, _reader(request))
    if sheet is None:
        messages.error(request, said["error"] or _("Er is niets gewijzigd."))
        return redirect("trials:group", own.group_id)
    return _page(request, own.group, sheet, forms, status=status)


def _page(
    request: HttpRequest, found: TrialGroup, sheet: Sheet, forms: Forms | None = None, *, status: int = 200
) -> HttpResponse:
    now = tried(sheet.questions, {} if forms else request.POST)
    parts = parts_of(found.module)
    place = next((number for number, one in enumerate(parts) if one.uuid == sheet.part.uuid), 0)
    around = {"previous": parts[place - 1] if place else None, "next": parts[place + 1] if parts[place + 1 :] else None}
    own = queries.own_remarks(found, _me(request), sheet.part.uuid)
    context = {
        "group": found,
        "module_title": draft_of(found.module).title,
        "part": sheet.part,
        "goals": [] if sheet.part.is_test else [goal.value for goal in sheet.draft.goals],
        "terms": sheet.preview.content.get("terms", []),
        "address": reverse("trials:part", args=[found.pk, sheet.part.uuid]),
        **{name: row_of(found.pk, one, 0) if one else None for name, one in around.items()},
        **sheet_props(found, sheet, now, own, forms or {}),
    }
    template = "learning/practice/trials/part.html"
    return private(render(request, template, context, status=422 if now.fault else status))
