"""A forgotten password: a mail that says nothing of anybody's work, and no way to learn who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
NEW = "een-heel-nieuw-wachtwoord"


def link_in(message) -> str:
    return re.search(r"http://\S+?(/accounts/password/reset/key/\S+)", message.body)[1]


def ask(client, email="asha@voorbeeld.test"):
    return client.post(RESET, {"email": email})


def choose(client, link, password=NEW):
    form = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": password, "password2": password})


def test_a_known_and_an_unknown_address_get_the_same_reply(visitor, asha):
    known, unknown = ask(visitor), ask(Client(), "niemand@voorbeeld.test")
    assert (
        (known.status_code, known.headers["Location"])
        == (unknown.status_code, unknown.headers["Location"])
        == (302, f"{RESET}done/")
    )


def test_mail_goes_to_the_known_address_alone(visitor, asha):
    ask(visitor)
    ask(visitor, "niemand@voorbeeld.test")
    assert [message.to for message in mail.outbox] == [["asha@voorbeeld.test"]]


def test_the_mail_names_nothing_of_the_person(visitor, asha):
    ask(visitor)
    words = f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"
    assert [secret for secret in ("Asha", "Vries", "Voorbeeldstad", "Noord", "jeugd") if secret in words] == []


def test_the_mail_has_no_pictures_or_outside_addresses(visitor, asha):
    ask(visitor)
    assert mail.outbox[0].alternatives == []
    assert re.findall(r"https?://([^/\s]+)", mail.outbox[0].body) == ["testserver"]


def test_the_link_sets_a_new_password(visitor, asha):
    ask(visitor)
    choose(visitor, link_in(mail.outbox[0]))
    asha.refresh_from_db()
    assert (asha.check_password(NEW), asha.check_password(PASSWORD)) == (True, False)


def test_the_link_works_once(visitor, asha):
    ask(visitor)
    link = link_in(mail.outbox[0])
    choose(visitor, link)
    assert Client().get(link).context["token_fail"]


def test_a_link_of_somebody_else_does_nothing(visitor, asha, ben):
    ask(visitor)
    link = link_in(mail.outbox[0])
    forged = re.sub(r"key/[^-]+-", "key/zz-", link)
    assert Client().get(forged).context["token_fail"]


@pytest.mark.parametrize("weak", ["kort", "asha@voorbeeld.test", "password1234"])
def test_a_weak_password_is_refused(visitor, asha, weak):
    ask(visitor)
    choose(visitor, link_in(mail.outbox[0]), weak)
    asha.refresh_from_db()
    assert asha.check_password(PASSWORD)


def test_a_new_password_ends_the_sessions_elsewhere(visitor, as_asha, asha):
    ask(visitor)
    choose(visitor, link_in(mail.outbox[0]))
    assert as_asha.get("/profiel/").status_code == 302


def test_an_account_that_is_closed_gets_no_mail(visitor, asha):
    asha.is_active = False
    asha.save()
    ask(visitor)
    assert mail.outbox == []


def test_asking_too_often_sends_no_more_mail(visitor, asha):
    for _ in range(7):
        ask(visitor)
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example"])
def test_a_forged_host_gets_no_mail_sent(visitor, asha, host):
    assert visitor.post(RESET, {"email": "asha@voorbeeld.test"}, headers={"Host": host}).status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("kort", "Dit wachtwoord is te kort. Kies er een van minstens 12 tekens."),
        ("startfinding", "Dit wachtwoord gebruiken veel mensen, en wordt het eerst geprobeerd. Kies een ander."),
        ("asha@voorbeeld.test", "Dit wachtwoord lijkt te veel op je naam of e-mailadres. Kies een ander."),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_our_own_words(visitor, asha, password, says):
    ask(visitor)
    page = choose(visitor, link_in(mail.outbox[0]), password).content.decode()
    assert says in page
    assert re.findall(r"This password|\b[Uu]w\b", page) == []
