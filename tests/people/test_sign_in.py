"""The door: signing in and out, what is counted there, and who needs a second factor."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connections
from django.test import Client

from tests.concurrency import at_once
from tests.factories import people
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client, email="asha@voorbeeld.test", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_signed_in(client) -> bool:
    return client.get("/profiel/").status_code == 200


@pytest.fixture
def checked_visitor(db):
    """A browser whose posts are held against forgery, as in life."""
    return Client(enforce_csrf_checks=True)


def test_a_form_with_its_token_signs_in(checked_visitor, asha):
    checked_visitor.get(LOGIN)
    token = checked_visitor.cookies["csrftoken"].value
    reply = checked_visitor.post(
        LOGIN, {"login": "asha@voorbeeld.test", "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    assert (reply.status_code, reply.headers["Location"]) == (302, "/")


def test_a_form_without_its_token_is_refused(checked_visitor, asha):
    assert sign_in(checked_visitor).status_code == 403
    assert not is_signed_in(checked_visitor)


def test_an_address_is_known_whatever_its_case(visitor, asha):
    sign_in(visitor, "ASHA@Voorbeeld.test")
    assert is_signed_in(visitor)


def test_after_signing_in_one_is_where_one_wanted_to_be(visitor, asha):
    reply = visitor.post(
        f"{LOGIN}?next=/begrippen/", {"login": "asha@voorbeeld.test", "password": PASSWORD, "next": "/begrippen/"}
    )
    assert reply.headers["Location"] == "/begrippen/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_elsewhere(visitor, asha, elsewhere):
    reply = visitor.post(LOGIN, {"login": "asha@voorbeeld.test", "password": PASSWORD, "next": elsewhere})
    assert reply.headers["Location"] == "/"


def test_signing_in_gives_a_new_session(visitor, asha):
    visitor.get(LOGIN)
    session = visitor.session
    session["planted"] = True
    session.save()
    visitor.cookies["sessionid"] = planted = session.session_key
    sign_in(visitor)
    assert visitor.cookies["sessionid"].value != planted


def test_signing_out_ends_the_session(as_asha):
    key = as_asha.cookies["sessionid"].value
    as_asha.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_signed_in(thief)


def test_a_wrong_password_and_an_unknown_address_look_the_same(visitor, asha):
    wrong, unknown = sign_in(visitor, password="niet dit"), sign_in(Client(), "niemand@voorbeeld.test", "niet dit")
    errors = [reply.context["form"].errors.as_json() for reply in (wrong, unknown)]
    assert (wrong.status_code, errors[0]) == (unknown.status_code, errors[1])


def test_an_inactive_account_does_not_get_in(visitor, asha):
    asha.is_active = False
    asha.save()
    sign_in(visitor)
    assert not is_signed_in(visitor)


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/abc/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up_or_changes_an_address(visitor, path, method):
    assert (
        getattr(visitor, method)(
            path, {"email": "nieuw@voorbeeld.test", "password1": PASSWORD, "password2": PASSWORD}
        ).status_code
        == 404
    )


# --- Limits ---------------------------------------------------------------------------------------


@pytest.fixture
def _quick_asha(quick_passwords, asha):
    return asha


def _fail(times: int, email: str = "asha@voorbeeld.test", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        sign_in(Client(REMOTE_ADDR=address), email, "niet dit")


@pytest.mark.usefixtures("_quick_asha")
def test_ten_failures_close_an_account_from_every_address():
    _fail(10)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere)
    assert not is_signed_in(elsewhere)


@pytest.mark.usefixtures("_quick_asha")
def test_nine_failures_leave_an_account_open(visitor):
    _fail(9)
    sign_in(visitor)
    assert is_signed_in(visitor)


@pytest.mark.usefixtures("_quick_asha")
def test_an_account_opens_again_after_five_minutes(visitor, time_machine):
    time_machine.move_to("2026-06-01T10:00:00+00:00", tick=False)
    _fail(10)
    time_machine.shift(301)
    sign_in(visitor)
    assert is_signed_in(visitor)


@pytest.mark.usefixtures("_quick_asha")
def test_a_closed_account_leaves_others_open(ben, visitor):
    _fail(10)
    sign_in(visitor, "ben@voorbeeld.test")
    assert is_signed_in(visitor)


@pytest.mark.usefixtures("_quick_asha")
def test_a_hundred_failures_close_a_network_and_no_other(ben):
    for number in range(100):
        _fail(1, f"niemand{number}@voorbeeld.test")
    same, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="198.51.100.7")
    for client in (same, other):
        sign_in(client, "ben@voorbeeld.test")
    assert [is_signed_in(same), is_signed_in(other)] == [False, True]


@pytest.mark.usefixtures("_quick_asha")
def test_an_address_that_a_visitor_claims_does_not_count(visitor):
    for number in range(10):
        sign_in(Client(), password="niet dit", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    sign_in(visitor, headers={"X-Forwarded-For": "203.0.113.99"})
    assert not is_signed_in(visitor)


@pytest.mark.slow
@pytest.mark.usefixtures("_quick_asha")
def test_three_hundred_people_of_one_network_sign_in_within_a_minute(time_machine):
    time_machine.move_to("2026-06-01T09:00:00+00:00", tick=False)
    statuses = [sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code for _ in range(300)]
    assert statuses == [302] * 300


@pytest.mark.django_db(transaction=True)
def test_a_town_hall_signs_in_at_once(quick_passwords):
    emails = [people.user(f"Collega{number}").email for number in range(40)]
    statuses = at_once(
        [lambda email=email: sign_in(Client(REMOTE_ADDR="192.0.2.1"), email).status_code for email in emails]
    )
    assert statuses == [302] * 40


_ANOTHER_PROCESS = """
import django; django.setup()
from django.test import Client
for _ in range({times}):
    Client(REMOTE_ADDR="192.0.2.1").post("/accounts/login/", {{"login": "asha@voorbeeld.test", "password": "niet dit"}})
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_processes_count_together(visitor, quick_passwords, asha):
    urls = {
        "DATABASE_URL": _url("default"),
        "KEYS_DATABASE_URL": _url("keys"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run(
        [sys.executable, "-c", _ANOTHER_PROCESS.format(times=5)], env={**os.environ, **urls}, check=True, timeout=60
    )
    _fail(5)
    sign_in(visitor)
    assert not is_signed_in(visitor)


def _url(alias: str) -> str:
    database = connections[alias].settings_dict
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


# --- The second factor ----------------------------------------------------------------------------

SET_UP = "/accounts/2fa/totp/activate/"


@pytest.fixture
def _second_factor(settings):
    settings.REQUIRE_MFA = True


@pytest.mark.parametrize("who", ["edith", "omar", "petra", "tess"])
@pytest.mark.parametrize("path", ["/", "/leren/", "/spiegel/", "/studio/", "/profiel/"])
@pytest.mark.usefixtures("_second_factor")
def test_who_writes_or_administers_sets_up_a_second_factor_first(request, who, path):
    reply = request.getfixturevalue(f"as_{who}").get(path)
    assert (reply.status_code, reply.headers.get("Location")) == (302, SET_UP)


@pytest.mark.parametrize("who", ["asha", "farah", "lotte", "sam"])
@pytest.mark.usefixtures("_second_factor")
def test_who_learns_needs_no_second_factor(request, who):
    assert request.getfixturevalue(f"as_{who}").get("/leren/").status_code == 200


@pytest.mark.usefixtures("_second_factor")
def test_a_real_concern_waits_for_no_second_factor(as_edith):
    assert as_edith.get("/echte-zorg/").status_code == 200


@pytest.mark.usefixtures("_second_factor")
def test_who_has_a_second_factor_comes_in(as_edith, edith):
    TOTP.activate(edith, generate_totp_secret())
    assert as_edith.get("/leren/").status_code == 200


@pytest.mark.usefixtures("_second_factor")
def test_a_password_alone_does_not_sign_in_who_has_a_second_factor(visitor, edith):
    TOTP.activate(edith, generate_totp_secret())
    reply = sign_in(visitor, "edith@voorbeeld.test")
    assert reply.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(visitor)


@pytest.mark.usefixtures("_second_factor")
def test_the_page_to_set_it_up_asks_for_the_password_once_more_and_opens(visitor, edith):
    sign_in(visitor, "edith@voorbeeld.test")
    asked = visitor.get(SET_UP)
    visitor.post(asked.headers["Location"], {"password": PASSWORD})
    assert visitor.get(SET_UP).status_code == 200


def test_without_the_rule_nobody_is_asked_for_a_second_factor(as_edith):
    assert as_edith.get("/leren/").status_code == 200
