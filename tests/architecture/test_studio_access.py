"""The studio's table against Wagtail's routes: GET and POST, on one's own object and on others', for each role that may enter."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cms.models import LessonPage
from tests.architecture.access import SIGN_IN, Row, outcome, table
from tests.architecture.leaks import shown
from tests.architecture.routes import Route, routes
from tests.architecture.standing import undone
from tests.architecture.studio import objects_of, path_of
from tests.architecture.world import World

_ROUTES = {route.key: route for route in routes() if route.in_studio}
_ROWS = table("studio.csv")
_ROLES = {"trainer": "edith", "core": "kees", "admin": "omar", "platform": "petra"}
_OUTSIDERS = ("asha", "lotte", "vera")
_FORM: dict[str, Any] = {
    **{f"{name}-count": 0 for name in ("body", "goals", "sources", "test_questions", "prompts", "links")},
    "external-link-chooser-url": "https://voorbeeld.test/", "external-link-chooser-link_text": "voorbeeld",
}  # fmt: skip


def _row(route: Route, method: str, thing: str) -> Row:
    found = [
        row for row in _ROWS if row.route == route.key and row.method in {method, "*"} and row.object in {thing, "*"}
    ]
    assert len(found) == 1, f"studio.csv needs one row for {route.key},{method},{thing}; it has {len(found)}"
    return found[0]


def test_every_object_and_method_has_one_row():
    for route in _ROUTES.values():
        for method in ("GET", "POST"):
            for thing in objects_of(route):
                assert _row(route, method, thing)


def test_roles_stand_in_the_table():
    assert {tuple(row.outcomes) for row in _ROWS} == {tuple(_ROLES)}


def test_nothing_of_another_organisation_is_open_to_a_trainer_or_an_administrator():
    """What the table may never say, whoever changes it."""
    opened = [
        row.id
        for row in _ROWS
        if row.object in {"foreign", "core-draft"} and {row.outcomes["trainer"], row.outcomes["admin"]} != {"404"}
    ]
    assert opened == []


def test_a_trainer_can_work():
    """A studio that denies everything fails: these are open, and asked for real below."""
    work = (
        "wagtailadmin_home",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:edit",
        "wagtailsnippets_cms_question:edit",
        "wagtailimages:edit",
        "wagtaildocs:edit",
    )
    for key in work:
        assert _row(_ROUTES[key], "GET", objects_of(_ROUTES[key])[0]).outcomes["trainer"] == "200"


@pytest.mark.whole  # every method on every kind of object for four roles: a minute of work
@pytest.mark.parametrize("route", _ROUTES.values(), ids=lambda route: route.key)
def test_studio(world: World, route: Route):
    assert _wrong(world, route, _cells(route)) == []


_OTHERS = {"foreign", "core-draft"}


@pytest.mark.part
@pytest.mark.parametrize(
    "route", [one for one in _ROUTES.values() if _OTHERS & set(objects_of(one))], ids=lambda route: route.key
)
def test_nothing_of_others_exists_in_the_studio(world: World, route: Route):
    """Of the table what matters most: others' content, for each role, by reading and by writing."""
    assert _wrong(world, route, [cell for cell in _cells(route) if cell[1] in _OTHERS]) == []


def _wrong(world: World, route: Route, cells: list[tuple[str, str, str, str]]) -> list[str]:
    wrong = []
    for method, thing, role, who in cells:
        expected = _row(route, method, thing).outcomes[role]
        got = _ask(world, route, method, thing, who)
        if got != expected:
            wrong.append(f"{method} {thing} by {who} ({role}): {got}, the table says {expected}")
    return wrong


def _cells(route: Route) -> list[tuple[str, str, str, str]]:
    """Every method on every kind of object for the trainer; for the others what differs from that."""
    cells = []
    for method in ("GET", "POST"):
        for thing in objects_of(route):
            cells += [(method, thing, role, _ROLES[role]) for role in _asked(method, thing)]
            if (thing in {"own", "foreign"} and method == "GET") or thing == "foreign":
                cells.append((method, thing, "trainer", "tess"))
    return cells


def _asked(method: str, thing: str) -> list[str]:
    if thing == "-":
        return ["trainer", "core", "admin", "platform"] if method == "GET" else ["trainer", "admin", "platform"]
    roles = {
        "own": ["trainer", "admin", "platform"],
        "foreign": ["trainer", "admin"],
        "core": ["trainer", "core"],
        "core-draft": ["trainer", "core"],
    }[thing]
    return [*roles, "core"] if thing == "own" and method == "GET" else roles


@pytest.mark.parametrize("route", _ROUTES.values(), ids=lambda route: route.key)
def test_studio_does_not_exist_for_others(world: World, route: Route):
    """A visitor is led to the door, whatever there is behind it; who has no task here meets an address that is not there."""
    for thing in objects_of(route)[:2]:
        assert _ask(world, route, "GET", thing, "visitor") == SIGN_IN
    assert _ask(world, route, "POST", objects_of(route)[0], "visitor") == SIGN_IN
    for who in _OUTSIDERS:
        assert _ask(world, route, "GET", objects_of(route)[0], who) == "404"
    assert _ask(world, route, "POST", objects_of(route)[0], "asha") == "404"


def _ask(world: World, route: Route, method: str, thing: str, who: str) -> str:
    path = path_of(world, route, thing, who if who == "tess" else "edith")
    sent = {"data": urlencode(_FORM), "content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    with undone():
        response = world.browser(who).generic(method, path, **sent)
        if response.streaming:
            b"".join(response.streaming_content)
        leaked = shown(world, who, response)
        return f"shows {leaked}" if leaked else outcome(response, path)


# --- Addresses that name two things -----------------------------------------------------------------


def test_a_revision_of_another_page_is_not_reached_through_ones_own(world: World):
    own, foreign = world.shelves["voorbeeldstad"], world.shelves["anderstad"]
    for name in ("revisions_view", "revisions_revert", "revisions_unschedule"):
        path = reverse(
            f"wagtailadmin_pages:{name}", args=[own.draft_lesson.pk, foreign.draft_lesson.latest_revision_id]
        )
        assert world.browser("edith").get(path).status_code == 404
    path = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[own.draft_lesson.pk, str(foreign.draft_lesson.latest_revision_id), "latest"],
    )
    assert world.browser("edith").get(path).status_code == 404
    path = reverse(
        "wagtailsnippets_cms_question:revisions_view", args=[own.question.pk, foreign.question.latest_revision_id]
    )
    assert world.browser("edith").get(path).status_code == 404


def test_a_page_is_not_moved_or_copied_to_another_organisation(world: World):
    own, foreign = world.shelves["voorbeeldstad"], world.shelves["anderstad"]
    there = LessonPage.objects.child_of(foreign.module).count()
    with undone():
        path = reverse("wagtailadmin_pages:move_confirm", args=[own.draft_lesson.pk, foreign.module.pk])
        assert world.browser("edith").post(path).status_code == 404
        path = reverse("wagtailadmin_pages:copy", args=[own.draft_lesson.pk])
        form = {
            "new_title": "Weg",
            "new_slug": "weg",
            "new_parent_page": foreign.module.pk,
            "copy_subpages": "",
            "publish_copies": "",
        }
        assert world.browser("edith").post(path, form).status_code == 404
        assert LessonPage.objects.child_of(foreign.module).count() == there


def test_a_choice_of_ones_own_and_anothers_is_no_choice(world: World):
    own, foreign = world.shelves["voorbeeldstad"], world.shelves["anderstad"]
    choices = {
        "wagtailsnippetchoosers_cms_question:chosen_multiple": (own.question, foreign.question),
        "wagtailimages_chooser:chosen_multiple": (own.image, foreign.image),
        "wagtaildocs_chooser:chosen_multiple": (own.document, foreign.document),
        "wagtailadmin_choose_page_chosen_multiple": (own.lesson, foreign.lesson),
    }
    for name, pair in choices.items():
        assert world.browser("edith").get(reverse(name), {"id": [one.pk for one in pair]}).status_code == 404


def test_a_form_that_is_not_whole_is_no_fault_of_the_server(world: World):
    page = world.shelves["voorbeeldstad"].draft_lesson
    with undone():
        assert world.browser("edith").post(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 400
