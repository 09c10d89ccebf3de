"""Cards and ballots: given by whoever holds a ticket, changed until they are shown, and then nobody's."""

import uuid

import pytest

from learning.team_sessions import queries
from learning.team_sessions.actions import cards, course, doors, giving
from learning.team_sessions.models import Ballot, Card, Drawn, Round, Session, Slip, Ticket
from people.keys import vault
from people.refusal import Conflict, Refused
from tests.concurrency import at_once
from tests.learning.sessions import Browser, at, browsers, clicked, moved, opened, prepared, voted


def texts(session):
    return sorted(card.text for card in queries.table(session).cards)


def shown(session, farah):
    return moved(session, "reveal", farah)


# --- Tickets ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_person_draws_one_ticket_in_a_round_and_is_told_so_elsewhere(farah, asha):
    session = at("choose", farah)
    phone, laptop = Browser(session, asha), Browser(session, asha)
    assert phone.participation == laptop.participation
    phone.draw().draw()
    with pytest.raises(Conflict, match="op een ander apparaat"):
        laptop.draw()
    assert (Ticket.objects.count(), Drawn.objects.count()) == (1, 1)
    moved(shown(session, farah), "again", farah)
    laptop.draw().card("In de tweede ronde kan het hier.")


@pytest.mark.django_db
def test_without_a_ticket_nothing_is_given(farah):
    session = at("scale", farah)
    guest = Browser(session)
    for give in (lambda: guest.card("Iets."), lambda: guest.vote(3)):
        with pytest.raises(Refused, match="doet in deze ronde nog niet mee"):
            give()
    assert (Slip.objects.count(), Ballot.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_nothing_that_is_stored_tells_whose_it_is(farah):
    """No column of these tables names a person, a time or a place in a row; a new one must not come in by accident."""
    columns = {model.__name__: {field.name for field in model._meta.fields} for model in (Ticket, Slip, Ballot, Card)}
    assert columns == {
        "Ticket": {"uuid", "session", "digest"},
        "Slip": {"uuid", "session", "ticket", "key", "sealed", "offered"},
        "Ballot": {"uuid", "session", "ticket", "key", "value"},
        "Card": {"uuid", "session", "round", "sealed", "passed", "discussed"},
    }


# --- Cards ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_card_is_sealed_and_read_back_by_its_browser_alone(farah):
    session = at("choose", farah)
    one, other = browsers(session, 2)
    key = one.card("Ik stelde het uit.")
    assert b"uit" not in bytes(Slip.objects.get().sealed)
    assert queries.own(session, one.token).cards == (queries.OwnCard(key=key, text="Ik stelde het uit.", fixed=False),)
    assert queries.own(session, other.token).cards == ()
    assert queries.table(session).cards == ()


@pytest.mark.django_db
def test_the_same_key_is_one_card(farah):
    session = at("choose", farah)
    one, other = browsers(session, 2)
    key = one.card("Eén kaart.")
    one.card("Eén kaart.", key=key)
    for browser, text in ((one, "Iets anders."), (other, "Eén kaart.")):
        with pytest.raises(Conflict, match="al een andere kaart"):
            browser.card(text, key=key)
    assert Slip.objects.count() == 1


@pytest.mark.django_db
def test_a_card_is_changed_by_who_saw_its_last_words(farah):
    session = at("choose", farah)
    (one,) = browsers(session, 1)
    first = one.card("Eerst.")
    second = one.card("Daarna.", over=first)
    with pytest.raises(Conflict, match="intussen veranderd"):
        one.card("Uit een oud venster.", over=first)
    assert [card.text for card in queries.own(session, one.token).cards] == ["Daarna."]
    giving.take_back(session, token=one.token, over=second)
    giving.take_back(session, token=one.token, over=second)
    assert Slip.objects.count() == 0


@pytest.mark.django_db
def test_nobody_changes_anothers_card(farah):
    session = at("choose", farah)
    one, other = browsers(session, 2)
    key = one.card("Van mij.")
    with pytest.raises(Conflict):
        other.card("Van mij?", over=key)
    giving.take_back(session, token=other.token, over=key)
    assert [card.text for card in queries.own(session, one.token).cards] == ["Van mij."]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  \n", "x" * 501])
def test_a_card_has_words_and_not_too_many(farah, text):
    (one,) = browsers(at("choose", farah), 1)
    with pytest.raises(Refused):
        one.card(text)


@pytest.mark.django_db
def test_a_fourth_card_is_too_many(farah):
    (one,) = browsers(at("choose", farah), 1)
    for number in range(3):
        one.card(f"Kaart {number}.")
    with pytest.raises(Refused, match="al 3 kaarten"):
        one.card("Nog een.")


@pytest.mark.django_db
def test_cards_and_ballots_have_their_phases(farah):
    session = opened(farah)
    (one,) = browsers(session, 1)
    for phase, card, ballot in (("write", False, False), ("choose", True, False), ("scale", True, True)):
        session = moved(session, phase, farah)
        for may, give in ((card, lambda: one.card("Iets.")), (ballot, lambda: one.vote(2))):
            if may:
                give()
            else:
                with pytest.raises(Refused, match="in deze stap"):
                    give()


@pytest.mark.django_db
def test_cards_come_in_beforehand_only_where_that_was_chosen(farah, asha):
    early = prepared(farah, gathers_early=True)
    browser = Browser(early, asha).draw()
    browser.card("Alvast.")
    browser.vote(4)
    session = shown(clicked(course.begin, early, farah), farah)
    assert texts(session) == ["Alvast."]
    with pytest.raises(Refused, match="nog niet begonnen"):
        Browser(prepared(farah), asha)


# --- Ballots ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_ballot_is_one_until_it_is_shown(farah):
    session = at("scale", farah)
    (one,) = browsers(session, 1)
    first = one.vote(2)
    one.vote(2, key=first)
    second = one.vote(5, over=first)
    with pytest.raises(Conflict, match="ander venster"):
        one.vote(1, over=first)
    with pytest.raises(Conflict):
        one.vote(1, key=second)
    assert (queries.own(session, one.token).ballot, Ballot.objects.count()) == ((second, 5), 1)


@pytest.mark.django_db
@pytest.mark.parametrize("value", [0, 6, -1])
def test_the_scale_has_five_places(farah, value):
    (one,) = browsers(at("scale", farah), 1)
    with pytest.raises(Refused):
        one.vote(value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "distribution"),
    [([1, 2, 3], None), ([], None), ([2, 2, 2, 2], (0, 4, 0, 0, 0)), ([1, 5, 5, 3, 5], (1, 0, 1, 0, 3))],
)
def test_the_whole_distribution_shows_from_four_and_nothing_below(farah, values, distribution):
    session = at("scale", farah)
    voted(session, values)
    (round_shown,) = queries.table(shown(session, farah)).rounds
    assert round_shown.distribution == distribution
    assert bool(round_shown.said) == (distribution is None)
    assert Ballot.objects.count() == 0


# --- Showing ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_showing_leaves_cards_and_nothing_that_leads_back(farah):
    session = at("scale", farah)
    for number, browser in enumerate(browsers(session, 5)):
        browser.card(f"Kaart {number}.")
        browser.vote(3)
    counted = queries.counts(session)
    assert (counted.people, counted.tickets, counted.cards, counted.ballots) == (5, 5, 5, 5)
    slips = set(Slip.objects.values_list("uuid", flat=True))
    session = shown(session, farah)
    assert texts(session) == [f"Kaart {number}." for number in range(5)]
    assert not slips.intersection(Card.objects.values_list("uuid", flat=True))
    assert [model.objects.count() for model in (Ticket, Slip, Ballot, Drawn)] == [0, 0, 0, 0]


@pytest.mark.django_db
def test_after_showing_nothing_more_comes_into_that_round(farah):
    session = at("scale", farah)
    one, late = browsers(session, 2)
    key = one.card("Op tijd.")
    session = moved(shown(session, farah), "write", farah)
    for give in (
        lambda: late.card("Te laat."),
        lambda: late.vote(2),
        lambda: one.card("Anders.", over=key),
        lambda: giving.take_back(session, token=one.token, over=key),
        late.draw,
    ):
        with pytest.raises(Refused, match="al getoond"):
            give()
    assert (texts(session), queries.own(session, one.token)) == (["Op tijd."], queries.Own(ticket=False))


@pytest.mark.django_db
def test_a_second_round_is_another_round(farah):
    session = at("scale", farah)
    browser = browsers(session, 1)[0]
    browser.card("Eerst dacht ik dit.")
    session = moved(shown(session, farah), "again", farah)
    with pytest.raises(Refused, match="nog niet mee"):
        browser.card("Met het oude kaartje.")
    browser.draw().card("Nu denk ik dat.")
    session = moved(session, "agree", farah)
    assert [(card.round, card.text) for card in queries.table(session).cards] == [
        (1, "Eerst dacht ik dit."),
        (2, "Nu denk ik dat."),
    ]


@pytest.mark.django_db
def test_a_round_that_does_not_open_is_not_lost(farah, monkeypatch):
    session = at("scale", farah)
    browsers(session, 1)[0].card("Blijf staan.")
    with monkeypatch.context() as without_key:
        without_key.setattr(vault, "opener", lambda person: _shut)
        with pytest.raises(Refused, match="gaan nu niet open"):
            shown(session, farah)
    assert (Slip.objects.count(), Card.objects.count(), Round.objects.count()) == (1, 0, 0)
    assert texts(shown(session, farah)) == ["Blijf staan."]


def _shut(*given):
    raise vault.Unreadable


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_cards_that_come_in_while_they_are_shown_are_shown_or_refused(farah):
    session = at("scale", farah)
    writers = browsers(session, 7)
    done = at_once(
        [lambda: moved(session, "reveal", farah), *(lambda w=w, n=n: w.card(f"{n}") for n, w in enumerate(writers))]
    )
    saved = sorted(str(n) for n, one in enumerate(done[1:]) if isinstance(one, uuid.UUID))
    assert texts(Session.objects.get(pk=session.pk)) == saved
    assert all(isinstance(one, uuid.UUID | Refused) for one in done[1:])
    assert Slip.objects.count() == Ticket.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_drawing_with_eight_devices_at_once_gives_one_ticket(farah, asha):
    session = at("choose", farah)
    devices = [Browser(session, asha) for _device in range(8)]
    done = at_once([device.draw for device in devices])
    assert sum(isinstance(one, Browser) for one in done) == 1
    assert sum(isinstance(one, Conflict) for one in done) == 7
    assert Ticket.objects.count() == 1


# --- Looking at cards, removing and discussing them ---------------------------------------------------


@pytest.mark.django_db
def test_cards_come_to_who_leads_in_fours(farah):
    session = at("choose", farah, moderated=True)
    first, *others = browsers(session, 6)
    key = first.card("Kaart 0.")
    for number, browser in enumerate(others[:2], 1):
        browser.card(f"Kaart {number}.")
    assert (cards.fetch(session, by=farah), queries.to_look_at(session)) == (0, ())
    others[2].card("Kaart 3.")
    assert cards.fetch(session, by=farah) == 4
    others[3].card("Kaart 4.")
    assert cards.fetch(session, by=farah) == 0
    assert sorted(card.text for card in queries.to_look_at(session)) == [f"Kaart {number}." for number in range(4)]
    with pytest.raises(Refused, match="bekeek deze kaart al"):
        first.card("Toch anders.", over=key)


@pytest.mark.django_db
def test_only_what_was_let_through_is_shown_and_the_rest_waits(farah):
    session = at("choose", farah, moderated=True)
    for number, browser in enumerate(browsers(session, 4)):
        browser.card(f"Kaart {number}.")
    cards.fetch(session, by=farah)
    waiting = {card.text: card.number for card in queries.to_look_at(session)}
    cards.let_through(session, waiting["Kaart 0."], by=farah)
    cards.remove(session, waiting["Kaart 1."], by=farah)
    Browser(session).draw().card("Op het laatst.")
    session = shown(session, farah)
    assert texts(session) == ["Kaart 0."]
    left = {card.text: card.number for card in queries.to_look_at(session)}
    assert sorted(left) == ["Kaart 2.", "Kaart 3.", "Op het laatst."]
    cards.let_through(session, left["Op het laatst."], by=farah)
    assert texts(session) == ["Kaart 0.", "Op het laatst."]


@pytest.mark.django_db
def test_where_cards_are_not_looked_at_nobody_sees_one_early(farah):
    session = at("choose", farah)
    for browser in browsers(session, 4):
        browser.card("Nog niet.")
    with pytest.raises(Refused, match="niet vooraf"):
        cards.fetch(session, by=farah)
    number = Slip.objects.first().pk
    cards.let_through(session, number, by=farah)
    cards.remove(session, number, by=farah)
    assert (Slip.objects.count(), queries.to_look_at(session)) == (4, ())


@pytest.mark.django_db
def test_a_removed_card_is_gone_and_everybody_sees_another_version(farah):
    session = at("choose", farah)
    for text in ("Blijft.", "Gaat over een echt gezin."):
        Browser(session).draw().card(text)
    session = shown(session, farah)
    number = next(card.number for card in queries.table(session).cards if card.text != "Blijft.")
    cards.remove(session, number, by=farah)
    cards.remove(session, number, by=farah)
    found = Session.objects.get(pk=session.pk)
    assert (texts(found), found.version) == (["Blijft."], session.version + 1)


@pytest.mark.django_db
def test_every_card_is_talked_about_once_in_an_order_that_stays(farah):
    session = at("choose", farah)
    for browser in browsers(session, 5):
        browser.card("Kaart.")
    session = moved(shown(session, farah), "talk", farah)
    order, met = [card.number for card in queries.table(session).cards], []
    while card := queries.table(session).on_table:
        met.append(card.number)
        cards.discuss(session, card.number, by=farah)
        cards.discuss(session, card.number, by=farah)
    assert met == order == [card.number for card in queries.table(session).cards]
    assert Session.objects.get(pk=session.pk).version == session.version + 5
    cards.discuss(session, met[0], by=farah, discussed=False)
    assert queries.table(session).on_table.number == met[0]


@pytest.mark.django_db
def test_only_who_leads_touches_cards(farah, asha):
    session = at("choose", farah, moderated=True)
    doors.join(session, by=asha)
    for act in (
        lambda: cards.fetch(session, by=asha),
        lambda: cards.let_through(session, uuid.uuid4(), by=asha),
        lambda: cards.remove(session, uuid.uuid4(), by=asha),
        lambda: cards.discuss(session, uuid.uuid4(), by=asha),
    ):
        with pytest.raises(Refused, match="Alleen wie deze sessie begeleidt"):
            act()
