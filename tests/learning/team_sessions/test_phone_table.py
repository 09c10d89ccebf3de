"""The screen of a participant: one task for each phase, nothing of others before it is shown, and nothing typed is ever lost."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from learning.reflection.models import Draft, Entry
from learning.reflection.words import Reader
from learning.team_sessions import queries, script
from learning.team_sessions.actions import agreeing, cards, course
from learning.team_sessions.models import Agreement, Ballot, Card, Slip, Standing, Ticket
from learning.team_sessions.words import Resolve
from people.keys import vault
from tests.concurrency import at_once
from tests.learning.phones import Phone, field, part
from tests.learning.sessions import at, browsers, clicked, moved, opened, prepared, voted

pytestmark = pytest.mark.django_db
WRITTEN = "Ik stelde het gesprek met het kind uit."


def of(phone, name):
    return part(phone.page(), name)


def test_what_a_page_sends_is_its_own_and_no_other_page_s(farah):
    """Each phone sends the form that it was shown: two people's forms are two, and so are two pages of one."""
    session = at("choose", farah)
    phones = [Phone(session) for _each in range(3)]
    for number, phone in enumerate(phones):
        reply = phone.card(f"Kaart {number}", key=field(of(phone, "kaart"), "key"))
        assert reply.status_code == 302, reply.content.decode()
    phones[0].card("Nog een kaart", key=field(of(phones[0], "kaart"), "key"))
    assert Slip.objects.filter(session=session).count() == 4


def entries(user):
    return [Reader(user.uuid).entry(one).text for one in Entry.objects.filter(user=user)]


def to(session, phase, farah):
    return moved(session, phase, farah)


# --- One task for each phase ------------------------------------------------------------------------


def test_each_phase_has_its_own_task(farah, as_asha):
    session = opened(farah)
    phone, seen = Phone(session, as_asha), {}
    for phase in ("lobby", "look-back", "write", "choose", "scale", "reveal", "talk", "again", "agree", "close"):
        if phase != "lobby":
            session = to(session, phase, farah)
        page = phone.page()
        assert f'data-phase="{phase}-{session.round}"' in page
        assert str(script.LINES[phase].participant) in page
        assert session.asks in page
        open_parts = {name for name in ("schaal", "kaart") if f'data-holds="{name}' in page}
        seen[phase] = open_parts | (
            {"schrijven"} if '<details class="fold"><summary>Schrijf iets' not in page else set()
        )
    assert seen == {
        "lobby": set(),
        "look-back": set(),
        "write": {"schrijven"},
        "choose": {"kaart"},
        "scale": {"schaal", "kaart"},
        "reveal": set(),
        "talk": set(),
        "again": {"schaal", "kaart"},
        "agree": set(),
        "close": {"schrijven"},
    }


def test_the_lead_s_presence_is_told_to_everybody(farah, as_lotte):
    session = opened(farah)
    guest = Phone(session)
    assert "Je leidinggevende doet mee." not in guest.page()
    Phone(session, as_lotte)
    assert "Je leidinggevende doet mee. Dit telt mogelijk niet als reflectie voor je register." in guest.page()


def test_the_way_to_help_stands_on_every_screen(farah, visitor):
    session = at("write", farah)
    phone = Phone(session)
    for page in (phone.page(), visitor.get("/meedoen/").content.decode()):
        assert 'href="/echte-zorg/"' in page


# --- A card, without a name -------------------------------------------------------------------------


def test_a_card_is_given_changed_and_taken_back(farah):
    session = at("choose", farah)
    phone = Phone(session)
    assert str(script.UNNAMED) in of(phone, "kaart")
    assert phone.card("Ik wacht te lang.").status_code == 302
    source = of(phone, "mijn-kaarten")
    assert "Ik wacht te lang." in source
    (key,) = re.findall(r"\?kaart=([0-9a-f-]{36})", source)
    form = part(phone.page(kaart=key), "kaart")
    assert (field(form, "over"), "Ik wacht te lang." in form) == (key, True)
    phone.card("Ik vraag te laat om hulp.", over=key)
    source = of(phone, "mijn-kaarten")
    assert ("Ik wacht" in source, "Ik vraag te laat om hulp." in source) == (False, True)
    phone.send("kaart/terug", {"over": field(source, "over")})
    assert Slip.objects.count() == 0


def test_three_cards_are_the_most(farah):
    phone = Phone(at("choose", farah))
    for number in range(3):
        phone.card(f"Kaart {number}.")
    assert "Je hebt 3 kaarten." in of(phone, "kaart")
    reply = phone.card("Een vierde.")
    assert (reply.status_code, "Een vierde." in reply.content.decode(), Slip.objects.count()) == (422, True, 3)


def test_the_same_key_sent_again_is_one_card_and_one_ballot(farah):
    phone, key = Phone(at("scale", farah)), uuid.uuid4()
    for _time in range(3):
        assert phone.card("Ik wacht.", key=key).status_code == 302
        assert phone.choose(4, key=key).status_code == 302
    assert (Slip.objects.count(), Ballot.objects.count(), Ticket.objects.count()) == (1, 1, 1)
    reply = phone.card("Iets anders.", key=key)
    assert (reply.status_code, "Iets anders." in reply.content.decode()) == (409, True)
    assert field(part(reply.content.decode(), "kaart"), "key") != str(key)


def test_a_card_that_names_somebody_comes_back_once_and_may_be_shared(farah):
    phone = Phone(at("choose", farah))
    reply = phone.card("Ik sprak Fatima te laat.")
    page = reply.content.decode()
    assert (reply.status_code, "‘Fatima’" in page, "Ik sprak Fatima te laat." in page, Slip.objects.count()) == (
        422,
        True,
        True,
        0,
    )
    phone.card("Ik sprak Fatima te laat.", guard_seen="1", guard_keep="1")
    assert Slip.objects.count() == 1


def test_in_place_a_card_answers_with_its_form_and_what_was_given(farah):
    phone = Phone(at("choose", farah))
    reply = phone.card("Ik wacht.", in_place=True).content.decode()
    assert "<html" not in reply
    assert '<template data-target="mijn-kaarten">' in reply
    assert (reply.count("Ik wacht."), "Je kaart is bewaard, zonder naam." in reply) == (1, True)


def test_a_card_that_came_too_late_stays_on_the_screen_and_can_be_kept_for_oneself(farah, as_asha, asha):
    session = at("choose", farah)
    phone, guest = Phone(session, as_asha), Phone(session)
    to(session, "reveal", farah)
    for one in (phone, guest):
        reply = one.card(WRITTEN)
        page = part(reply.content.decode(), "kaart")
        assert reply.status_code == 422
        assert "Deze ronde is al getoond." in page
        assert WRITTEN in page
    assert "Bewaar alleen voor mij" in part(phone.card(WRITTEN).content.decode(), "kaart")
    phone.write(WRITTEN)
    assert (entries(asha), Card.objects.count()) == ([WRITTEN], 0)


def test_a_card_that_was_looked_at_stays_and_says_so(farah):
    session = at("choose", farah, moderated=True)
    phones = [Phone(session) for _person in range(4)]
    for phone in phones:
        phone.card("Ik wacht.")
    assert "bekijkt kaarten voordat ze op tafel komen" in of(phones[0], "kaart")
    before = phones[0].client.get(f"{phones[0].table}stand/").content
    cards.fetch(session, by=farah)
    source = of(phones[0], "mijn-kaarten")
    assert ("De begeleider bekeek deze kaart al." in source, "Neem terug" in source) == (True, False)
    assert before != phones[0].client.get(f"{phones[0].table}stand/").content


def test_a_second_device_is_told_where_one_takes_part(farah, asha, sign_in):
    session = at("scale", farah)
    phone, laptop = Phone(session, sign_in(asha)), Phone(session, sign_in(asha))
    phone.card("Ik wacht.")
    for name in ("kaart", "schaal"):
        assert "op een ander apparaat, of in een ander venster" in of(laptop, name)
    reply = laptop.card(WRITTEN)
    assert (reply.status_code, WRITTEN in reply.content.decode(), Slip.objects.count()) == (409, True, 1)
    session = to(to(session, "reveal", farah), "again", farah)
    assert laptop.card("In de tweede ronde.").status_code == 302


def test_what_one_gave_is_shown_to_nobody_else_at_the_same_browser(farah, asha, ben):
    """One signs out, another signs in: the cookie stays, and means somebody else."""
    session, client = at("choose", farah), Client()
    client.force_login(asha)
    Phone(session, client).card("Ik wacht.")
    client.force_login(ben)
    phone = Phone(session, client)
    assert "Ik wacht." not in phone.page()
    phone.card("Ik ook.")
    assert Slip.objects.count() == 2


# --- The scale, and what is shown -------------------------------------------------------------------


def test_a_choice_can_be_changed_until_it_is_shown(farah):
    session = at("scale", farah)
    phone = Phone(session)
    assert phone.choose(2).status_code == 302
    over = field(of(phone, "schaal"), "over")
    assert re.search(r'value="2" checked', of(phone, "schaal"))
    phone.choose(5, over=over)
    assert Ballot.objects.get().value == 5
    reply = phone.choose(3, over=over)
    assert (reply.status_code, "in een ander venster" in reply.content.decode()) == (409, True)
    assert phone.choose("99").status_code == 422


def test_the_five_places_have_the_question_s_words(farah):
    session = at("scale", farah)
    source = of(Phone(session), "schaal")
    assert len(queries.scale(session)) == 5
    assert [words for words in queries.scale(session) if words not in source] == []


def test_nothing_of_others_shows_before_the_reveal_and_everything_after(farah, as_asha):
    session = at("scale", farah)
    phone = Phone(session, as_asha)
    voted(session, (1, 2, 2, 5))
    (giver,) = browsers(session, 1)
    giver.card("Ik wacht te lang.")
    assert "Ik wacht te lang." not in phone.page()
    to(session, "reveal", farah)
    source = of(phone, "nu")
    assert "Ik wacht te lang." in source
    assert re.findall(r'class="tabular">(\d+)', source) == ["1", "2", "0", "0", "1"]


def test_too_few_answers_show_none(farah, as_asha):
    session = at("scale", farah)
    phone = Phone(session, as_asha)
    voted(session, (1, 2, 5))
    to(session, "reveal", farah)
    source = of(phone, "nu")
    assert ("Te weinig antwoorden om te tonen. Bespreek het hardop." in source, "tabular" in source) == (True, False)


def test_a_card_that_was_removed_is_gone_from_every_phone(farah, as_asha):
    session = at("choose", farah)
    phone = Phone(session, as_asha)
    (giver,) = browsers(session, 1)
    giver.card("Ik wacht te lang.")
    session = to(session, "talk", farah)
    assert "Ik wacht te lang." in of(phone, "nu")
    cards.remove(session, Card.objects.get().pk, by=farah)
    assert ("Ik wacht te lang." in phone.page(), "Er liggen geen kaarten" in phone.page()) == (False, True)


def test_a_card_on_the_table_is_taken_into_one_s_own_mirror(farah, as_asha, asha):
    session = at("choose", farah)
    phone, guest = Phone(session, as_asha), Phone(session)
    (giver,) = browsers(session, 1)
    giver.card("Ik wacht te lang.")
    to(session, "talk", farah)
    source = of(phone, "nu")
    form = {"card": field(source, "card"), "key": field(source, "key")}
    for _time in range(2):
        assert phone.send("van-mij", form).status_code == 302
    assert entries(asha) == ["Ik wacht te lang."]
    assert "Zet in mijn spiegel" not in of(guest, "nu")
    assert guest.send("van-mij", form).status_code == 404


# --- For oneself ------------------------------------------------------------------------------------


def test_what_one_writes_for_oneself_goes_into_one_s_own_mirror(farah, as_asha, asha):
    session = at("write", farah)
    phone, key = Phone(session, as_asha), uuid.uuid4()
    assert str(script.PRIVATE) in of(phone, "eigen")
    for _time in range(2):
        assert phone.write(WRITTEN, key=key).status_code == 302
    entry = Entry.objects.get()
    assert (entries(asha), entry.question, entry.prompt) == ([WRITTEN], 3, session.asks)
    assert WRITTEN not in phone.page()


def test_a_note_can_be_sent_in_every_phase_and_after_the_end(farah, as_asha, asha):
    session = opened(farah)
    phone = Phone(session, as_asha)
    for phase in ("look-back", "write", "choose", "reveal", "again", "agree", "close"):
        session = to(session, phase, farah)
        assert phone.write(f"In {phase}.").status_code == 302
    clicked(course.close, session, farah)
    assert phone.write("Na afloop.").status_code == 302
    assert len(entries(asha)) == 8


def test_a_note_that_names_somebody_comes_back_whole(farah, as_asha, asha):
    phone = Phone(at("write", farah), as_asha)
    reply = phone.write("Ik sprak Fatima.", in_place=True)
    page = reply.content.decode()
    assert (reply.status_code, "‘Fatima’" in page, "Ik sprak Fatima.</textarea>" in page, entries(asha)) == (
        422,
        True,
        True,
        [],
    )
    assert 'id="eigen-tekst"' in page


def test_a_note_is_a_draft_of_the_mirror_until_it_is_saved(farah, as_asha, asha):
    phone, number = Phone(at("write", farah), as_asha), uuid.uuid4()
    place = f"{phone.table}eigen/"
    assert f'data-place="{place}"' in of(phone, "eigen")
    draft = {"text": "Ik st", "place": place, "path": phone.table, "seen": "0", "person": str(asha.uuid)}
    assert as_asha.post(f"/spiegel/concept/{number}/", draft).status_code == 200
    listed = as_asha.get("/spiegel/").content.decode()
    assert "Wat je in een sessie schreef" in listed
    phone.write(WRITTEN, key=number, version="1")
    assert (Draft.objects.count(), entries(asha)) == (0, [WRITTEN])


def test_a_guest_s_note_is_sent_nowhere(farah):
    phone = Phone(at("write", farah))
    source = of(phone, "eigen")
    assert "Dit blijft op dit apparaat" in source
    assert "<form" not in source
    assert phone.write(WRITTEN).status_code == 404


def test_a_guest_takes_their_note_along_after_signing_in(as_asha, asha, visitor):
    assert visitor.get("/meedoen/meenemen/")["Location"].startswith("/accounts/login/?next=/meedoen/meenemen/")
    form = {"text": WRITTEN, "question": "3", "key": uuid.uuid4()}
    for _time in range(2):
        reply = as_asha.post("/meedoen/meenemen/", form)
        assert reply["Location"] == f"/meedoen/meenemen/?bewaard={form['key']}"
    assert (entries(asha), Entry.objects.get().question) == ([WRITTEN], 3)
    reply = as_asha.post("/meedoen/meenemen/", form | {"text": "Ik sprak Fatima.", "key": uuid.uuid4()})
    assert (reply.status_code, "Ik sprak Fatima." in reply.content.decode()) == (422, True)
    as_asha.post("/meedoen/meenemen/", {"text": "Bij een casus.", "question": "zes", "key": uuid.uuid4()})
    assert set(Entry.objects.values_list("question", flat=True)) == {3, None}


# --- Looking back and agreeing ----------------------------------------------------------------------


@pytest.fixture
def agreed(farah, asha):
    """What an earlier session of the team agreed on, one for asha to see to and one for everybody."""
    earlier = at("agree", farah)
    due = timezone.localdate() + timedelta(days=7)
    for owner, then in ((asha, "vraag ik het meteen"), (None, "bellen we samen")):
        agreeing.agree(earlier, Resolve("ik twijfel", then), due_on=due, by=farah, key=uuid.uuid4(), owner=owner)
    clicked(course.close, earlier, farah)
    return Agreement.objects.get(owner=asha)


def test_who_sees_to_an_agreement_says_how_it_went(farah, as_asha, as_ben, agreed):
    session = at("look-back", farah)
    phone, other = Phone(session, as_asha), Phone(session, as_ben)
    source = of(phone, "nu")
    assert ("vraag ik het meteen" in source, source.count('class="phone-settle"')) == (True, 1)
    form = {"agreement": agreed.pk, "standing": Standing.DONE}
    assert other.send("afspraak", form).status_code == 404
    for _time in range(2):
        assert phone.send("afspraak", form).status_code == 302
    agreed.refresh_from_db()
    assert agreed.standing == Standing.DONE
    assert 'value="done" aria-pressed="true"' in of(phone, "nu")  # a slip of the finger is put right here
    assert phone.send("afspraak", form | {"standing": Standing.OPEN}).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.standing, agreed.settled_on) == (Standing.OPEN, None)


def test_a_guest_reads_no_agreement_of_before(farah, agreed):
    phone = Phone(at("look-back", farah))
    assert ("bellen we samen" in phone.page(), "De afspraken staan op het grote scherm." in phone.page()) == (
        False,
        True,
    )
    assert phone.send("afspraak", {"agreement": agreed.pk, "standing": "done"}).status_code == 404


def test_what_is_agreed_now_is_read_by_all(farah):
    session = at("agree", farah)
    phone = Phone(session)
    due = timezone.localdate() + timedelta(days=7)
    agreeing.agree(session, Resolve("ik twijfel", "bel ik"), due_on=due, by=farah, key=uuid.uuid4())
    assert "bel ik" in of(phone, "nu")


# --- Before, and after ------------------------------------------------------------------------------


def test_a_card_may_come_in_before_it_begins(farah, as_asha):
    phone = Phone(prepared(farah, gathers_early=True), as_asha)
    assert 'data-phase="early"' in phone.page()
    phone.card("Dit wil ik delen.")
    assert "Dit wil ik delen." in of(phone, "mijn-kaarten")


def test_after_the_end_a_member_reads_what_is_kept_and_a_guest_that_it_is_over(farah, as_asha):
    session = at("close", farah)
    phone, guest = Phone(session, as_asha), Phone(session)
    clicked(course.close, session, farah)
    page = phone.page()
    assert "Deze sessie is afgerond" in page
    assert f'href="/dossier/sessies/{session.pk}/"' in page
    page = guest.page()
    assert ("Deze sessie is afgerond" in page, session.asks in page, session.team.name in page) == (True, False, False)
    stand = guest.client.get(f"{guest.table}stand/")
    assert (stand.status_code, 'data-phase="over"' in stand.content.decode()) == (200, True)
    for in_place in (True, False):
        reply = guest.card(WRITTEN, in_place=in_place)
        assert (reply.status_code, WRITTEN in reply.content.decode()) == (422, True)
    assert Client().get(guest.table).status_code == 302


def test_a_guest_still_meets_a_card_that_was_never_sent_after_the_end(farah):
    session = at("again", farah)
    guest = Phone(session)
    moved(session, "close", farah)
    clicked(course.close, session, farah)
    late = re.findall(r'data-place="([^"]+)" data-guest data-late', part(guest.page(), "kaart"))
    assert late == [f"{guest.table}kaart/{number}" for number in (2, 1)]


def test_signing_in_again_brings_one_back_to_the_same_place(farah, as_asha):
    session = at("choose", farah)
    phone = Phone(session, as_asha)
    phone.card("Ik wacht.")
    as_asha.cookies.pop("sessionid")
    assert phone.client.get(phone.table)["Location"] == f"/accounts/login/?next={phone.table}"
    assert phone.card("Nog een.")["Location"] == f"/accounts/login/?next={phone.table}"


def test_without_the_key_the_screen_says_that_nothing_is_lost(farah, as_asha, monkeypatch):
    session = at("choose", farah)
    phone = Phone(session, as_asha)
    phone.card("Ik wacht.")

    def closed(person):
        raise vault.Unreadable

    monkeypatch.setattr(vault, "opener", closed)
    reply = phone.client.get(phone.table)
    assert (reply.status_code, "Er is niets weg." in reply.content.decode()) == (503, True)


# --- Costs, and crowds ------------------------------------------------------------------------------


def test_a_screen_costs_the_same_for_few_and_for_many(farah, as_asha, django_assert_max_num_queries):
    session = at("scale", farah)
    phone = Phone(session, as_asha)
    for people in (1, 12):
        for giver in browsers(session, people):
            giver.card("Ik wacht.")
            giver.vote(3)
        with django_assert_max_num_queries(14):
            phone.page()
    session = to(session, "reveal", farah)
    with django_assert_max_num_queries(14):
        phone.page()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixty_four_who_give_at_once_each_have_one_card_and_one_place(farah):
    session = at("scale", farah)
    phones, keys = [Phone(session) for _person in range(32)], [uuid.uuid4() for _person in range(32)]

    def give(number):
        """Twice the same, as a phone does whose reply was lost."""
        phone, key = phones[number % 32], keys[number % 32]
        return phone.card(f"Kaart {number % 32}.", key=key).status_code, phone.choose(3, key=key).status_code

    replies = at_once([lambda number=number: give(number) for number in range(64)])
    assert replies == [(302, 302)] * 64
    assert (Slip.objects.count(), Ballot.objects.count(), Ticket.objects.count()) == (32, 32, 32)
    to(session, "reveal", farah)
    assert sorted(one.text for one in queries.table(session).cards) == sorted(
        f"Kaart {number}." for number in range(32)
    )
    assert session.rounds.get().distribution == [0, 0, 32, 0, 0]


# --- Kept up to date --------------------------------------------------------------------------------


def asked(phone, etag=""):
    return phone.client.get(f"{phone.table}stand/", headers={"If-None-Match": etag} if etag else None)


def test_a_screen_is_told_at_once_when_nothing_changed(farah, as_asha, as_ben, django_assert_max_num_queries):
    session = at("choose", farah)
    phone, other = Phone(session, as_asha), Phone(session, as_ben)
    etag = asked(phone)["ETag"]
    other.card("Ik ook.")
    with django_assert_max_num_queries(7):
        reply = asked(phone, etag)
    assert (reply.status_code, reply.content, "no-store" in reply["Cache-Control"]) == (304, b"", True)
    phone.card("Ik wacht.")
    mine = asked(phone, etag)
    assert (mine.status_code, "Ik wacht." in mine.content.decode(), mine["X-Session-Version"]) == (
        200,
        True,
        str(session.version),
    )
    to(session, "scale", farah)
    assert asked(phone, mine["ETag"]).status_code == 200


def test_whoever_comes_in_is_seen_in_the_lobby_at_the_next_look(farah, as_asha):
    session = opened(farah)
    phone = Phone(session, as_asha)
    etag = asked(phone)["ETag"]
    assert asked(phone, etag).status_code == 304
    Phone(session)
    assert "Een gast" in asked(phone, etag).content.decode()
