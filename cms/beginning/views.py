"""A first module in the studio: choosing how to begin, and a text on its way to lessons."""

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.beginning.actions import copy_example, make_module
from cms.beginning.choosing import Choices, as_posted, as_proposed, chosen_lessons, fault_of, role_choices, shown
from cms.beginning.examples import examples
from cms.beginning.forms import ExampleForm, HeadForm, TextForm, roots_of
from cms.beginning.lessons import shortened
from cms.beginning.manuscript import Manuscript, Paragraph
from cms.beginning.open_document import read_open_document
from cms.beginning.retyped import as_typed
from cms.beginning.sealing import Begun, Broken, seal, unseal
from cms.beginning.typed import read_typed
from cms.beginning.word import read_word
from cms.interchange.items import FileRefused
from cms.models import ContentRoot, ModulePage
from cms.permissions import author_of
from people.models import User
from people.refusal import Refused


def _page(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    head = {"header_title": title, "page_title": title, "header_icon": "doc-empty-inverse"}
    return TemplateResponse(request, f"cms/studio/{template}.html", head | context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Two ways to begin; an example is copied at once."""
    user = cast(User, request.user)
    form = ExampleForm(request.POST or None, author=author_of(user), initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            module = copy_example(asked["example"], key=asked["key"], root=asked["root"], by=user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _made(request, module)
    status = 422 if request.method == "POST" else 200
    return _page(request, "first_module", _("Een nieuwe module"), status, form=form, examples=examples())


@never_cache
@require_http_methods(["GET", "POST"])
def from_text(request: HttpRequest) -> HttpResponse:
    """A text, what becomes of it, and only then a module."""
    if request.method == "POST" and "sealed" in request.POST:
        return _decide(request)
    user = cast(User, request.user)
    form = TextForm(request.POST or None, request.FILES or None, author=author_of(user))
    if request.method == "POST" and form.is_valid():
        try:
            manuscript = _read(form.cleaned_data)
        except FileRefused as fault:
            form.add_error("file" if form.cleaned_data["file"] else "text", str(fault))
        else:
            begun = Begun(manuscript=manuscript, root_id=form.cleaned_data["root"].pk)
            return _preview(request, begun, as_proposed(manuscript), HeadForm(initial=_head(manuscript)))
    return _form(request, form, status=422 if request.method == "POST" else 200)


def _form(request: HttpRequest, form: TextForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    return _page(request, "first_text", _("Begin met je eigen tekst"), status, form=form, problem=problem)


def _read(asked: dict[str, Any]) -> Manuscript:
    file = asked["file"]
    if not file:
        found = read_typed(asked["text"])
    elif file.name.lower().endswith(".odt"):
        found = read_open_document(file.read())
    else:
        found = read_word(file.read())
    if not found.parts:
        raise FileRefused(_("Hier staat geen tekst in die een les kan worden. Plak de tekst zelf."))
    return found


def _head(manuscript: Manuscript) -> dict[str, str]:
    """What the text itself says of the whole; a proposal."""
    first = (part.text for part in manuscript.parts if isinstance(part, Paragraph) and not part.level)
    return {"titel": manuscript.title, "samenvatting": shortened(next(first, ""))}


def _preview(
    request: HttpRequest, begun: Begun, choices: Choices, head: HeadForm, *, has_faults: bool = False
) -> HttpResponse:
    """What became of the text, and what did not come along; nothing is kept."""
    manuscript = begun.manuscript
    lessons = shown(manuscript, choices, with_faults=has_faults)
    return _page(
        request, "first_text_preview", _("Dit wordt je module"), 422 if has_faults else 200,
        sealed=seal(begun, cast(User, request.user).pk), lessons=lessons, head=head, left=manuscript.left,
        roles=role_choices(), has_faults=has_faults, has_headings=any(one.heading or one.within for one in lessons),
    )  # fmt: skip


def _decide(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    try:
        begun = unseal(request.POST["sealed"], user.pk)
    except Broken:
        form = TextForm(author=author_of(user))
        problem = _("Dit overzicht is niet meer heel. Plak de tekst opnieuw; er is niets bewaard.")
        return _form(request, form, problem=problem, status=422)
    if request.POST.get("wat") == "terug":
        said = {"text": as_typed(begun.manuscript), "root": begun.root_id}
        return _form(request, TextForm(author=author_of(user), initial=said))
    choices = as_posted(begun.manuscript, request.POST)
    if request.POST.get("wat") != "maak":
        return _preview(request, begun, choices, HeadForm(initial=request.POST.dict()))
    head, lessons = HeadForm(request.POST), chosen_lessons(begun.manuscript, choices)
    if not head.is_valid() or any(fault_of(lesson) for lesson in lessons):
        return _preview(request, begun, choices, head, has_faults=True)
    said = head.cleaned_data
    module = make_module(
        lessons, title=said["titel"], summary=said["samenvatting"], theme=said["thema"],
        key=begun.key, root=_root(begun, user), by=user,
    )  # fmt: skip
    return _made(request, module)


def _root(begun: Begun, user: User) -> ContentRoot:
    """Where the module goes, if that is still theirs to write."""
    root: ContentRoot | None = roots_of(author_of(user)).filter(pk=begun.root_id).first()
    if root is None:
        raise Http404
    return root


def _made(request: HttpRequest, module: ModulePage) -> HttpResponse:
    messages.success(request, _("Je module staat klaar als concept. Hieronder staat wat je nu doet."))
    return redirect("wagtailadmin_explore", module.pk)
