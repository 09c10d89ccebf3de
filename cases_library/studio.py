"""What the case editor asks of the server: a look at an unsaved draft, a play of it, and a document to begin with. Nothing is kept."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cases_library import looking
from cases_library.beginnings import BEGINNINGS
from cases_library.drafts import whole
from cases_library.engine.format import Case
from cases_library.engine.json_text import FormatError, parse
from cases_library.engine.reading import read_case
from cases_library.forms import refuse_unkept
from cases_library.models import CasePage
from cases_library.outline import read_outline
from cases_library.pictures import images_of
from cases_library.rehearsal import Rehearsal, rehearse
from cases_library.traffic import traffic_of
from cms.blocks.media import picture_of
from cms.models import ContentRoot

LONGEST_OUTLINE = 500_000


@never_cache
@require_POST
def look(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is wrong with the posted draft, and its map: as JSON for the editor, as a page for who has no scripts."""
    root = _root(page_id)
    page = CasePage.objects.filter(pk=page_id).first()
    try:
        document = parse(request.POST.get("document", "") or "{}")
        refuse_unkept(document)
        seen = looking.look(document, root, traffic_of(page) if page else None)
    except FormatError as fault:
        seen = looking.refused(fault.path, fault.message)
    except ValidationError as fault:
        seen = looking.refused("/", " ".join(fault.messages))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(seen)
    context = {"header_title": _("Controle van je concept"), "page_title": _("Controle van je concept"), "seen": seen}
    return TemplateResponse(request, "cases_library/studio/look.html", context)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A document to begin with: of a situation by its name, or of a pasted outline, with a note for what was not understood."""
    if "outline" not in request.POST:
        beginning = BEGINNINGS.get(request.POST.get("beginning", ""))
        if beginning is None:
            raise Http404
        return JsonResponse({"document": beginning.document(), "notes": []})
    text = request.POST["outline"]
    if len(text) > LONGEST_OUTLINE:
        return JsonResponse({"error": _("Dit is te lang. Plak een deel tegelijk.")}, status=422)
    found = read_outline(text)
    notes = [{"line": note.line, "message": note.message} for note in found.notes]
    return JsonResponse({"document": found.document, "notes": notes})


@never_cache
@require_POST
def play(request: HttpRequest, page_id: int) -> HttpResponse:
    """The posted draft as a player meets it, from any scene in any state. The form carries all of it; nobody is recorded."""
    root = _root(page_id)
    said = request.POST.get("document", "")
    title = {"header_title": _("Proefspel"), "page_title": _("Proefspel"), "header_icon": "view"}
    try:
        case = read_case(whole(parse(said or "{}")))
    except FormatError as fault:
        context = {**title, "fault": fault}
        return TemplateResponse(request, "cases_library/studio/play.html", context, status=422)
    shown: Rehearsal = rehearse(case, request.POST, _pictures(case, root))
    context = {**title, "case": case, "shown": shown, "document": said, "channel": request.POST.get("channel", "")[:80]}
    return TemplateResponse(request, "cases_library/studio/play.html", context)


def _pictures(case: Case, root: ContentRoot) -> dict[str, str]:
    """The images of its texts that the library has."""
    try:
        return {path: picture_of(image)["src"] for path, image in images_of(case, root).items()}
    except ValueError:  # a text that is too long is shown without
        return {}


def _root(page_id: int) -> ContentRoot:
    """Whose draft it is."""
    page = get_object_or_404(Page, pk=page_id)
    root = ContentRoot.objects.ancestor_of(page, inclusive=True).first()
    if root is None:
        raise Http404
    return root
