"""The question bank's own pages in the studio: in as a file, out as a file, and two editions compared."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.permissions import policy_registry

from cms.bank.comparing import compared
from cms.bank.exporting import file_of
from cms.bank.filters import CORE, organisation_id_of, shown
from cms.bank.forms import ExportForm, ImportForm
from cms.bank.importing import bring, read_bytes, without_known
from cms.bank.sealing import Stale, TooBig, seal, unseal
from cms.interchange.checking import incomplete
from cms.interchange.formats import ENDINGS
from cms.interchange.items import FileRefused
from cms.models import Edition, Question
from cms.models.bank import KINDS
from cms.permissions import author_of
from people.models import Organisation

LIST = "wagtailsnippets_cms_question:list"
_SHOWN = 300
MAX_ON_SCREEN = 500
"""Questions that one form brings in; more would keep the browser waiting."""
_LABELS = dict(KINDS)


def _page(
    request: HttpRequest, template: str, title: str, icon: str, status: int = 200, **context: Any
) -> HttpResponse:
    head = {"header_title": title, "page_title": title, "header_icon": icon}
    return TemplateResponse(request, f"cms/studio/{template}.html", head | context, status=status)


# --- In -------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file, what will come of it, and only then into the bank."""
    if request.method == "POST" and "sealed" in request.POST:
        return _confirm(request)
    form = ImportForm(request.POST or None, request.FILES or None, author=author_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, form.cleaned_data)
        except FileRefused as fault:
            form.add_error("file", str(fault))
    return _form(request, form)


def _form(request: HttpRequest, form: ImportForm, problem: str = "") -> HttpResponse:
    status = 422 if form.errors or problem else 200
    return _page(request, "bank_import", _("Haal vragen binnen"), "upload", status, form=form, problem=problem)


def _preview(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    """What comes and what does not, with the reason; nothing is kept."""
    reading = read_bytes(asked["file"].read(), asked["format"])
    if len(reading.items) > MAX_ON_SCREEN:
        raise FileRefused(
            _("Er staan %(count)s vragen in; in één keer kunnen er %(most)s. Verdeel het bestand.")
            % {"count": len(reading.items), "most": MAX_ON_SCREEN}
        )
    owner = _owner(asked["owner"])
    free, known = without_known(reading.items, owner)
    try:
        sealed = seal(free, asked["owner"], request.user.pk) if free else ""
    except TooBig:
        raise FileRefused(_("De vragen zijn samen te lang voor één keer. Verdeel het bestand.")) from None
    return _page(
        request, "bank_import_preview", _("Dit komt in de vragenbank"), "upload",
        sealed=sealed, count=len(free), rows=[_row(item) for item in free[:_SHOWN]], more=max(0, len(free) - _SHOWN),
        skipped=[*reading.skipped, *known], notes=reading.notes, twins=_twins(free, owner), file=asked["file"].name,
        owner=owner.name if owner else _("Landelijke kern"),
    )  # fmt: skip


def _row(item: Any) -> dict[str, Any]:
    return {
        "where": item.where,
        "title": item.title,
        "stem": item.stem,
        "kind": _LABELS[item.kind],
        "incomplete": incomplete(item),
    }


def _twins(items: list[Any], owner: Organisation | None) -> int:
    """How many of these seem to stand in the bank already."""
    there = set(
        Question.objects.filter(organisation=owner, title__in={item.title for item in items}).values_list(
            "title", "stem"
        )
    )
    return sum(1 for item in items if (item.title, item.stem) in there)


def _confirm(request: HttpRequest) -> HttpResponse:
    author = author_of(request.user)
    try:
        items, owner = unseal(request.POST["sealed"], request.user.pk)
    except Stale:
        form = ImportForm(author=author)
        return _form(
            request,
            form,
            _("Dit overzicht is te oud of niet meer heel. Kies het bestand opnieuw; er is niets bewaard."),
        )
    if not author.owns(organisation_id_of(owner)):
        raise Http404
    brought = bring(items, organisation=_owner(owner), by=request.user)
    for remark in brought.skipped:
        messages.warning(request, f"{remark.where}: {remark.why}")
    count = len(brought.items)
    said = ngettext(
        "%d vraag staat nu als concept in de vragenbank.", "%d vragen staan nu als concept in de vragenbank.", count
    )
    messages.success(request, said % count)
    return redirect(LIST)


def _owner(value: str) -> Organisation | None:
    return None if value == CORE else Organisation.objects.get(pk=int(value))


# --- Out ------------------------------------------------------------------------------------------


@never_cache
@require_GET
def take_out(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a file; first what goes into it and what does not."""
    rows = shown(request, policy_registry.get_by_type(Question).instances_user_has_permission_for(request.user, "view"))
    form = ExportForm(request.GET if "format" in request.GET else None)
    writing = file_of(rows, form.cleaned_data["format"]) if form.is_valid() else None
    if writing is not None and "download" in request.GET:
        ending, content_type = ENDINGS[form.cleaned_data["format"]]
        headers = {"Content-Disposition": f'attachment; filename="vragenbank.{ending}"'}
        return HttpResponse(writing.data, content_type=content_type, headers=headers)
    count = rows.count()
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in {"format", "download", "p"}
        for value in values
    ]
    return _page(
        request, "bank_export", _("Neem vragen mee"), "download", 422 if form.errors else 200,
        form=form, count=count, writing=writing, written=count - len(writing.left_out) if writing else 0, kept=kept,
        left_out=writing.left_out[:_SHOWN] if writing else [], notes=writing.notes[:_SHOWN] if writing else [],
    )  # fmt: skip


# --- Editions -------------------------------------------------------------------------------------


@never_cache
@require_GET
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two editions of a question side by side; without a choice the last two."""
    question = get_object_or_404(Question, pk=pk)
    rows = list(
        Edition.objects.filter(taught_id=question.uuid).order_by("number").values_list("number", "published_at")
    )
    numbers = [number for number, _when in rows]
    before = _chosen(request, "van", numbers, -2)
    after = _chosen(request, "naar", numbers, -1)
    found = {
        one.number: one.content
        for one in Edition.objects.filter(Q(number=before) | Q(number=after), taught_id=question.uuid)
    }
    parts = compared(found[before], found[after]) if before and after else []
    return _page(
        request, "bank_editions", _("Edities van ‘%(title)s’") % {"title": question.title}, "history",
        question=question, rows=rows, before=before, after=after, parts=parts, differs=any(part.differs for part in parts),
    )  # fmt: skip


def _chosen(request: HttpRequest, name: str, numbers: list[int], place: int) -> int:
    """The number that was asked for, or the one at this place; 0 where there are none."""
    asked = request.GET.get(name, "")
    if asked.isdecimal() and len(asked) < 6 and int(asked) in numbers:
        return int(asked)
    return numbers[max(place, -len(numbers))] if numbers else 0
