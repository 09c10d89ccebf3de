"""The door of the studio: who may come in, which of Wagtail's routes are theirs, and which objects exist for them.

Wagtail answers "you may not" where it can. Here what is not yours does not exist: 404, whatever the route. A route that is not in the
table below is for platform administrators alone, so a new one of Wagtail's is closed until somebody opens it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, UploadedFile
from wagtail.permissions import policy_registry

from cms.blocks.choosers import working_for
from cms.editions.content import Reason
from cms.models import ContentRoot, GlossaryTerm, LocalText, Question, ReflectionQuestion, Slot
from cms.permissions import Author, author_of
from cms.unfinished import noting, told
from cms.ways import way_to

STUDIO = "/studio/"
DOCUMENTS = "/documents/"
_SNIPPETS = (Question, GlossaryTerm, Slot, LocalText, ReflectionQuestion)
_CLOSED = (
    "wagtailadmin_workflows:",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_pages:workflow_",
    "wagtailadmin_pages:collect_workflow_action_data",
    "wagtailadmin_pages:confirm_workflow_cancellation",
)
"""Wagtail's own screens for workflows: for nobody. An organisation's decision makes and ends them (cms.second_reader)."""
_Next = Callable[[HttpRequest], HttpResponseBase]
Rule = Callable[[Author, HttpRequest, dict[str, Any]], bool]


class StudioGate:
    """Middleware. Visitors are sent to sign in, everybody else without a task in the studio meets a 404, at every request."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(STUDIO) or request.path == STUDIO.rstrip("/"):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
            if not author_of(request.user).may_enter:
                raise Http404
            with working_for(request.user), noting() as noted:
                return told(self.get_response(request), noted)
        if request.path.startswith(DOCUMENTS) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Hold the table of routes against this request."""
        match = request.resolver_match
        if match is None or not request.path.startswith(STUDIO):
            return
        if match.view_name.startswith(_CLOSED):
            raise Http404
        author = author_of(request.user)
        rule = rule_for(match.view_name)
        if not (author.is_platform_admin if rule is None else _holds(rule, author, request, match.view_name, kwargs)):
            raise Http404

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """What the content refuses (deleting what was taught, publishing what does not compile) is said, not a fault."""
        if not request.path.startswith(STUDIO) or not isinstance(
            fault, ProtectedError | RestrictedError | ValidationError
        ):
            return None
        reasons = Reason.of(fault) if isinstance(fault, ValidationError) else [str(fault.args[0])]
        return refused(request, reasons)


def refused(request: HttpRequest, reasons: Sequence[str], to: str = "") -> HttpResponse:
    """Back to where somebody came from (or `to`), with the reasons on top; as JSON for a script that asked so."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"success": False, "error_code": "refused", "error_message": " ".join(reasons)}, status=400)
    for reason in reasons:
        messages.error(request, reason, _way_out(request, reason))
    back = to or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = resolve_url("wagtailadmin_home")
    return redirect(back)


def _way_out(request: HttpRequest, reason: str) -> list[Any]:
    """A link to what has to change first, where the reason names it and it is theirs."""
    if not isinstance(reason, Reason) or reason.about is None:
        return []
    kind, uuid = reason.about
    way = way_to(kind, uuid, request.user)
    return [messages.button(*way)] if way else []


# --- Rules ----------------------------------------------------------------------------------------


def _anyone(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return True


def writer(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """For who writes for some owner."""
    return author.writes


def keeper(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """For who keeps the local texts of an organisation."""
    return author.local_organisation_id is not None


def administrator(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """For who administers an organisation."""
    return author.administers_id is not None


def shown_page(*names: str) -> Rule:
    """A page of an own root, the root itself included; for who has several, also the top of the tree."""

    def rule(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
        return all(_is_shown(author, kwargs[name]) for name in names if name in kwargs)

    return rule


def _is_shown(author: Author, pk: Any) -> bool:
    path = _path(pk)
    return author.owns_path(path) or (len(author.places) > 1 and len(path) == Page.steplen)


def content_page(*names: str) -> Rule:
    """A module, lesson or case of an own root; the roots themselves are the platform's."""

    def rule(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
        return all(_is_content(author, kwargs[name]) for name in names)

    return rule


def _is_content(author: Author, pk: Any) -> bool:
    path = _path(pk)
    return author.owns_path(path) and len(path) > 2 * Page.steplen


def _target_is_own(author: Author, request: HttpRequest) -> bool:
    """Where a form wants to put pages is a place of their own; the form would name any other in its answer."""
    wanted = [request.POST[name] for name in ("new_parent_page", "chooser") if request.POST.get(name)]
    return all(author.owns_path(_path(pk)) for pk in wanted)


def _copy(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return _is_content(author, kwargs["page_id"]) and _target_is_own(author, request)


def _move(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return (
        _is_content(author, kwargs["page_to_move_id"])
        and _target_is_own(author, request)
        and ("destination_id" not in kwargs or author.owns_path(_path(kwargs["destination_id"])))
    )


def _chooser_page(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    path = _path(kwargs["parent_page_id"])
    return author.owns_path(path) or len(path) == Page.steplen or _is_live_core(path)


def _chosen_pages(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    paths = [_path(pk) for pk in request.GET.getlist("id")]
    return all(author.owns_path(path) or _is_live_core(path) for path in paths)


def _is_live_core(path: str) -> bool:
    core = ContentRoot.objects.filter(organisation__isnull=True).values_list("path", flat=True).first()
    return core is not None and path.startswith(core) and Page.objects.filter(path=path, live=True).exists()


def _path(pk: Any) -> str:
    """A page's path in the tree. What is not there is not theirs either."""
    try:
        found = Page.objects.filter(pk=int(pk)).values_list("path", flat=True).first()
    except (TypeError, ValueError):
        found = None
    if found is None:
        raise Http404
    return found


def instance(model: Any, name: str, action: str) -> Rule:
    """An object that the model's policy allows this action on."""

    def rule(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
        return _allowed(request, model, action, [kwargs[name]])

    return rule


def _instances(model: Any, action: str) -> Rule:
    def rule(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
        return _allowed(request, model, action, request.GET.getlist("id"))

    return rule


def _allowed(request: HttpRequest, model: Any, action: str, ids: list[Any]) -> bool:
    try:
        wanted = {int(unquote(str(pk))) for pk in ids}
    except ValueError:
        return False
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_permission_for(request.user, action).filter(pk__in=wanted).count() == len(wanted)


def _kind(model: Any, action: str) -> Rule:
    """Some object of the model may have this action."""

    def rule(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
        return policy_registry.get_by_type(model).user_has_permission(request.user, action)

    return rule


def _copied(model: Any) -> Rule:
    """What one may see, for who may make such a thing."""
    seen, made = instance(model, "pk", "view"), _kind(model, "add")
    return lambda author, request, kwargs: seen(author, request, kwargs) and made(author, request, kwargs)


def _own_upload(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return UploadedFile.objects.filter(pk=kwargs["uploaded_file_id"], uploaded_by_user=request.user).exists()


def _bulk(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Every object named is theirs. "All" is only understood inside a page of theirs, or among files, where Wagtail asks the policy."""
    model, ids = _model(kwargs), request.GET.getlist("id")
    if model is Page:
        if "all" in ids:
            return _is_content(author, request.GET.get("childOf")) or author.owns_path(
                _path(request.GET.get("childOf"))
            )
        return author.writes and _target_is_own(author, request) and all(_is_content(author, pk) for pk in ids)
    if model in (Image, Document):
        return author.writes if "all" in ids else _allowed(request, model, "change", ids)
    return model in _SNIPPETS and "all" not in ids and _allowed(request, model, "change", ids)


def _edited(author: Author, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    model = _model(kwargs)
    if issubclass(model, Page):
        return _is_content(author, unquote(kwargs["object_id"]))
    return model in _SNIPPETS and _allowed(request, model, "change", [kwargs["object_id"]])


def _model(kwargs: dict[str, Any]) -> Any:
    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        raise Http404 from None


def _holds(rule: Rule, author: Author, request: HttpRequest, name: str, kwargs: dict[str, Any]) -> bool:
    """Whether the rule lets them; a platform administrator is held to nothing but the existence of what is named."""
    if author.is_platform_admin and not name.startswith("wagtailsnippets_cms_localtext"):
        return True
    return rule(author, request, kwargs)


# --- The table ------------------------------------------------------------------------------------

_PAGES_SHOWN = ("wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_pages:add_subpage")
_PAGES_EDITED = [
    "edit",
    "preview_on_edit",
    "view_draft",
    "usage",
    "delete",
    "unpublish",
    "lock",
    "unlock",
    "history",
    "history_results",
    "revisions_index",
    "revisions_view",
    "revisions_revert",
    "revisions_unschedule",
]
ROUTES: dict[str, Rule] = {
    **dict.fromkeys(
        [
            "wagtailadmin_home",
            "wagtailadmin_account",
            "wagtailadmin_logout",
            "wagtailadmin_login",
            "wagtailadmin_dismissibles",
            "wagtailadmin_sprite",
            "wagtailadmin_javascript_catalog",
            "wagtailadmin_editing_sessions:release",
        ],
        _anyone,
    ),
    **dict.fromkeys(
        [
            "wagtailadmin_explore_root",
            "wagtailadmin_pages:search",
            "wagtailadmin_pages:search_results",
            "wagtailadmin_block_preview",
            "wagtailadmin_api:pages:listing",
            "studio_choose_page",
            "wagtailadmin_choose_page",
            "wagtailadmin_choose_page_search",
            "wagtailadmin_choose_page_external_link",
            "wagtailadmin_choose_page_email_link",
            "wagtailadmin_choose_page_phone_link",
            "wagtailadmin_choose_page_anchor_link",
            "wagtailimages:index",
            "wagtailimages:index_results",
            "wagtailimages:add",
            "wagtailimages:add_multiple",
            "wagtailimages_chooser:choose",
            "wagtailimages_chooser:choose_results",
            "wagtailimages_chooser:create",
            "wagtaildocs:index",
            "wagtaildocs:index_results",
            "wagtaildocs:add",
            "wagtaildocs:add_multiple",
            "wagtaildocs_chooser:choose",
            "wagtaildocs_chooser:choose_results",
            "wagtaildocs_chooser:create",
        ],
        writer,
    ),
    # Pages
    **dict.fromkeys(_PAGES_SHOWN, shown_page("parent_page_id")),
    "wagtailadmin_api:pages:detail": shown_page("pk"),
    **dict.fromkeys(["wagtailadmin_pages:add", "wagtailadmin_pages:preview_on_add"], shown_page("parent_page_id")),
    **{f"wagtailadmin_pages:{name}": content_page("page_id") for name in _PAGES_EDITED},
    "wagtailadmin_pages:copy": _copy,
    "wagtailadmin_pages:revisions_compare": content_page("pk"),
    **dict.fromkeys(
        ["wagtailadmin_pages:move", "wagtailadmin_pages:move_confirm", "wagtailadmin_pages:set_page_position"], _move
    ),
    "wagtailadmin_choose_page_child": _chooser_page,
    "wagtailadmin_choose_page_chosen_multiple": _chosen_pages,
    "wagtail_bulk_action": _bulk,
    "wagtailadmin_editing_sessions:ping": _edited,
    # Files
    **{
        f"wagtailimages:{name}": instance(Image, "image_id", "change")
        for name in ("edit", "delete", "preview", "image_usage", "edit_multiple", "delete_multiple")
    },
    "wagtailimages_chooser:select_format": instance(Image, "image_id", "choose"),
    "wagtailimages_chooser:chosen": instance(Image, "pk", "choose"),
    "wagtailimages_chooser:chosen_multiple": _instances(Image, "choose"),
    **dict.fromkeys(
        ["wagtailimages:create_multiple_from_uploaded_image", "wagtailimages:delete_upload_multiple"], _own_upload
    ),
    **{
        f"wagtaildocs:{name}": instance(Document, "document_id", "change")
        for name in ("edit", "delete", "document_usage")
    },
    **{f"wagtaildocs:{name}": instance(Document, "doc_id", "change") for name in ("edit_multiple", "delete_multiple")},
    "wagtaildocs_chooser:chosen": instance(Document, "pk", "choose"),
    "wagtaildocs_chooser:chosen_multiple": _instances(Document, "choose"),
    **dict.fromkeys(
        ["wagtaildocs:create_multiple_from_uploaded_document", "wagtaildocs:delete_upload_multiple"], _own_upload
    ),
}
"""Which of Wagtail's routes an author may use, and on what."""

ROUTES |= dict.fromkeys(["cms_slots", "cms_slots_still_holds"], keeper)
_SNIPPET_ROUTES: dict[str, Callable[[Any], Rule]] = {
    **dict.fromkeys(["list", "list_results", "choose", "choose_results"], lambda model: _kind(model, "view")),
    **dict.fromkeys(["add", "preview_on_add"], lambda model: _kind(model, "add")),
    "inspect": lambda model: instance(model, "pk", "view"),
    "copy": _copied,
    "chosen": lambda model: instance(model, "pk", "choose"),
    "chosen_multiple": lambda model: _instances(model, "choose"),
    **dict.fromkeys(
        [
            "edit",
            "delete",
            "usage",
            "history",
            "history_results",
            "preview_on_edit",
            "revisions_view",
            "revisions_revert",
            "revisions_compare",
            "revisions_unschedule",
            "unpublish",
            "lock",
            "unlock",
        ],
        lambda model: instance(model, "pk", "change"),
    ),
}
for _model_class in _SNIPPETS:
    for _space in ("wagtailsnippets", "wagtailsnippetchoosers"):
        for _route, _make in _SNIPPET_ROUTES.items():
            ROUTES[f"{_space}_cms_{_model_class._meta.model_name}:{_route}"] = _make(_model_class)
ROUTES |= {
    "bank-import": _kind(Question, "add"),
    "bank-export": _kind(Question, "view"),
    "bank-editions": instance(Question, "pk", "view"),
}


def open_route(name: str, rule: Rule) -> None:
    """Open a route of the studio that a room above brings. Said when the site starts."""
    ROUTES[name] = rule


def rule_for(name: str) -> Rule | None:
    """The rule of a route; None for one that only platform administrators have."""
    return ROUTES.get(name)
