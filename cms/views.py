"""Pages of content that stand by themselves: the glossary, and "Nu een echte zorg?"."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_safe
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images.models import Image, Rendition
from wagtail.views import serve as serve_page

from cms.belonging import may_open
from cms.local import SAFETY_SLOTS, notes
from cms.models import ContentRoot, GlossaryTerm
from cms.text import clean


@require_GET
@login_required
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms the reader may see, in alphabetical order."""
    viewer = request.viewer  # type: ignore[attr-defined]  set by PersonMiddleware
    terms = [
        _term(one)
        for one in GlossaryTerm.objects.readable_by(viewer.organisation_id).filter(live=True).order_by("term")
    ]
    return render(request, "cms/glossary.html", {"terms": terms})


def _term(term: GlossaryTerm) -> dict[str, Any]:
    return {
        "id": term.key,
        "term": term.term,
        "definition": mark_safe(clean(term.definition)),  # noqa: S308  cleaned here
        "also": term.names[1:],
        "source": term.source,
        "reviewed_on": term.reviewed_on,
    }


@require_GET
def real_concern(request: HttpRequest) -> HttpResponse:
    """Nu een echte zorg? Numbers and the route; no form, and nothing is written down. Open to everyone; local text for members."""
    viewer = getattr(request, "viewer", None)
    organisation_id = viewer.organisation_id if viewer else None
    found = notes(organisation_id, SAFETY_SLOTS)
    return render(
        request,
        "cms/real_concern.html",
        {
            "organisation": viewer.organisation_name if viewer else "",
            "functionary_html": _html(found, "aandachtsfunctionaris"),
            "crisis_html": _html(found, "crisis"),
            "acute_html": _html(found, "acute-route"),
            "outdated": any(note.is_outdated for note in found.values()),
        },
    )


def _html(found: dict[str, Any], slot: str) -> Any:
    return mark_safe(found[slot].html) if slot in found else ""  # noqa: S308  cleaned when compiled


@require_GET
@login_required
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Pictures of the core's and of one's own organisation, for people who are signed in; nothing in them can run."""
    picture = _picture(path)
    if picture is None or not may_open(request.user, picture):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if isinstance(response, FileResponse):
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@require_safe
@login_required
def document(request: HttpRequest, document_id: str, name: str) -> HttpResponse:
    """A document, to whom Wagtail gives it. Nothing in it runs; a PDF is the browser's own reader's, which opens in no sandbox."""
    response: HttpResponse = serve_document(request, document_id, name)
    if response.get("Content-Type", "") != "application/pdf":
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _picture(path: str) -> Image | None:
    """The image that a file belongs to, as it was uploaded or as it was made smaller."""
    if path.startswith("original_images/"):
        return Image.objects.filter(file=path).first()
    rendition = Rendition.objects.filter(file=path).select_related("image").first()
    return rendition and rendition.image


@require_safe
@login_required
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page's address in Wagtail's tree leads on to the reader's; what the reader may not know is not there."""
    viewer = request.viewer  # type: ignore[attr-defined]  set by PersonMiddleware
    root = ContentRoot.objects.filter(slug=path.split("/", 1)[0]).first()
    if (
        root is None
        or root.organisation_id not in {None, viewer.organisation_id}
        or not (viewer.is_member or viewer.is_platform_admin)
    ):
        raise Http404
    return serve_page(request, path)
