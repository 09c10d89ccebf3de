"""Signing in by the service of one's organisation, against a provider of our own on loopback."""

import logging
import re
import time
from datetime import timedelta
from html import unescape

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from people.invitations import actions as inviting
from people.invitations.actions import Asked
from people.invitations.models import Invitation
from people.invitations.tokens import Way
from people.models import User
from people.openid import protocol
from people.openid.models import Identity
from tests.factories import sign_in
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
BEGIN, LIST, NEW, JOIN = (
    "/accounts/via/dienst/gemeente/",
    "/accounts/via/",
    "/accounts/via/nieuw/",
    "/accounts/via/koppelen/",
)
BACK = f"{BEGIN}terug/"


@pytest.fixture
def provider(settings):
    protocol.forget()
    with sign_in.provider() as running:
        settings.OPENID_SERVICES = (running.service(),)
        yield running
    protocol.forget()


@pytest.fixture
def joined(asha, provider):
    """Asha's account opens to person 1 of the service."""
    return Identity.objects.create(user=asha, issuer=provider.url, subject="persoon-1", made_at=timezone.now())


def go(client, onward=""):
    """As far as the service's own door: where our page leads."""
    page = client.post(BEGIN, {"next": onward}).content.decode()
    return unescape(re.search(r'class="button button-primary" href="([^"]+)"', page)[1])


def come_back(client, provider, onward=""):
    return client.get(f"{BACK}?{provider.sign_in(go(client, onward))}")


def signed_in_as(client) -> str | None:
    reply = client.get("/profiel/")
    return reply.context["request"].user.email if reply.status_code == 200 else None


# --- Coming in ------------------------------------------------------------------------------------


def test_the_door_shows_the_service_and_leads_to_it_without_a_form_that_leaves(visitor, provider):
    assert "Log in met Gemeente Voorbeeldstad" in visitor.get("/accounts/login/").content.decode()
    page = visitor.post(BEGIN)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]


def test_who_is_joined_comes_in(visitor, provider, joined):
    reply = come_back(visitor, provider)
    assert (reply.status_code, reply.headers["Location"]) == (302, "/")
    assert signed_in_as(visitor) == "asha@voorbeeld.test"


def test_one_is_where_one_wanted_to_be_and_never_elsewhere(provider, joined):
    assert come_back(Client(), provider, "/begrippen/").headers["Location"] == "/begrippen/"
    assert come_back(Client(), provider, "//evil.example/").headers["Location"] == "/"


def test_nothing_of_the_service_overwrites_what_one_chose(visitor, provider, joined, asha):
    provider.more = {"name": "Iemand Anders", "email": "ander@voorbeeld.test", "email_verified": True}
    come_back(visitor, provider)
    asha.refresh_from_db()
    assert (asha.first_name, asha.email) == ("Asha", "asha@voorbeeld.test")


def test_an_account_that_was_closed_stays_closed(visitor, provider, joined, asha):
    User.objects.filter(pk=asha.pk).update(is_active=False)
    assert come_back(visitor, provider).status_code == 403
    assert signed_in_as(visitor) is None


def test_the_service_of_an_organisation_opens_only_its_members(provider, settings, asha, sam, petra):
    settings.OPENID_SERVICES = (provider.service(organisation="gemeente-anderstad"),)
    found = {}
    for user in (asha, sam, petra):
        held = Identity.objects.create(user=user, issuer=provider.url, subject=user.email, made_at=timezone.now())
        provider.subject = held.subject
        found[user.first_name] = come_back(Client(), provider).status_code
    assert found == {"Asha": 403, "Sam": 302, "Petra": 403}


def test_signing_out_says_that_the_service_stays_signed_in(visitor, provider, joined):
    come_back(visitor, provider)
    assert "Bij Gemeente Voorbeeldstad blijf je ingelogd." in visitor.get("/accounts/logout/").content.decode()


# --- Joining --------------------------------------------------------------------------------------


def test_the_same_address_joins_nothing(visitor, provider, asha):
    provider.more = {"email": "asha@voorbeeld.test", "email_verified": True}
    reply = come_back(visitor, provider)
    assert reply.headers["Location"] == NEW
    assert "We kennen je hier nog niet" in visitor.get(NEW).content.decode()
    assert (signed_in_as(visitor), Identity.objects.count(), User.objects.count()) == (None, 0, 1)


def test_after_the_password_and_a_yes_one_is_joined(visitor, provider, asha):
    come_back(visitor, provider)
    visitor.post(f"/accounts/login/?next={JOIN}", {"login": asha.email, "password": PASSWORD, "next": JOIN})
    page = visitor.get(JOIN)
    assert "asha@voorbeeld.test" in page.content.decode()
    assert Identity.objects.count() == 0
    assert visitor.post(JOIN).headers["Location"] == LIST
    assert [(one.user, one.issuer, one.subject) for one in Identity.objects.all()] == [
        (asha, provider.url, "persoon-1")
    ]
    other = Client()
    come_back(other, provider)
    assert signed_in_as(other) == asha.email


def test_joining_asks_for_the_password_when_that_was_long_ago(as_asha, provider):
    come_back(as_asha, provider)
    assert as_asha.post(JOIN).headers["Location"].startswith("/accounts/reauthenticate/")
    assert Identity.objects.count() == 0


def test_who_is_joined_to_another_account_is_told_so(as_ben, provider, joined):
    assert come_back(as_ben, provider).status_code == 409
    assert Identity.objects.get().user == joined.user


def test_one_person_of_a_service_is_one_account(provider, joined, ben):
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(user=ben, issuer=joined.issuer, subject=joined.subject, made_at=timezone.now())


def test_the_same_subject_of_another_issuer_is_somebody_else(visitor, provider, joined):
    Identity.objects.update(issuer="https://elders.example")
    assert come_back(visitor, provider).headers["Location"] == NEW


def test_an_invited_person_makes_an_account_without_a_password(visitor, provider, voorbeeldstad, omar):
    made = inviting.invite(voorbeeldstad, Asked(email="nieuw@voorbeeld.test", first_name="Nieuw"), by=omar)
    address = inviting.address(Invitation.objects.get(pk=made.pk), Way.MAIL).removeprefix("http://127.0.0.1:8000")
    assert "Log in met Gemeente Voorbeeldstad" in visitor.get(address).content.decode()
    assert come_back(visitor, provider, address).headers["Location"] == address
    page = visitor.get(address).content.decode()
    assert ("Een wachtwoord is niet nodig." in page, 'name="password"' in page) == (True, False)
    visitor.post(address, {"first_name": "Nieuw", "last_name": "", "profession": ""})
    user = User.objects.get(email="nieuw@voorbeeld.test")
    assert (user.has_usable_password(), Identity.objects.get().user) == (False, user)
    other = Client()
    come_back(other, provider)
    assert signed_in_as(other) == "nieuw@voorbeeld.test"


# --- Taking apart ---------------------------------------------------------------------------------


def test_a_service_is_taken_off_and_no_longer_opens(provider, joined, asha, visitor):
    come_back(visitor, provider)
    assert "Haal de koppeling weg" in visitor.get(LIST).content.decode()
    visitor.post("/accounts/via/weg/", {"which": joined.pk})
    assert Identity.objects.count() == 0
    assert come_back(Client(), provider).headers["Location"] == NEW


def test_the_last_way_in_stays(provider, joined, asha, visitor):
    asha.set_unusable_password()
    asha.save()
    come_back(visitor, provider)
    page = visitor.post("/accounts/via/weg/", {"which": joined.pk}, follow=True)
    assert "Dit is je enige manier om in te loggen." in page.content.decode()
    assert Identity.objects.count() == 1


def test_somebody_elses_service_is_not_there(provider, joined, as_ben):
    assert as_ben.post("/accounts/via/weg/", {"which": joined.pk}).status_code == 404


# --- What is refused ------------------------------------------------------------------------------

_BAD = {
    "wrong issuer": lambda claims: claims.update(iss="https://elders.example"),
    "wrong audience": lambda claims: claims.update(aud="een-ander"),
    "two audiences": lambda claims: claims.update(aud=["leerspiegel", "een-ander"]),
    "for another party": lambda claims: claims.update(azp="een-ander"),
    "wrong nonce": lambda claims: claims.update(nonce="een-ander"),
    "no nonce": lambda claims: claims.pop("nonce"),
    "expired": lambda claims: claims.update(exp=int(time.time()) - 120),
    "never expires": lambda claims: claims.pop("exp"),
    "from the future": lambda claims: claims.update(iat=int(time.time()) + 3600, nbf=int(time.time()) + 3600),
    "nobody": lambda claims: claims.update(sub=""),
    "no subject": lambda claims: claims.pop("sub"),
    "a list for a subject": lambda claims: claims.update(sub=["persoon-1"]),
}
_BADLY_SIGNED = {
    "not signed": lambda claims: jwt.encode(claims, None, "none"),
    "with another key": lambda claims: jwt.encode(claims, sign_in.OTHER_KEY, "RS256", {"kid": "een"}),
    "with a key that is not theirs": lambda claims: jwt.encode(claims, sign_in.OTHER_KEY, "RS256", {"kid": "twee"}),
    "with our secret": lambda claims: jwt.encode(claims, sign_in.SECRET, "HS256", {"kid": "een"}),
    "changed after": lambda claims: sign_in.Provider.signed(claims)[:-8] + "AAAAAAAA",
    "no token at all": lambda claims: "dit is er geen",
}


def _stays_out(client, provider, caplog) -> None:
    with caplog.at_level(logging.INFO, "audit"):
        reply = come_back(client, provider)
    assert (reply.status_code, signed_in_as(client)) == (400, None)
    assert "Het antwoord van Gemeente Voorbeeldstad klopte niet." in reply.content.decode()
    assert "action=sign-in object=openid:gemeente result=refused-token-" in caplog.text


@pytest.mark.parametrize("bad", _BAD)
def test_a_bad_token_is_refused(visitor, provider, joined, caplog, bad):
    provider.twist = _BAD[bad]
    _stays_out(visitor, provider, caplog)


@pytest.mark.parametrize("bad", _BADLY_SIGNED)
def test_a_badly_signed_token_is_refused(visitor, provider, joined, caplog, bad):
    provider.sign = _BADLY_SIGNED[bad]
    _stays_out(visitor, provider, caplog)


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(visitor, provider, joined):
    theirs = provider.sign_in(go(Client()))
    assert visitor.get(f"{BACK}?{theirs}").status_code == 400
    assert signed_in_as(visitor) is None


def test_an_answer_counts_once(visitor, provider, joined):
    query = provider.sign_in(go(visitor))
    visitor.get(f"{BACK}?{query}")
    visitor.post("/accounts/logout/")
    assert visitor.get(f"{BACK}?{query}").status_code == 400


def test_an_answer_of_another_issuer_is_refused(visitor, provider, joined):
    query = provider.sign_in(go(visitor)).replace(f"iss={provider.url}", "iss=https://elders.example")
    assert visitor.get(f"{BACK}?{query}").status_code == 400
    assert "/token" not in provider.asked


def test_an_answer_that_comes_too_late_is_refused(visitor, provider, joined, time_machine):
    query = provider.sign_in(go(visitor))
    time_machine.move_to(timezone.now() + timedelta(seconds=601))
    assert visitor.get(f"{BACK}?{query}").status_code == 400


def test_who_stops_at_the_service_is_told_that_nothing_changed(visitor, provider):
    state = provider.sign_in(go(visitor)).split("state=")[1].split("&")[0]
    page = visitor.get(f"{BACK}?error=access_denied&state={state}&iss={provider.url}")
    assert (page.status_code, "Er is niets veranderd." in page.content.decode()) == (400, True)


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
def test_nothing_is_asked_elsewhere(visitor, provider, joined, endpoint):
    with sign_in.provider() as elsewhere:
        provider.described = {endpoint: f"{elsewhere.url}/x"}
        assert come_back(visitor, provider).status_code == 503
        assert elsewhere.asked == []


@pytest.mark.parametrize("broken", [b"", b"[]", b"<html>", b'{"issuer": "https://elders.example"}', b" " * 300_000])
def test_a_service_that_answers_nonsense_is_said_to_be_away(visitor, provider, broken):
    provider.broken = broken
    page = visitor.post(BEGIN)
    assert (page.status_code, "geeft nu geen antwoord" in page.content.decode()) == (503, True)


def test_a_code_that_the_service_does_not_know_counts_as_a_failure(visitor, provider, joined, caplog):
    query = provider.sign_in(go(visitor)).replace("code=", "code=geraden")
    with caplog.at_level(logging.INFO, "audit"):
        assert visitor.get(f"{BACK}?{query}").status_code == 400
    assert "result=refused-code-status-400" in caplog.text


def test_a_hundred_failures_close_the_door_of_the_service_to_a_network(provider, joined):
    for _ in range(100):
        Client(REMOTE_ADDR="192.0.2.1").get(f"{BACK}?state=x&code=y")
    assert Client(REMOTE_ADDR="192.0.2.1").post(BEGIN).status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.7").post(BEGIN).status_code == 200


@pytest.mark.parametrize("path", [BEGIN, BACK, LIST, NEW, JOIN])
def test_without_a_service_there_is_no_page(as_asha, path):
    method = as_asha.post if path == BEGIN else as_asha.get
    assert method(path).status_code == 404
    assert "Inloggen met een dienst" not in as_asha.get("/profiel/").content.decode()


# --- The second factor ----------------------------------------------------------------------------


@pytest.fixture
def edith_joined(edith, provider, settings):
    settings.REQUIRE_MFA = True
    return Identity.objects.create(user=edith, issuer=provider.url, subject="persoon-1", made_at=timezone.now())


@pytest.mark.usefixtures("edith_joined")
def test_who_writes_sets_up_a_second_factor_here_too(visitor, provider):
    provider.more = {"amr": ["pwd", "mfa"]}
    come_back(visitor, provider)
    assert visitor.get("/studio/").headers["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.usefixtures("edith_joined")
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"amr": ["pwd", "mfa"]}, 200),
        ({"acr": "urn:tweede-stap"}, 200),
        ({"amr": ["pwd"]}, 302),
        ({"amr": "mfa"}, 302),
        ({}, 302),
    ],
)
def test_a_second_step_at_the_service_counts_when_the_operator_trusts_it(visitor, provider, settings, said, status):
    settings.OPENID_SERVICES = (provider.service(second_factor=frozenset({"mfa", "urn:tweede-stap"})),)
    provider.more = said
    come_back(visitor, provider)
    assert visitor.get("/leren/").status_code == status


def test_ones_own_second_step_is_asked_after_a_service_that_does_not_count(visitor, provider, edith, edith_joined):
    TOTP.activate(edith, generate_totp_secret())
    assert come_back(visitor, provider).headers["Location"] == "/accounts/2fa/authenticate/"
    assert signed_in_as(visitor) is None


def test_ones_own_second_step_is_not_asked_twice(visitor, provider, edith, edith_joined, settings):
    TOTP.activate(edith, generate_totp_secret())
    settings.OPENID_SERVICES = (provider.service(second_factor=frozenset({"mfa"})),)
    provider.more = {"amr": ["mfa"]}
    come_back(visitor, provider)
    assert signed_in_as(visitor) == "edith@voorbeeld.test"


def test_what_a_service_vouched_for_ends_with_the_session(visitor, provider, edith, edith_joined, settings):
    settings.OPENID_SERVICES = (provider.service(second_factor=frozenset({"mfa"})),)
    provider.more = {"amr": ["mfa"]}
    come_back(visitor, provider)
    visitor.post("/accounts/logout/")
    visitor.post("/accounts/login/", {"login": edith.email, "password": PASSWORD})
    assert visitor.get("/leren/").headers["Location"] == "/accounts/2fa/totp/activate/"
