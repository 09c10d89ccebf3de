"""Modules that travel, in the studio: taking one along, bringing one, choosing from it, seeing the difference, and letting it in."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.exporting.files import ExportRefused
from cms.models import Delivery, DeliveryState, ModulePage
from cms.packages import deliveries
from cms.packages.choosing import CASE, FOLDERS, KINDS, LESSON, LOCAL, QUESTION, Part
from cms.packages.difference import LEFT, REFUSED, SAME, Item
from cms.packages.forms import PackageForm, PartsForm
from cms.packages.sending import export_module
from cms.permissions import author_of
from people import audit
from people.models import Organisation, User
from people.refusal import Refused


@never_cache
@require_GET
def take(request: HttpRequest, page_id: int) -> HttpResponse:
    """What goes along and what stays; with `wat`, the package itself."""
    page = get_object_or_404(ModulePage, pk=page_id)
    what = request.GET.get("wat", "")
    keeps = _keeps_local_texts(request, page)
    context = {
        "module": page,
        "problems": [],
        "keeps": keeps,
        **_titles(_("Exporteer ‘%(title)s’") % {"title": page.title}, "download"),
    }
    if what not in {"gepubliceerd", "concept"}:
        return TemplateResponse(request, "cms/studio/export.html", context)
    try:
        sent = export_module(
            page, published=what == "gepubliceerd", local_of=keeps if request.GET.get("lokaal") else None
        )
    except ExportRefused as refused:
        context["problems"] = refused.problems
        return TemplateResponse(request, "cms/studio/export.html", context, status=422)
    audit.record("export-module", audit.named(page))
    response = HttpResponse(sent.data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{sent.name}"'
    return response


def _keeps_local_texts(request: HttpRequest, page: ModulePage) -> Organisation | None:
    """The organisation whose local texts may go along: the author's own, in a module of the core or of that organisation."""
    kept, owner = author_of(request.user).local_organisation_id, page.owner_root.organisation_id
    return Organisation.objects.get(pk=kept) if kept is not None and owner in {None, kept} else None


@never_cache
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """A form for a package, and the packages of this author that wait."""
    user = cast(User, request.user)
    form = PackageForm(request.POST or None, request.FILES or None, author=author_of(user))
    if request.method == "POST" and form.is_valid():
        file, root = form.cleaned_data["file"], form.cleaned_data["root"]
        try:
            made = deliveries.receive(file.read(), name=file.name, root=root, by=user)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("module-import-one", made.pk)
    deliveries.prune()
    waiting = Delivery.objects.filter(by=user).select_related("root").defer("data", "outcome")
    context = {"form": form, "waiting": waiting, **_titles(_("Importeer een module"), "upload")}
    return TemplateResponse(request, "cms/studio/import.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def show(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """How far a package is, and what it would change or changed."""
    delivery = get_object_or_404(Delivery.objects.select_related("root").defer("data"), pk=delivery_id)
    said = delivery.outcome
    items = [Item(**one) for one in said.get("items", [])]
    context = {
        "delivery": delivery,
        "is_done": delivery.state == DeliveryState.DONE,
        "has_failed": delivery.state == DeliveryState.FAILED or delivery.is_stalled,
        "may_try": delivery.state == DeliveryState.FAILED
        or (delivery.is_stalled and delivery.state == DeliveryState.BRINGING),
        "module": said.get("module", {}),
        "problems": said.get("problems", []),
        "changes": [item for item in items if item.what not in {SAME, LEFT}],
        "left": [item for item in items if item.what == LEFT],
        "only": _titled(delivery.only, _parts(delivery)),
        "may_choose": bool(said.get("parts")) and delivery.state in {DeliveryState.SHOWN, DeliveryState.FAILED},
        "same": sum(item.what == SAME for item in items),
        "may_overwrite": any(item.what == REFUSED for item in items),
        **_titles(_("Pakket %(name)s") % {"name": delivery.name}, "upload"),
    }
    response = TemplateResponse(request, "cms/studio/delivery.html", context)
    if delivery.is_under_way:
        response["Refresh"] = "3"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Which parts of a package to bring in. What that changes is shown before anything happens."""
    delivery = get_object_or_404(Delivery.objects.select_related("root").defer("data"), pk=delivery_id)
    parts = _parts(delivery)
    if not parts or delivery.state not in {DeliveryState.SHOWN, DeliveryState.FAILED}:
        return redirect("module-import-one", delivery.pk)
    form = PartsForm(request.POST if request.method == "POST" else None, parts=parts)
    if request.method == "POST" and (request.POST.get("wat") == "alles" or form.is_valid()):
        deliveries.choose(delivery, [] if request.POST.get("wat") == "alles" else form.chosen())
        return redirect("module-import-one", delivery.pk)
    ticked = request.POST.getlist("part") if request.method == "POST" else delivery.only
    context = {
        "delivery": delivery,
        "groups": _groups(parts, ticked),
        "errors": form.errors.get("part", []) if form.is_bound else [],
        "with_needs": request.method != "POST" or "needs" in request.POST,
        **_titles(_("Kies uit %(name)s") % {"name": delivery.name}, "upload"),
    }
    return TemplateResponse(request, "cms/studio/delivery_parts.html", context, status=422 if form.errors else 200)


def _parts(delivery: Delivery) -> list[Part]:
    return [Part(**one) for one in delivery.outcome.get("parts", [])]


def _groups(parts: list[Part], ticked: list[str]) -> list[dict[str, Any]]:
    """The parts by kind, each with what it needs in words, and the tick that takes all of a kind where there are several."""
    made = []
    for kind in KINDS:
        mine = [part for part in parts if part.kind == kind]
        rows = [{"part": part, "is_ticked": part.name in ticked, "needs": _titled(part.needs, parts)} for part in mine]
        folder = FOLDERS.get(kind, "") if len(mine) > 1 else ""
        if rows:
            made.append({"kind": kind, "rows": rows, "folder": folder, "all_ticked": bool(folder) and folder in ticked})
    return made


def _titled(names: list[str], parts: list[Part]) -> list[str]:
    """What the parts with these names are called; all of a kind goes by the kind's name."""
    titles = {part.name: part.title for part in parts} | {
        FOLDERS[LESSON]: _("alle lessen"),
        FOLDERS[QUESTION]: _("alle vragen"),
        FOLDERS[CASE]: _("alle casussen"),
        FOLDERS[LOCAL]: _("al jullie eigen teksten"),
    }
    return [titles.get(name, name) for name in names]


@never_cache
@require_POST
def decide(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Let it in, let it win over changes by hand, or throw it away."""
    delivery = get_object_or_404(Delivery.objects.defer("data"), pk=delivery_id)
    what = request.POST.get("wat", "")
    if what == "weg":
        deliveries.throw_away(delivery)
        return redirect("module-import")
    if what in {"haal-binnen", "overschrijf"}:
        deliveries.confirm(delivery, overwrite=what == "overschrijf")
    return redirect("module-import-one", delivery.pk)


def _titles(title: str, icon: str) -> dict[str, Any]:
    return {"header_title": title, "page_title": title, "header_icon": icon}
