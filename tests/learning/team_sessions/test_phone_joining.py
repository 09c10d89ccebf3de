"""Coming in from a phone: with a code that is easily typed, with an account or as a guest, and for the team without a code."""

import uuid

import pytest
from django.test import Client

from learning.team_sessions import attempts, browser, codes
from learning.team_sessions.actions import course, doors, polling
from learning.team_sessions.models import Ballot, Participation, PollBallot, Slip, Ticket
from tests.concurrency import at_once
from tests.learning.phones import Phone, code_of, field, part
from tests.learning.sessions import at, clicked, moved, opened, prepared

pytestmark = pytest.mark.django_db
REFUSED = "Deze code klopt niet, of niet meer"


@pytest.fixture
def session(farah):
    return opened(farah)


def typed(client, code):
    return client.post("/meedoen/", {"code": code})


@pytest.mark.parametrize("how", ["lower", "spaced", "dashed", "wide"])
def test_a_code_is_typed_in_any_way(session, visitor, how):
    code = code_of(session)
    said = {
        "lower": code.lower(),
        "spaced": f" {code[:3]}\u00a0{code[3:]} ",
        "dashed": f"{'-'.join(code)}.",
        "wide": "".join(chr(ord(char) + 0xFEE0) for char in code),
    }
    reply = typed(visitor, said[how])
    assert (reply.status_code, reply["Location"]) == (302, f"/meedoen/{code}/")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Typ de code die op het grote scherm staat."),
        ("ACD", "Een code heeft 6 tekens."),
        ("ACD0OE", "In een code staat nooit een 0 of een O."),
        ("ACDEFG", REFUSED),
    ],
)
def test_what_opens_nothing_says_why_and_keeps_what_was_typed(session, visitor, code, words):
    reply = typed(visitor, code)
    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert f'value="{code}"' in reply.content.decode() or not code


def test_only_codes_that_could_be_one_count_and_a_good_one_never_does(session, visitor, monkeypatch):
    counted = []
    monkeypatch.setattr(attempts, "count", counted.append)
    for code in ("ACD", "000000", code_of(session), "ACDEFG"):
        typed(visitor, code)
    assert counted == ["127.0.0.1"]


def test_too_many_wrong_codes_wait_and_who_is_in_does_not_notice(session, visitor, as_asha, monkeypatch):
    inside = Phone(session, as_asha)
    for _try in range(attempts.PER_NETWORK.amount):
        attempts.count("127.0.0.1")
    assert typed(visitor, code_of(session)).status_code == 429
    assert visitor.get(f"/meedoen/{code_of(session)}/").status_code == 429
    assert inside.client.get(inside.table).status_code == 200


def test_looking_at_the_door_brings_nobody_in(session, as_asha, visitor):
    for client in (as_asha, visitor):
        assert "Doe mee" in client.get(f"/meedoen/{code_of(session)}/").content.decode()
    assert "Doe mee" in as_asha.get(f"/sessies/{session.pk}/meedoen/").content.decode()
    assert Participation.objects.count() == 0


def test_a_visitor_signs_in_and_comes_back_to_the_very_code(session, visitor, asha):
    here = f"/meedoen/{code_of(session)}/"
    assert f'href="/accounts/login/?next={here}"' in visitor.get(here).content.decode()
    reply = visitor.post(here, {"as": "account"})
    assert reply["Location"] == f"/accounts/login/?next={here}"


def test_whoever_is_signed_in_chooses_an_account_or_a_guest(session, as_asha, as_ben, asha):
    here = f"/meedoen/{code_of(session)}/"
    page = as_asha.get(here).content.decode()
    assert "Doe mee als Asha" in page
    assert "Doe mee als gast" in page
    as_asha.post(here, {"as": "account"})
    as_ben.post(here, {"as": "gast"})
    assert set(session.participations.values_list("user", flat=True)) == {asha.pk, None}
    for client in (as_asha, as_ben):
        assert client.get(f"/sessies/{session.pk}/meedoen/").status_code == 200


def test_coming_in_twice_is_coming_in_once(session, as_asha):
    guest, member = Phone(session), Phone(session, as_asha)
    guest.enter_as_guest("Nog eens")
    member.enter()
    assert session.participations.count() == 2


def test_a_guest_of_the_lobby_is_called_as_they_said(session):
    phone = Phone(session)
    other = Phone.__new__(Phone)
    other.session, other.client, other.table = session, Client(), phone.table
    other.enter_as_guest("  Kim  van <b>Zuid</b> ")
    page = phone.page()
    assert "Een gast" in page
    assert "Kim van &lt;b&gt;Zuid&lt;/b&gt;" in page


def test_who_comes_late_hears_where_the_others_are(farah, visitor):
    session = at("write", farah)
    reply = visitor.post(f"/meedoen/{code_of(session)}/", {"as": "gast"}, follow=True)
    assert "De sessie is al bezig: ‘Schrijven voor jezelf’." in reply.content.decode()


def test_somebody_of_another_organisation_comes_in_as_a_guest_alone(session, as_sam):
    here = f"/meedoen/{code_of(session)}/"
    page = as_sam.get(here).content.decode()
    assert ("Doe mee als Sam" in page, "Doe mee als gast" in page) == (False, True)
    assert as_sam.post(here, {"as": "account"}).status_code == 422
    assert as_sam.post(here, {"as": "gast"}).status_code == 302
    assert as_sam.get(f"/sessies/{session.pk}/meedoen/").status_code == 200


def test_a_new_code_leaves_who_is_in_where_they_are(session, farah, visitor):
    phone, former = Phone(session), code_of(session)
    clicked(doors.rotate_code, session, farah)
    reply = visitor.get(f"/meedoen/{former}/")
    assert (reply.status_code, REFUSED in reply.content.decode()) == (404, True)
    assert former in reply.content.decode()
    assert phone.client.get(phone.table).status_code == 200


def test_before_it_begins_members_read_when_it_does(farah, as_asha):
    session = prepared(farah)
    assert "De sessie is nog niet begonnen." in as_asha.get(f"/sessies/{session.pk}/meedoen/").content.decode()
    reply = as_asha.post(f"/sessies/{session.pk}/meedoen/binnen/", follow=True)
    assert "Deze sessie is nog niet begonnen." in reply.content.decode()


def test_strangers_meet_nothing_and_visitors_the_door(session, as_sam, as_kees, visitor):
    here = f"/sessies/{session.pk}/meedoen/"
    for client in (as_sam, as_kees):
        for what in ("", "stand/"):
            assert client.get(f"{here}{what}").status_code == 404
        for what in ("binnen", "kaart", "kaart/terug", "schaal", "eigen", "van-mij", "afspraak", "weg"):
            assert client.post(f"{here}{what}/").status_code == 404
    for what in ("", "stand/"):
        assert visitor.get(f"{here}{what}").status_code == 302


def test_a_guest_sees_nothing_outside_the_session(session):
    phone = Phone(session)
    for address in ("/", "/spiegel/", "/leren/", "/dossier/", f"/sessies/{session.pk}/"):
        assert phone.client.get(address).status_code in {302, 404}
    concern = phone.client.get("/echte-zorg/").content.decode()
    assert "0800-2000" in concern
    assert 'href="/echte-zorg/"' in phone.page()


def test_a_guest_hands_the_device_on(session):
    phone = Phone(session)
    reply = phone.send("weg", {})
    assert (reply.status_code, reply["Location"]) == (302, "/meedoen/")
    assert phone.client.cookies[browser.COOKIE].value == ""
    assert phone.client.get(phone.table).status_code == 302


# --- One seat for each browser ----------------------------------------------------------------------


def by_code(phone):
    return phone.client.post(f"/meedoen/{code_of(phone.session)}/", {"as": "account"}, follow=True)


def by_button(phone):
    assert "Ga verder als Asha" in phone.page()
    return phone.client.post(f"{phone.table}binnen/", follow=True)


@pytest.mark.parametrize("go_on", [by_code, by_button])
def test_a_guest_who_goes_on_with_an_account_keeps_one_seat_and_one_vote(farah, asha, go_on):
    session = at("scale", farah)
    phone = Phone(session)
    phone.card("Als gast geschreven.")
    phone.choose(2)
    phone.client.force_login(asha)
    assert "Als gast geschreven." in phone.page(), "Signing in alone changes nothing."
    given = [list(model.objects.values()) for model in (Ticket, Slip, Ballot)]
    page = go_on(phone).content.decode()
    assert ("Je doet nu mee met je account." in page, "Als gast geschreven." in page) == (True, False)
    assert [one.user for one in session.participations.all()] == [asha]
    assert "Je gaf in deze ronde al iets als gast." in part(phone.page(), "schaal")
    assert (phone.choose(5).status_code, phone.card("Nog een.").status_code) == (409, 409)
    assert [list(model.objects.values()) for model in (Ticket, Slip, Ballot)] == given
    moved(moved(session, "reveal", farah), "again", farah)
    assert phone.choose(5).status_code == 302


def test_whoever_gave_nothing_as_a_guest_gives_with_their_account(farah, asha):
    phone = Phone(at("scale", farah))
    phone.client.force_login(asha)
    by_button(phone)
    assert (phone.choose(5).status_code, Ballot.objects.count()) == (302, 1)


def test_a_guest_s_choice_in_a_poll_is_that_browser_s_one_choice(farah, asha):
    session = at("talk", farah)
    polling.put(session, by=farah, key=uuid.uuid4(), asks="Lukt het?", choices=["Ja", "Nee"])
    phone = Phone(session)

    def choose(choice):
        form = part(phone.page(), "peiling")
        sent = {name: field(form, name) for name in ("key", "over", "poll")} | {"choice": choice}
        return phone.client.post(f"/sessies/{session.pk}/peiling/stem/", sent)

    assert choose(1).status_code == 302
    phone.client.force_login(asha)
    by_button(phone)
    reply = choose(2)
    assert (reply.status_code, "Koos je hier eerst als gast?" in reply.content.decode()) == (409, True)
    assert list(PollBallot.objects.values_list("choice", flat=True)) == [1]


def test_somebody_who_may_not_come_in_with_their_account_stays_a_guest(session, sam):
    phone = Phone(session)
    phone.client.force_login(sam)
    assert "Ga verder als" not in phone.page()
    page = phone.client.post(f"{phone.table}binnen/", follow=True).content.decode()
    assert "Bij deze sessie hoor je niet." in page
    assert session.participations.get().user is None


def test_a_colleague_who_came_as_a_guest_with_the_code_goes_on_with_their_account(session, omar):
    phone = Phone(session)
    phone.client.force_login(omar)
    phone.enter()
    assert session.participations.get().user == omar


def test_whoever_sits_with_an_account_gets_no_second_seat_as_a_guest(session, as_asha, asha):
    phone = Phone(session, as_asha)
    page = as_asha.post(f"/meedoen/{code_of(session)}/", {"as": "gast"}, follow=True).content.decode()
    assert "Je doet al mee met je account." in page
    as_asha.post("/accounts/logout/")
    here = f"/meedoen/{code_of(session)}/"
    door = as_asha.get(here).content.decode()
    assert ("Op dit apparaat doet al iemand mee met een account." in door, "Doe mee als gast" in door) == (True, False)
    assert as_asha.post(here, {"as": "gast"}).status_code == 422
    assert [one.user for one in session.participations.all()] == [asha]
    assert phone.client.get(phone.table).status_code == 302


def test_a_colleague_at_the_same_browser_comes_in_with_their_own_account(session, as_asha, ben):
    phone = Phone(session, as_asha)
    as_asha.force_login(ben)
    assert as_asha.post(f"/meedoen/{code_of(session)}/", {"as": "gast"}).status_code == 422
    phone.enter()
    assert session.participations.filter(user=ben).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_both_ways_in_at_once_give_one_seat(farah, asha, sign_in):
    session, secret = opened(farah), codes.new_token()
    clients = [sign_in(asha) for _window in range(16)]
    here = f"/meedoen/{code_of(session)}/"
    for client in clients:
        client.cookies[browser.COOKIE] = secret

    def enter(number):
        return clients[number].post(here, {"as": "gast" if number % 2 else "account"}).status_code

    assert set(at_once([lambda number=number: enter(number) for number in range(16)])) == {302}
    assert [one.user for one in session.participations.all()] == [asha]


def test_the_page_of_a_session_is_kept_nowhere(session, as_asha):
    phone = Phone(session, as_asha)
    for address in (phone.table, f"{phone.table}stand/", "/meedoen/"):
        assert "no-store" in phone.client.get(address)["Cache-Control"]


def test_nobody_else_joins_a_rehearsal(farah, as_asha, visitor):
    session = clicked(course.begin, prepared(farah, rehearsal=True), farah)
    assert "oefensessie" in visitor.post(f"/meedoen/{code_of(session)}/", {"as": "gast"}).content.decode()
    assert as_asha.get(f"/sessies/{session.pk}/meedoen/").status_code == 404
