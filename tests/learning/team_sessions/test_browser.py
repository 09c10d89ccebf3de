"""The cookie of a browser that takes part: one secret, a token for each who uses it, and nothing that can be read from it."""

import uuid

from django.http import HttpResponse
from django.test import RequestFactory

from learning.team_sessions import browser
from people.models import User


def _request(cookie: str = "", user: User | None = None):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/meedoen/")
    request.user = user or AnonymousUser()
    if cookie:
        request.COOKIES[browser.COOKIE] = cookie
    return request


def _held(request, **more) -> str:
    return browser.with_browser_token(HttpResponse(), request, **more).cookies[browser.COOKIE].value


def test_a_browser_without_a_cookie_has_no_token(asha):
    assert (browser.guest_token(_request()), browser.browser_token(_request(user=asha))) == ("", "")
    assert browser.browser_token(_request(_held(_request()))) == ""


def test_two_people_at_one_browser_have_two_tokens(asha, ben):
    cookie = _held(_request())
    tokens = [browser.browser_token(_request(cookie, one)) for one in (asha, ben)]
    tokens.append(browser.guest_token(_request(cookie, asha)))
    assert len({*tokens, ""}) == 4
    assert browser.browser_token(_request(cookie, asha)) == tokens[0]
    assert browser.guest_token(_request(cookie)) == tokens[2]


def test_holding_it_longer_changes_no_token(asha):
    cookie = _held(_request())
    again = _held(_request(cookie, asha))
    assert browser.browser_token(_request(again, asha)) == browser.browser_token(_request(cookie, asha))


def test_a_script_cannot_read_it():
    sent = browser.with_browser_token(HttpResponse(), _request()).cookies[browser.COOKIE]
    assert (sent["httponly"], sent["samesite"]) == (True, "Lax")


def test_it_knows_of_which_session_it_was_a_guest_and_tells_nobody():
    session, other = uuid.uuid4(), uuid.uuid4()
    cookie = _held(_request(), guest_in=session)
    assert browser.was_guest_of(_request(cookie), session)
    assert not browser.was_guest_of(_request(cookie), other)
    assert browser.was_guest_of(_request(_held(_request(cookie))), session)
    assert session.hex not in cookie.replace("-", "")
    secret, _dot, mark = cookie.partition(".")
    assert not browser.was_guest_of(_request(f"anders.{mark}"), session)
    assert not browser.was_guest_of(_request(secret), session)


def test_it_sits_in_a_session_as_a_guest_or_with_an_account_and_remembers_the_last_few():
    first, *others = [uuid.uuid4() for _session in range(5)]
    cookie = _held(_request(), guest_in=first)
    cookie = _held(_request(cookie), member_in=first)
    assert (browser.was_guest_of(_request(cookie), first), browser.was_member_of(_request(cookie), first)) == (
        False,
        True,
    )
    for other in others[:3]:
        cookie = _held(_request(cookie), guest_in=other)
    assert browser.was_member_of(_request(cookie), first)
    cookie = _held(_request(cookie), guest_in=others[3])
    assert not browser.was_member_of(_request(cookie), first)
    assert all(browser.was_guest_of(_request(cookie), other) for other in others)
