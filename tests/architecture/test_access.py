"""The table of access against the site: every route × everybody of the cast × method × whose object."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from learning.practice.models import Item, RefresherTurn
from tests.architecture.access import Row, missing_rows, outcome, table
from tests.architecture.addresses import ORGANISATION_ROUTES, form_for, form_in_session, objects_of, path_of
from tests.architecture.leaks import shown
from tests.architecture.routes import Route, routes
from tests.architecture.standing import undone
from tests.architecture.world import CAST, LEADS, LEARNERS, SHARED_WITH, TEAMS, World

WHO = ("visitor", *CAST)
_FEW = ("visitor", "asha", "tess", "petra")
"""For pages about nothing but one's own account, where all who are signed in are alike."""
_FOR_GUESTS = {"team_sessions:phone-leave"}
"""Whoever takes part with an account has nothing to do there."""
OUTSIDE = table("access.csv")
STUDIO = table("studio.csv")
GUEST = table("guest.csv")
"""What a guest of Asha's session may do besides what a visitor may; everywhere else they are one."""
_ROUTES = {route.key: route for route in routes()}
_OTHER_METHODS = ("PUT", "PATCH", "DELETE")


def test_every_route_has_a_row():
    absent = missing_rows(iter(_ROUTES), [OUTSIDE, STUDIO])
    outside = [key for key in absent if not _ROUTES[key].in_studio]
    studio = [key for key in absent if _ROUTES[key].in_studio]
    assert not absent, (
        f"Say who may go there.\nIn tests/architecture/access.csv (route,method,object and a status for everybody): {outside}"
        f"\nIn tests/architecture/studio.csv (route,method,object and a status for four roles): {studio}"
    )


def test_every_row_has_a_route():
    assert [row.id for row in OUTSIDE + STUDIO if row.route not in _ROUTES] == []


def test_every_object_and_method_of_a_route_has_a_row():
    wanted = {
        f"{route.key} {method} {thing}"
        for route in _ROUTES.values()
        if not route.in_studio
        for method in ("GET", "POST")
        for thing in objects_of(route)
    }
    assert sorted(wanted - {f"{row.route} {row.method} {thing}" for row in OUTSIDE for thing in _things(row)}) == []


def test_every_route_to_a_record_has_rows_for_whose_it_may_be():
    """One's own, a team mate's, another team's, another organisation's, and none at all."""
    to_any = [route for route in _ROUTES.values() if not route.in_studio and "<uuid:" in route.pattern]
    of_organisations = [route for route in to_any if route.key in ORGANISATION_ROUTES]
    assert all({"voorbeeldstad", "anderstad", "missing"} <= set(objects_of(route)) for route in of_organisations)
    to_a_record = [route for route in to_any if route not in of_organisations]
    assert len(to_a_record) > 30
    assert [route.key for route in to_a_record if not {*LEARNERS, "missing"} <= set(objects_of(route))] == []
    said = {(row.route, thing) for row in OUTSIDE for thing in _things(row)}
    wanted = {(route.key, thing) for route in to_a_record for thing in (*LEARNERS, "missing")}
    assert sorted(wanted - said) == []


def test_what_is_ones_own_is_done_for_real():
    """Each of the three is let in where a record of theirs is asked for; nobody else is, but who was given it, or whose team it is of."""
    given = {owner: {owner, SHARED_WITH[owner][0]} for owner in LEARNERS}
    let_in = {
        (row.route, row.object): {who for who, status in row.outcomes.items() if status in {"200", "204", "302"}}
        for row in OUTSIDE
        if row.object in LEARNERS and "<uuid:" in _ROUTES[row.route].pattern and row.route not in _FOR_GUESTS
    }
    led = {key: who for key, who in let_in.items() if key[0].startswith("leading:")}
    assert {key: LEADS[key[1]] for key in led} == led
    let_in = {key: who for key, who in let_in.items() if key not in led}
    near = {key: TEAMS[key[1]] if key[0].startswith("team_sessions:") else given[key[1]] for key in let_in}
    assert {key for key, who in let_in.items() if not who or not who <= near[key]} == set()


def test_everybody_stands_in_the_table():
    assert {tuple(row.outcomes) for row in OUTSIDE} == {WHO}


def test_everything_is_allowed_to_somebody_or_closed_to_all():
    """A site that denies everything fails: what somebody may do is done for real, below."""
    open_to = {
        row.route for row in OUTSIDE + GUEST if any(status in {"200", "204", "302"} for status in row.outcomes.values())
    }
    closed = sorted({row.route for row in OUTSIDE} - open_to)
    assert closed == [
        "account_confirm_email", "account_email", "account_email_verification_sent", "account_signup",
        "accounts/confirm-email/", "accounts/confirm-email/<str:key>/", "accounts/email/", "accounts/signup/", "mfa_deactivate_totp",
        "mfa_download_recovery_codes", "mfa_view_recovery_codes", "people:openid-back", "people:openid-begin", "people:openid-join",
        "people:openid-list", "people:openid-new", "people:openid-remove", "wagtailcore_authenticate_with_password", "wagtailcore_login",
        "wagtaildocs_authenticate_with_password",
    ]  # fmt: skip


def _who(row: Row) -> tuple[str, ...]:
    return _FEW if row.route.startswith(("account", "mfa_")) else WHO


def _things(row: Row) -> list[str]:
    return objects_of(_ROUTES[row.route]) if row.object == "*" else [row.object]


def _some(row: Row) -> tuple[str, ...]:
    """A visitor, whose it is, somebody of another organisation, and whoever comes first and last with each answer of the row."""
    first = {row.outcomes[who]: who for who in reversed(_who(row))}
    last = {row.outcomes[who]: who for who in _who(row)}
    chosen = {"visitor", "sam", row.object, *first.values(), *last.values()}
    return tuple(who for who in _who(row) if who in chosen)


@pytest.mark.parametrize(
    "whom",
    [pytest.param(_some, id="part", marks=pytest.mark.part), pytest.param(_who, id="whole", marks=pytest.mark.whole)],
)
@pytest.mark.parametrize("row", [row for row in OUTSIDE if row.route in _ROUTES], ids=lambda row: row.id)
def test_access(world: World, row: Row, whom: Callable[[Row], tuple[str, ...]]):
    route = _ROUTES[row.route]
    found = {(who, thing): _ask(world, route, row.method, thing, who) for thing in _things(row) for who in whom(row)}
    assert [
        f"{who} on {thing}: {got}, the table says {row.outcomes[who]}"
        for (who, thing), got in found.items()
        if got != row.outcomes[who]
    ] == []


@pytest.mark.parametrize("row", [row for row in OUTSIDE if row.route in _ROUTES], ids=lambda row: row.id)
def test_a_guest_may_do_what_a_visitor_may_and_no_more_but_at_their_table(world: World, row: Row):
    route = _ROUTES[row.route]
    more = {
        (one.method, thing): one.outcomes["guest"] for one in GUEST if one.route == row.route for thing in _things(one)
    }
    wanted = {thing: more.get((row.method, thing), row.outcomes["visitor"]) for thing in _things(row)}
    assert {thing: _ask(world, route, row.method, thing, "guest") for thing in wanted} == wanted


@pytest.mark.parametrize(
    "route", [route for route in _ROUTES.values() if not route.in_studio], ids=lambda route: route.key
)
def test_no_other_method_does_anything(world: World, route: Route):
    """PUT, PATCH and DELETE are refused, or end where GET or POST would have ended."""
    for thing in objects_of(route):
        rows = {row.method: row for row in OUTSIDE if row.route == route.key and thing in _things(row)}
        for who in ("visitor", "asha"):
            usual = {rows[method].outcomes[who] for method in ("GET", "POST")}
            for method in _OTHER_METHODS:
                assert _ask(world, route, method, thing, who) in {"405", "404", *usual}


def _ask(world: World, route: Route, method: str, thing: str, who: str) -> str:
    path = path_of(world, route, thing)
    with undone():
        response = world.browser(who).generic(method, path, **_body(world, route, method, thing, who))
        if response.streaming:
            b"".join(response.streaming_content)  # read a file to its end, so that it is closed
        leaked = shown(world, who, response)
        return f"shows {leaked}" if leaked else outcome(response, path)


def _of_session(world: World, route: Route, owner: str, state: str) -> dict[str, Any]:
    """What the screen of a session would send along: which version was seen, and what it is about."""
    if route.key == "team_sessions:settle":
        return {"agreement": world.records[owner].agreement.pk}
    sessions = world.records[owner].sessions
    session = sessions[
        "prepared" if route.key.endswith((":cancel", ":lead-begin")) and not state else state.replace("going", "")
    ]
    return {"seen": session.version, "facilitators": world.cast[owner].uuid}


_COLLEAGUE = {"reflection:share": "person", "dossier:ask": "peer"}
"""Forms that name a colleague, and in which field."""


def _body(world: World, route: Route, method: str, thing: str, who: str) -> dict[str, str]:
    if method != "POST":
        return {}
    form = form_for(route)
    if route.key == "team_sessions:code":
        form["code"] = world.code
    if route.key == "team_sessions:phone-settle" and thing in world.records:
        form |= {"agreement": world.records[thing].agreement.pk, "standing": "done"}
    if route.key == "reflection:draft" and who in world.cast:
        form["person"] = str(world.cast[who].uuid)
    if route.key == "journey:attempt-question" and thing in world.records:
        question = Item.objects.get(attempt=world.records[thing].attempt, position=1).question
        form["answer"] = question.content["options"][0]["id"]
    if route.key == "refreshers:question" and thing in world.records:
        question = RefresherTurn.objects.get(round=world.records[thing].refreshing, position=1).question
        form["answer"] = question.content["options"][0]["id"]
    owner, _dash, state = thing.partition("-")
    if route.key.startswith("team_sessions:") and owner in world.records:
        form |= _of_session(world, route, owner, state)
    if route.key in _COLLEAGUE and thing in world.records:
        form[_COLLEAGUE[route.key]] = world.cast[SHARED_WITH[thing][1]].uuid
    if route.key.startswith("team_sessions:poll") and thing in world.records:
        form |= form_in_session(world.records[thing].sessions["talking" if route.key.endswith("put") else "polled"])
    return {"data": urlencode(form), "content_type": "application/x-www-form-urlencoded"}
