"""For each route of the studio: the address that one of the four kinds of objects has there.

`own` is what belongs to the organisation of the person who asks, `foreign` to the other one; `core` is what the core published,
`core-draft` what it has not. For somebody of the core and of the platform, `own` is Gemeente Voorbeeldstad's.
"""

from typing import Any
from urllib.parse import urlencode

from wagtail.models import Site, Task, UploadedFile, Workflow

from tests.architecture.routes import Route
from tests.architecture.world import World

_CONSTANTS = {
    "content_type_app_name": "cms",
    "content_type_model_name": "lessonpage",
    "app_label": "cms",
    "app_name": "taggit",
    "filter_spec": "max-165x165",
    "action_name": "approve",
    "task_state_id": 1,
    "task_id": 1,
    "workflow_state_id": 1,
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "session_id": 0,
    "uidb64": "MQ",
    "token": "geen-sleutel",
    "action": "delete",
    "kind": "page",
}
_BULK = {"app_label": "wagtailcore", "model_name": "page"}
_PAGE_NAMES = {"page_id", "page_to_move_id", "parent_page_id", "page_pk"}
_BY_QUERY = {"chosen_multiple", "wagtailadmin_choose_page_chosen_multiple", "wagtail_bulk_action"}
_WHOLE = {"wagtailadmin_workflows", "wagtailsites"}
"""Kinds that have no owner: there is one, the site's."""


def objects_of(route: Route) -> list[str]:
    """Which kinds of objects a route can be asked for."""
    if not _takes_object(route):
        return ["-"]
    if route.key.startswith(("wagtailsnippets_cms_localtext", "wagtailsnippetchoosers_cms_localtext")):
        return ["own", "foreign"]
    if route.key.startswith(("wagtailsnippets_cms_slot", "wagtailsnippetchoosers_cms_slot")):
        return ["core"]
    if route.key.startswith(
        ("wagtailsnippets_cms_reflectionquestion", "wagtailsnippetchoosers_cms_reflectionquestion")
    ):
        return ["core", "core-draft"]
    return ["own", "foreign", "core", "core-draft"] if _has_drafts(route) else ["own", "foreign", "core"]


def _takes_object(route: Route) -> bool:
    if route.key.split(":")[0] in _WHOLE or route.key.endswith(":add_task"):
        return False
    return bool(set(route.parameters) - set(_CONSTANTS) - {"model_name"}) or _last(route) in _BY_QUERY


def _has_drafts(route: Route) -> bool:
    space = route.key.split(":")[0]
    return space in {
        "wagtailadmin_pages",
        "wagtailsnippets_cms_question",
        "wagtailsnippetchoosers_cms_question",
        "bank-editions",
        "case-look",
        "case-panel",
        "case-panel-one",
        "case-play",
        "module-export",
        "wagtailadmin_choose_page_chosen_multiple",
    }


def _last(route: Route) -> str:
    return route.key.rsplit(":", 1)[-1]


def owner_of(thing: str, who: str) -> str:
    """Whose shelf a kind of object stands on for somebody."""
    if thing.startswith("core"):
        return "core"
    here = "anderstad" if who == "tess" else "voorbeeldstad"
    there = "voorbeeldstad" if who == "tess" else "anderstad"
    return here if thing == "own" else there


def path_of(world: World, route: Route, thing: str, who: str) -> str:
    """The address of this kind of object for this person."""
    shelf_name = owner_of("own" if thing == "-" else thing, who)
    item = _item(world, route, shelf_name, draft=thing != "core")
    pk = item.pk if item is not None else 0
    values: dict[str, Any] = {**_CONSTANTS, "model_name": "lessonpage", "object_id": pk}
    for name in route.parameters:
        if name in _PAGE_NAMES or (name.endswith("_id") and name not in values) or name in {"pk", "doc_id"}:
            values[name] = pk
    values |= _second(world, route, shelf_name, item)
    address = route.address(values)
    return f"{address}?{urlencode({'id': pk})}" if _last(route) in _BY_QUERY else address


def _item(world: World, route: Route, shelf_name: str, *, draft: bool) -> Any:
    """The object that the route is about."""
    shelf, space = world.shelves[shelf_name], route.key.split(":")[0]
    if "uploaded_file_id" in route.parameters:
        return UploadedFile.objects.get(
            uploaded_by_user=world.cast[{"core": "kees", "voorbeeldstad": "edith", "anderstad": "tess"}[shelf_name]]
        )
    if "image" in space or "images" in route.key:
        return shelf.image
    if "docs" in space or "documents" in route.key:
        return shelf.document
    kinds = {
        "case-look": shelf.draft_case if draft else shelf.case,
        "case-panel": shelf.draft_case if draft else shelf.case,
        "case-panel-one": shelf.draft_case if draft else shelf.case,
        "case-play": shelf.draft_case if draft else shelf.case,
        "bank-editions": shelf.draft_question if draft else shelf.question,
        "wagtailsnippets_cms_question": shelf.draft_question if draft else shelf.question,
        "wagtailsnippets_cms_glossaryterm": shelf.term,
        "wagtailsnippets_cms_reflectionquestion": world.draft_reflection if draft else world.reflection,
        "wagtailsnippets_cms_slot": world.slot,
        "wagtailsnippets_cms_localtext": shelf.local,
        "wagtailusers_users": world.cast[{"core": "petra", "voorbeeldstad": "asha", "anderstad": "sam"}[shelf_name]],
        "wagtailusers_groups": shelf.root.authors,
        "wagtailadmin_collections": shelf.root.collection,
        "module-export": shelf.draft_module if draft else shelf.module,
        "practice_case_figures": shelf.draft_case if draft else shelf.case,
        "practice_module_figures": shelf.draft_module if draft else shelf.module,
        "practice_trial_group": shelf.draft_module if draft else shelf.module,
        "practice_trial_stop": shelf.draft_module if draft else shelf.module,
        "practice_question_figures": shelf.draft_question if draft else shelf.question,
        "wagtailsites": Site.objects.first(),
        "wagtailadmin_workflows": Task.objects.first() if "task" in route.key else Workflow.objects.first(),
    }
    if space.replace("choosers", "s") in kinds:
        return kinds[space.replace("choosers", "s")]
    if "parent_page_id" in route.parameters:
        return shelf.draft_module if draft else shelf.module
    return shelf.draft_lesson if draft else shelf.lesson


def _second(world: World, route: Route, shelf_name: str, item: Any) -> dict[str, Any]:
    """What a route names beside its object."""
    found: dict[str, Any] = {}
    if "delivery_id" in route.parameters:
        found["delivery_id"] = world.deliveries[shelf_name].pk
    if "revision_id" in route.parameters:
        found["revision_id"] = item.latest_revision_id
    if route.key == "cms_slots_still_holds":
        found["key"] = world.slot.key
    if "destination_id" in route.parameters:
        found["destination_id"] = world.shelves[shelf_name].module.pk
    if route.key == "wagtail_bulk_action":
        found |= _BULK
    if route.key == "wagtailadmin_tag_model_autocomplete":
        found["model_name"] = "tag"
    if route.key.endswith(":add_task"):
        found |= {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    remark = world.records["sam" if shelf_name == "anderstad" else "asha"].trials[""].pk
    records = {"invitation_id": world.panel_invitation.pk, "remark": remark}
    found |= {name: pk for name, pk in records.items() if name in route.parameters}
    if "workflow_pk" in route.parameters:
        found["workflow_pk"] = 1
    return found
