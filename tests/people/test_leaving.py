"""Deleting one's own account: with the password, after what goes and stays was read, and then for good."""

import uuid

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client

from learning.reflection.models import Comment, Entry
from learning.reflection.taking.kinds import MARKDOWN
from people.exports import actions as exports
from people.exports.models import Export
from people.keys import vault
from people.keys.models import Erasure, PersonKey
from people.leaving import actions
from people.models import User
from people.refusal import Refused
from tests.concurrency import at_once
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.learning.reflection import kept
from tests.privacy.oracle import Oracle, database_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
LEAVE = "/profiel/verwijderen/"


@pytest.fixture
def proved(quick_passwords, asha):
    """Asha's browser, just after she gave her password once more."""
    client = Client()
    client.force_login(asha)
    return prove(client)


def prove(client):
    reply = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": LEAVE})
    assert reply.headers["Location"] == LEAVE
    return client


def test_without_the_password_once_more_there_is_no_page_and_no_deletion(as_asha, asha):
    for reply in (as_asha.get(LEAVE), as_asha.post(LEAVE, {"sure": "1"})):
        assert reply.headers["Location"] == "/accounts/reauthenticate/?next=%2Fprofiel%2Fverwijderen%2F"
    prove(as_asha)  # and what was posted before is not done after all
    assert User.objects.filter(pk=asha.pk).exists()


def test_the_wrong_password_leads_nowhere(as_asha):
    as_asha.post("/accounts/reauthenticate/", {"password": "fout-wachtwoord-dit", "next": LEAVE})
    assert as_asha.get(LEAVE).status_code == 302


def test_what_partly_stays_says_what_goes_and_what_stays():
    goes, stays = actions.parts()
    (gone,) = (one.fates for one in goes if one.title == "Inhoud waaraan je werkte")
    (left,) = (one.fates for one in stays if one.title == "Inhoud waaraan je werkte")
    assert gone == ("opmerkingen van auteurs onder elkaar: gaat weg met je account",)
    assert all(": je naam gaat eraf" in fate for fate in left)
    assert "Wie je uitnodigde voor een panel" in {one.title for one in stays} - {one.title for one in goes}


def test_the_page_names_what_goes_and_what_stays_and_offers_the_download_first(proved):
    page = proved.get(LEAVE).content.decode()
    for words in ("Dit gaat weg", "Je spiegel", "Dit blijft, zonder jouw naam", "je naam gaat eraf, de inhoud blijft"):
        assert words in page
    assert page.index('href="/profiel/gegevens/"') < page.index("Dit gaat weg") < page.index("Verwijder mijn account")


def test_every_table_of_mine_is_told_to_go_or_to_stay():
    goes, stays = actions.parts()
    assert {"Je spiegel", "Antwoorden in lessen", "Profiel"} <= {one.title for one in goes}
    assert {one.title for one in stays} >= {"Wat je publiceerde", "Logboek van wat je in de studio deed"}


def test_without_a_tick_nothing_happens(proved, asha):
    reply = proved.post(LEAVE, {})
    assert (reply.status_code, "Er is niets verwijderd" in reply.content.decode()) == (422, True)
    assert User.objects.filter(pk=asha.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_account_goes_with_its_records_and_its_key(proved, asha, ben):
    kept.keep(asha, ben)
    person, words = asha.uuid, bytes(Entry.objects.filter(user=asha).first().sealed)
    made = exports.ask(uuid.uuid4(), by=asha, kind=MARKDOWN, chosen={})
    exports.build(made.pk)

    reply = proved.post(LEAVE, {"sure": "1"})

    assert reply.headers["Location"] == "/tot-ziens/"
    assert not User.objects.filter(uuid=person).exists()
    assert not Export.objects.exists()
    assert (PersonKey.objects.filter(person=person).exists(), Erasure.objects.filter(person=person).exists()) == (
        False,
        True,
    )
    with pytest.raises(vault.Unreadable):
        vault.unseal(person, words, place="reflection.entry:x")
    assert Entry.objects.count() == 1  # Ben's
    assert Comment.objects.count() == 0  # hers at Ben's, and all at her own
    if connection.vendor == "sqlite":
        assert not any(words in path.read_bytes() for path in database_files())
        assert Oracle(["asha@voorbeeld.test"]).in_database_files() == []


@pytest.mark.django_db(transaction=True)
def test_one_is_signed_out_everywhere_and_told_goodbye(proved, asha, visitor):
    other = Client()
    other.force_login(asha)
    page = proved.post(LEAVE, {"sure": "1"}, follow=True)
    assert "Je account is verwijderd" in page.content.decode()
    for client in (proved, other):
        assert client.get("/profiel/").headers["Location"].startswith("/accounts/login/")
    reply = visitor.post("/accounts/login/", {"login": "asha@voorbeeld.test", "password": PASSWORD})
    assert reply.status_code == 200


def test_the_browser_is_told_to_forget(proved):
    assert "cache" in proved.post(LEAVE, {"sure": "1"}).headers["Clear-Site-Data"]


def test_goodbye_names_nobody(visitor):
    assert visitor.get("/tot-ziens/").status_code == 200


def test_the_only_administrator_of_the_platform_stays_and_reads_why(quick_passwords, petra):
    client = Client()
    client.force_login(petra)
    prove(client)
    page = client.get(LEAVE).content.decode()
    assert ("enige beheerder van dit platform" in page, "Verwijder mijn account" in page) == (True, False)
    assert client.post(LEAVE, {"sure": "1"}).status_code == 422
    assert User.objects.filter(pk=petra.pk).exists()


def test_an_administrator_who_was_closed_does_not_count(petra):
    people.user("Weg", is_superuser=True, is_active=False)
    with pytest.raises(Refused, match="enige beheerder"):
        actions.leave(by=petra)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_both_leave_at_once(petra):
    second = people.user("Piet", is_superuser=True)
    found = at_once([lambda: actions.leave(by=petra), lambda: actions.leave(by=second)])
    assert User.objects.filter(is_superuser=True).count() == 1
    assert sum(isinstance(one, Refused) for one in found) == 1


def test_leaving_twice_is_leaving_once(asha):
    again = User.objects.get(pk=asha.pk)
    actions.leave(by=asha)
    actions.leave(by=again)
    assert not User.objects.filter(pk=again.pk).exists()


def test_what_holds_an_account_is_said_and_nothing_is_deleted(proved, asha, monkeypatch):
    def held(self, *args, **keywords):
        raise ProtectedError("held", {self})

    monkeypatch.setattr(User, "delete", held)
    reply = proved.post(LEAVE, {"sure": "1"})
    assert (reply.status_code, "eerst aan iemand anders" in reply.content.decode()) == (422, True)
    assert User.objects.filter(pk=asha.pk).exists()


def test_a_trainers_pages_stay_without_their_name(edith):
    from tests.factories import cms

    module = cms.module(publish=True, lessons=[{}])
    type(module).objects.filter(pk=module.pk).update(owner=edith)
    actions.leave(by=User.objects.get(pk=edith.pk))
    module.refresh_from_db()
    assert module.owner_id is None
