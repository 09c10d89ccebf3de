"""Polls in a session through their forms: who leads puts and closes, phones and guests choose, without JavaScript and with."""

import re
import uuid

import pytest
from django.test import Client

from learning.team_sessions import browser, polls
from learning.team_sessions.actions import doors
from learning.team_sessions.models import Poll, PollBallot, Session
from tests.learning.sessions import Browser, at

IN_PLACE = {"headers": {"X-Requested-With": "save-form"}}


def field(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def path(session, *verbs):
    return "/".join(["", "sessies", str(session.pk), "peiling", *verbs, ""])


def put(client, session, *, asks="Lukt het?", choices=("Ja", "Nee"), **more):
    html = client.get(path(session)).content.decode()
    form = {"asks": asks, "key": field(html, "key")} | more
    form |= {f"choice-{place}": text for place, text in enumerate(choices, 1)}
    return client.post(path(session, "openen"), form)


def choose(client, session, choice, **how):
    html = client.get(path(session)).content.decode()
    sent = {name: field(html, name) for name in ("key", "over", "poll")}
    return client.post(path(session, "stem"), sent | {"choice": choice}, **how)


def guest_of(session):
    """A guest's browser, as the door leaves it."""
    client = Client()
    secret = uuid.uuid4().hex
    client.cookies[browser.COOKIE] = secret
    doors.join_as_guest(session, token=browser._token(secret, "guest"))
    return client


@pytest.fixture
def talking(farah):
    return at("talk", farah)


@pytest.mark.django_db
def test_a_poll_goes_from_who_leads_to_phones_and_guests_and_back(as_farah, as_asha, asha, talking):
    assert put(as_farah, talking).status_code == 302
    Browser(talking, asha)
    guests = [guest_of(talking) for _guest in range(3)]
    assert choose(as_asha, talking, 1).status_code == 302
    reply = choose(as_asha, talking, 2, **IN_PLACE)
    assert (reply.status_code, "Je keuze is bewaard, zonder naam." in reply.content.decode()) == (200, True)
    for guest in guests:
        assert choose(guest, talking, 1).status_code == 302
    led = as_farah.get(path(talking)).content.decode()
    assert ("4 keuzes binnen" in led, 'class="tabular"' in as_asha.get(path(talking)).content.decode()) == (True, False)
    closed = as_farah.post(path(talking, "sluiten"), {"key": field(led, "key"), "seen": field(led, "seen")})
    assert closed.status_code == 302
    for client in (as_farah, as_asha, guests[0]):
        shown = re.findall(r'class="tabular">(\d+)<', client.get(path(talking)).content.decode())
        assert shown == ["3", "1"]


@pytest.mark.django_db
def test_a_stale_click_of_who_leads_says_so_and_changes_nothing(as_farah, talking):
    put(as_farah, talking)
    html = as_farah.get(path(talking)).content.decode()
    reply = as_farah.post(path(talking, "sluiten"), {"key": uuid.uuid4(), "seen": "1"})
    assert (reply.status_code, "Jouw klik veranderde niets" in reply.content.decode()) == (409, True)
    assert Poll.objects.get().open
    assert field(html, "seen") == str(Session.objects.get().version)


@pytest.mark.django_db
def test_words_that_are_refused_come_back_in_their_fields(as_farah, talking):
    reply = put(as_farah, talking, asks="Eén keuze maar?", choices=("Ja",))
    html = reply.content.decode()
    assert (reply.status_code, "Geef twee tot zes keuzes." in html) == (422, True)
    assert ('value="Eén keuze maar?"' in html, 'value="Ja"' in html) == (True, True)


@pytest.mark.django_db
def test_a_name_in_a_poll_is_pointed_out_once(as_farah, talking):
    reply = put(as_farah, talking, asks="Hoe gaat het met Fatima?")
    assert (reply.status_code, Poll.objects.count()) == (422, 0)
    put(as_farah, talking, asks="Hoe gaat het met Fatima?", guard_seen="1")
    assert polls.poll_shown(talking).asks == "Hoe gaat het met Fatima?"


@pytest.mark.django_db
def test_a_choice_after_it_closed_is_refused_and_says_so(as_farah, as_asha, asha, talking):
    put(as_farah, talking)
    Browser(talking, asha)
    html = as_asha.get(path(talking)).content.decode()
    sent = {name: field(html, name) for name in ("key", "over", "poll")} | {"choice": 1}
    led = as_farah.get(path(talking)).content.decode()
    as_farah.post(path(talking, "sluiten"), {"key": field(led, "key"), "seen": field(led, "seen")})
    reply = as_asha.post(path(talking, "stem"), sent, **IN_PLACE)
    assert (reply.status_code, "al gesloten" in reply.content.decode()) == (422, True)
    assert PollBallot.objects.count() == 0


@pytest.mark.django_db
def test_the_poll_stands_on_the_screen_of_who_leads_and_on_the_big_one_without_counts(as_farah, as_asha, asha, talking):
    put(as_farah, talking, asks="Lukt het samen?", about="Denk aan deze week.")
    Browser(talking, asha)
    choose(as_asha, talking, 1)
    leads, screen = (as_farah.get(f"/sessies/{talking.pk}/{one}/").content.decode() for one in ("begeleiden", "scherm"))
    assert ("Lukt het samen?" in leads, "1 keuze binnen" in leads) == (True, True)
    assert ("Lukt het samen?" in screen, "1 keuze" in screen, 'class="tabular"' in screen) == (True, False, False)


@pytest.mark.django_db
def test_who_does_not_sit_at_the_table_meets_nothing(as_ben, as_sam, client, as_farah, talking):
    put(as_farah, talking)
    assert [one.get(path(talking)).status_code for one in (as_ben, as_sam)] == [404, 404]
    assert client.get(path(talking)).status_code == 302
    for verb in ("openen", "sluiten", "stem"):
        assert [one.post(path(talking, verb)).status_code for one in (as_ben, as_sam, client)] == [404, 404, 302]


@pytest.mark.django_db
def test_the_poll_stands_on_the_phone_and_goes_back_there(as_farah, as_asha, asha, talking):
    assert put(as_farah, talking).status_code == 302
    Browser(talking, asha)
    phone = f"/sessies/{talking.pk}/meedoen/"
    html = as_asha.get(phone).content.decode()
    part = html[html.index('data-part="peiling"') :]
    sent = {name: field(part, name) for name in ("key", "over", "poll", "place")} | {"choice": 2}
    assert as_asha.post(path(talking, "stem"), sent)["Location"] == f"{phone}#peiling"
    assert 'name="choice" value="2" checked' in as_asha.get(phone).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("phase", "choices", "counts"), [("talk", "abc", "222"), ("again", "ab", "33")])
def test_in_a_rehearsal_pretend_participants_choose_once(as_farah, farah, phase, choices, counts):
    session = at(phase, farah, rehearsal=True)
    put(as_farah, session, choices=choices)
    lead = f"/sessies/{session.pk}/begeleiden/"
    assert "Laat de verzonnen deelnemers kiezen" in as_farah.get(lead).content.decode()
    said = [as_farah.post(f"{lead}oefenen/", follow=True).content.decode() for _press in range(2)]
    assert ("6 verzonnen deelnemers deden mee." in said[0], "6 keuzes binnen" in said[0]) == (True, True)
    assert ("Hier is nu niets voor hen te doen." in said[1], "6 keuzes binnen" in said[1]) == (True, True)
    led = as_farah.get(path(session)).content.decode()
    as_farah.post(path(session, "sluiten"), {"key": field(led, "key"), "seen": field(led, "seen")})
    for place in (lead, f"/sessies/{session.pk}/scherm/"):
        html = as_farah.get(place).content.decode()
        shown = re.findall(r'class="tabular">(\d+)<', html[html.index('data-part="peiling"') :])
        assert "".join(shown) == counts
    assert "Laat de verzonnen deelnemers kiezen" not in as_farah.get(lead).content.decode()


@pytest.mark.django_db
def test_no_pretend_participant_chooses_where_people_do(as_farah, talking):
    put(as_farah, talking)
    lead = f"/sessies/{talking.pk}/begeleiden/"
    assert "verzonnen deelnemers" not in as_farah.get(lead).content.decode()
    said = as_farah.post(f"{lead}oefenen/", follow=True).content.decode()
    assert "Verzonnen deelnemers zijn er alleen in een oefensessie." in said
    assert PollBallot.objects.count() == 0
