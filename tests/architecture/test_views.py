"""Views: each asks who looks, or says why it need not; each that writes for a learner asks for a proof and, where it must, a key."""

import re

import pytest
from django.test import Client

from people.refusal import Refused
from people.scope import client_key
from tests.architecture.access import table
from tests.architecture.addresses import form_for, learner_pages, objects_of, path_of
from tests.architecture.routes import Route, routes
from tests.architecture.standing import undone
from tests.architecture.world import World

PUBLIC = {
    "healthz": "a proxy asks whether the site can serve; it says nothing else",
    "security-txt": "who found a leak must be able to say so (RFC 9116)",
    "real-concern": "numbers to call come before signing in; nothing of anybody is on it",
    "panel:answer": "a panellist has a link and no account; the link is the proof",
    "team_sessions:code": "guests of a session have no account; it asks for a code and names nobody",
    "team_sessions:join": "the code is the proof; it names the team, and nothing of the session",
    "people:calendar-feed": "calendars cannot sign in; the address is the proof, and an unknown one is not there",
    "people:welcome": "who was invited has no account yet; the link is the proof, or asks for the mail that is",
    "people:goodbye": "whoever deleted their account has none any more; the page names nobody",
    "certificates:check": "who was shown a certificate has no account; the address is the proof, and the page names nobody",
    "certificates:did": "who verifies a badge asks for its issuer's public keys",
    "certificates:withdrawals": "who verifies a badge asks whether it was withdrawn; the list names nobody",
    "account_login": "the door",
    "account_logout": "leads a visitor on",
    "account_inactive": "says that an account is closed, to whoever tried",
    "account_reset_password": "who forgot a password cannot sign in",
    "account_reset_password_done": "the same answer for every address",
    "account_reset_password_from_key": "the key from the mail is the proof",
    "account_reset_password_from_key_done": "the end of that road",
    "account_confirm_login_code": "leads to the door: codes are not in use",
    "mfa_authenticate": "the second step at the door; without a first one it leads back",
}
"""Routes that a visitor may open, each with its reason."""
_OURS = (
    "journey:",
    "practice:",
    "reflection:",
    "dossier:",
    "people:",
    "panel:",
    "team_sessions:",
    "programmes:",
    "leading:",
    "certificates:",
)
_WITHOUT_KEY = {
    "journey:begin": "beginning twice is beginning once",
    "journey:move-over": "moving twice is moving once",
    "journey:finish": "finishing twice is finishing once",
    "journey:hand-in": "graded once, by its state",
    "practice:debrief-finish": "finished once, by its state",
    "practice:run-delete": "what is gone is gone",
    "practice:reason-delete": "what is gone is gone",
    "reflection:delete": "what is gone is gone",
    "reflection:draft-delete": "what is gone is gone",
    "reflection:intend": "an entry has one intention: the same words again are the same one",
    "reflection:intention-close": "what was said first stands",
    "reflection:intention-postpone": "the same form gives the same day",
    "reflection:intention-delete": "what is gone is gone",
    "reflection:share": "with the same person it is the same share",
    "reflection:withdraw": "withdrawing twice is withdrawing once",
    "reflection:comment-delete": "what is gone is gone",
    "programmes:begin": "while a round runs, it is that round",
    "programmes:step": "said twice is said once",
    "programmes:leave": "the same days are the same leave",
    "programmes:leave-delete": "what is gone is gone",
    "programmes:settle": "ended once, by its state",
    "programmes:sign": "signed once, by its state",
    "programmes:help": "one asks one thing at a time",
    "leading:give": "while a round runs, it is that round",
    "leading:decide": "the same decision is the same decision",
    "leading:help": "taken up once, by its state",
    "dossier:minutes": "the same form gives the same minutes",
    "dossier:delete": "what is gone is gone",
    "dossier:own": "the same form gives the same line",
    "dossier:own-delete": "what is gone is gone",
    "dossier:register-choose": "the same form gives the same register",
    "dossier:register-forget": "what is gone is gone",
    "dossier:ask": "a colleague is asked once about a line",
    "dossier:answer": "what was said first stands",
    "reflection:search": "it writes nothing: words to look for come by POST so that they stand in no address",
    "reflection:wipe": "what is gone is gone",
    "people:calendar": "a second address takes the place of the first, and the last one made is the one that is shown",
    "people:invite": "an address has one open invitation; a second says so",
    "people:invite-list": "what is confirmed carries a key in its seal; the same one is the same list",
    "people:invite-list-undo": "what is withdrawn is withdrawn",
    "people:role-give": "who has a role already is not given it again",
    "people:role-end": "what ended, ended",
    "people:role-move": "who is there already is not moved again",
    "people:invitation-again": "one mail in five minutes; the last link is the one that works",
    "people:invitation-withdraw": "withdrawing twice is withdrawing once",
    "people:welcome": "an invitation is taken up once",
    "people:keep-longer": "the same choice gives the same day",
    "people:retention-term": "the same term is the same term, and keeps the day that was named",
    "people:retention-back": "what was taken back is taken back",
    "people:export-again": "begins anew once, by its state",
    "people:export-delete": "what is gone is gone",
    "people:openid-begin": "each attempt is its own, and the last few count",
    "people:openid-join": "joining twice is joining once",
    "people:openid-remove": "what is gone is gone",
    "people:leave": "what is gone is gone",
    "people:profile": "the same form gives the same profile",
    "panel:answer": "the same answers are kept once",
    "panel:withdraw": "withdrawing twice is withdrawing once",
    "team_sessions:code": "it writes nothing: it leads on to the door",
    "team_sessions:join": "coming in twice is coming in once",
    "team_sessions:keep": "the same form gives the same months",
    "team_sessions:settle": "what was said last stands",
    "team_sessions:remove": "what is gone is gone",
    "team_sessions:cancel": "what is gone is gone",
    "team_sessions:lead-card": "what is gone is gone, and a card is let through or talked about once",
    "team_sessions:lead-pretend": "each of them acts once in a round",
    "team_sessions:phone-enter": "coming in twice is coming in once",
    "team_sessions:phone-card-back": "what is gone is gone",
    "team_sessions:phone-settle": "what was said last stands",
    "team_sessions:phone-leave": "a browser that is nobody's stays so",
    "dossier:session": "a session is one line, however often it is kept",
    "certificates:take": "a completion has one certificate in force: it is the answer to both",
    "certificates:withdraw": "withdrawing twice is withdrawing once",
    "certificates:revoke": "withdrawing twice is withdrawing once; the first reason stands",
    "certificates:months": "the same form gives the same months",
    "certificates:check": "it writes nothing: a name to compare comes by POST so that it stands in no address",
}
"""Writes that need no key of the client, each with the reason why sending it twice does no harm."""
_KEYED = {
    "certificates:paper",
    "journey:answer",
    "programmes:report",
    "journey:case-reflect",
    "journey:reflect",
    "journey:test-begin",
    "journey:vote",
    "journey:attempt-question",
    "practice:begin",
    "practice:fork",
    "practice:step",
    "reflection:comment",
    "reflection:draft",
    "reflection:write",
    "reflection:write-free",
    "reflection:take",
    "dossier:add",
    "dossier:take",
    "people:data",
    "team_sessions:carry",
    "team_sessions:facilitators",
    "team_sessions:lead-agree",
    "team_sessions:lead-begin",
    "team_sessions:lead-close",
    "team_sessions:lead-code",
    "team_sessions:lead-extend",
    "team_sessions:lead-move",
    "team_sessions:minutes-pdf",
    "team_sessions:phone-card",
    "team_sessions:phone-claim",
    "team_sessions:phone-note",
    "team_sessions:phone-scale",
    "team_sessions:poll-close",
    "team_sessions:poll-put",
    "team_sessions:poll-vote",
    "team_sessions:prepare",
}
_NEEDS_KEY = r"""(?x) action="(?:
    /leren/[^"]+/(?:(?:antwoord|spiegel|peiling)/[^"]+/|toets/beginnen/|toets/[0-9a-f-]{36}/\d+/)
    | /spiegel/(?:vraag/\d+/)?schrijven/
    | /spiegel/gedeeld/[0-9a-f-]{36}/reactie/
    | /dossier/toevoegen/ | /dossier/meenemen/ | /dossier/certificaten/[0-9a-f-]{36}/pdf/
    | /spiegel/meenemen/ | /profiel/gegevens/ | /meedoen/meenemen/
    | /sessies/[0-9a-f-]{36}/meedoen/(?:kaart|schaal|eigen|van-mij)/
    | /sessies/[0-9a-f-]{36}/peiling/\w+/
    | /sessies/nieuw/ | /sessies/[0-9a-f-]{36}/begeleiders/
    | /sessies/[0-9a-f-]{36}/begeleiden/(?:beginnen|stap|tijd|code|afspraak|afronden)/
    | /casussen/(?:[a-z0-9-]+/beginnen|spel/[0-9a-f-]{36}/(?:stap|spiegel/\w+|opnieuw-vanaf/\d+))/
    )\""""
_ROUTES = [route for route in routes() if not route.in_studio]
_WRITES = [route for route in _ROUTES if route.key in _KEYED | set(_WITHOUT_KEY)]


@pytest.mark.parametrize("route", _ROUTES, ids=lambda route: route.key)
def test_a_visitor_is_led_to_the_door_unless_the_page_is_public(world: World, route: Route):
    for thing in objects_of(route):
        with undone():
            status = world.browser("visitor").get(path_of(world, route, thing)).status_code
        assert status in ({200, 302} if route.key in PUBLIC and thing != "missing" else {302, 404, 405})


def test_public_routes_exist():
    assert set(PUBLIC) - {route.key for route in _ROUTES} == set()


def test_every_write_of_a_learner_is_known():
    """A new POST route of ours says whether it carries a key, or why it needs none."""
    writes = {route.key for route in _ROUTES if route.key.startswith(_OURS) and _takes_post(route)}
    assert writes == _KEYED | set(_WITHOUT_KEY)


def _takes_post(route: Route) -> bool:
    return any(
        row.route == route.key and row.method == "POST" and row.outcomes["asha"] != "405" for row in table("access.csv")
    )


@pytest.mark.parametrize("route", _WRITES, ids=lambda route: route.key)
def test_no_write_without_a_proof_that_our_page_sent_it(world: World, route: Route):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = world.browser("asha").cookies["sessionid"].value
    with undone():
        assert strict.post(path_of(world, route, objects_of(route)[0]), form_for(route)).status_code == 403


def test_a_write_without_a_usable_key_is_refused(rf):
    for key in ("", "geen", "1234", "00000000-0000-0000-0000-00000000000g"):
        with pytest.raises(Refused):
            client_key(rf.post("/", {"key": key}))


@pytest.mark.parametrize("who", ["asha", "noor", "edith"])
def test_every_form_that_writes_carries_a_proof_and_where_needed_a_key(world: World, who: str):
    """Every form with method post on the pages of a learner, as it is sent to the browser."""
    with undone():
        forms = [
            (page, form)
            for page in learner_pages(world, who)
            for form in _post_forms(world.browser(who).get(page).content.decode())
        ]
    assert len(forms) > 5
    assert [page for page, form in forms if 'name="csrfmiddlewaretoken"' not in form] == []
    keyed = [form for _page, form in forms if re.search(_NEEDS_KEY, form) and "prompt-skip" not in form]
    assert len(keyed) >= 2
    assert [form[:200] for form in keyed if not re.search(r'name="key" value="[0-9a-f-]{36}"', form)] == []


def _post_forms(html: str) -> list[str]:
    return [
        form
        for form in re.findall(r"<form\b.*?</form>", html, re.DOTALL)
        if re.search(r'^<form\b[^>]*method="post"', form)
    ]
