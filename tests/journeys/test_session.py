"""A whole team session in real browsers: nothing typed is lost, nothing counts twice, and everybody is where the session is."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.journeys import acts
from tests.journeys.browser import WHOLE, WIDE, looked_at
from tests.journeys.conftest import Enter
from tests.journeys.hands import Keyboard
from tests.journeys.stage import Site, running_site
from tests.journeys.table import Phone, Table, all_choose, all_give

KILLED = r"ERR_(CONNECTION_RESET|CONNECTION_REFUSED|CONNECTION_CLOSED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)"
MEMBERS = ("asha", "ben", "carla", "dirk", "els")
GUESTS = ("Fien", "Gijs", "Hana", "Ivo", "Jet", "Kick", "Liv")
VERBS = (
    "doorvragen", "stilzitten", "bellen", "luisteren", "wachten", "uitleggen",
    "opschrijven", "afspreken", "terugkomen", "meekijken", "benoemen", "vragen",
)  # fmt: skip
LEARNS = dict(zip((*MEMBERS, *GUESTS), VERBS, strict=True))
CARDS = {name: f"Ik vind {verb} soms lastig." for name, verb in LEARNS.items()}
SECOND, CHANGED = "Ik bel te weinig.", "Ik bel liever dan dat ik schrijf."
LATER, UNSENT = "Nu durf ik het wel te zeggen.", "Dit wilde ik nog delen."
PLACES = dict(zip(CARDS, (1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5), strict=True))


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, to kill."""
    with running_site(tmp_path_factory.mktemp("frail") / "data", content=False) as running:
        yield running


def note(phone: Phone) -> str:
    return f"Ik wil beter leren {LEARNS[phone.name]}."


@pytest.mark.whole
def test_three_people_through_the_twenty_minutes(enter: Enter, frail: Site):
    table = Table.prepare(enter, frail, 20)
    asha, ben = table.seat_member("asha"), table.seat_with_code("ben", scheme="dark")
    fien = table.seat_guest("Fien")
    names = table.screen.page.locator(".big-names li")
    expect(names).to_have_text(["Asha", "Ben", "Fien"])

    table.go_on("Terugkijken")
    table.go_on("Schrijven voor jezelf")
    for phone in table.phones:
        phone.note.fill(note(phone))
    asha.press_note()
    asha.has_note()
    fien.has_note()
    table.go_on("Kiezen wat je deelt")
    expect(ben.note).to_have_value(note(ben))
    given = {"asha": "Kaart een.", "ben": "Kaart twee.", "Fien": "Kaart drie."}
    all_give(table.phones, given)
    table.go_on("Jezelf inschalen")
    all_choose(table.phones, {"asha": 2, "ben": 4, "Fien": 4})
    table.go_on("Laten zien")
    for phone in table.phones:
        assert phone.cards() == sorted(given.values())
        assert phone.spreads() == []  # three are too few to show
    table.go_on("Bespreken")
    table.go_on("Een afspraak maken")
    table.go_on("Afronden")
    table.end()

    assert table.minutes() == sorted(given.values())
    assert frail.ask(acts.written_texts, asha.email) == [note(asha)]
    assert frail.ask(acts.drafts, ben.email) == [note(ben)]
    expect(fien.note).to_have_value(note(fien))


@pytest.mark.whole
def test_twelve_people_through_a_whole_hour_in_which_everything_goes_wrong(enter: Enter, frail: Site):
    table = Table.prepare(enter, frail, 60)
    _come_in(table)
    _two_devices_lead(table)
    _write_for_oneself(table)
    _choose_what_to_share(table)
    _choose_a_place(table)
    _show(table)
    _talk(table)
    _second_round(table)
    _agree(table)
    _round_off(table)
    _see_that_nothing_was_lost(table)


@pytest.mark.whole
def test_by_keyboard_alone_and_without_scripts_everything_can_be_done(enter: Enter, frail: Site):
    table = Table.prepare(enter, frail, 60)
    asha = table.seat_member("asha", by=Keyboard)
    guest = table.seat_guest("Fien", script=False)
    frail.ask(acts.agreed_before, table.farah.person["email"], asha.email)
    hands = Keyboard(asha.page)

    table.go_on("Terugkijken")
    hands.leave(asha.page.get_by_role("button", name="Gedaan"))
    expect(asha.page.get_by_role("button", name="Gedaan", pressed=True)).to_be_visible()
    table.go_on("Schrijven voor jezelf")
    hands.fill(asha.page.locator("#eigen form"), [("text", "text", note(asha))])
    hands.press(asha.page.get_by_role("button", name="Bewaar in mijn spiegel"))
    expect(asha.page.locator("#eigen .prompt-saved")).to_be_focused()
    expect(guest.page.locator("#eigen noscript p")).to_be_visible()  # on paper
    _cards_by_hand(table, asha, guest, hands)
    _places_by_hand(table, asha, guest, hands)
    _the_table_by_hand(table, asha, guest, hands)
    _the_end_by_hand(table, asha, guest, hands)


SCREENS = ("Terugkijken", "Schrijven voor jezelf", "Kiezen wat je deelt", "Jezelf inschalen", "Laten zien", "Bespreken",
           "Tweede ronde", "Laten zien", "Bespreken", "Een afspraak maken", "Afronden")  # fmt: skip


@pytest.mark.whole
def test_the_three_screens_are_for_everybody_in_every_phase(enter: Enter, frail: Site):
    table = Table.prepare(enter, frail, 60)
    asha = table.seat_member("asha")
    frail.ask(acts.agreed_before, table.farah.person["email"], asha.email)
    wrong = _look(table, "Binnenkomen")
    for place, title in enumerate(SCREENS):
        table.go_on(title)
        if title == "Kiezen wat je deelt":
            all_give([asha], {"asha": SECOND})
            frail.ask(acts.others_give, table.number, [LATER, CHANGED, UNSENT], [])
        elif title == "Jezelf inschalen":
            all_choose([asha], {"asha": 3})
            frail.ask(acts.others_give, table.number, [], [1, 3, 5])
        elif title == "Bespreken" and title not in SCREENS[:place]:
            table.put_poll("Wat helpt ons?", "Bellen", "Schrijven")
            wrong += _look(table, "a poll is open")
            table.close_poll()
        wrong += _look(table, title)
    table.end()
    wrong += _look(table, "it is over")
    assert not wrong, "\n".join(wrong)


def _look(table: Table, state: str) -> list[str]:
    """What is wrong with the screen of who leads, the big one and the phone as they stand."""
    screens = {"leading": table.farah, "big screen": table.screen, "phone": table.phones[0].visitor}
    return [f"{name}, {state}: {line}" for name, one in screens.items() for line in looked_at(one.page, ways=WHOLE)]


# --- By hand ----------------------------------------------------------------------------------------


def _cards_by_hand(table: Table, asha: Phone, guest: Phone, hands: Keyboard) -> None:
    """Each gives a card, changes it, gives another and takes that back."""
    table.go_on("Kiezen wat je deelt")
    page = asha.page
    for words in ("Eerst dit.", "En dit."):
        hands.fill(page.locator("#kaart form"), [("text", "text", words)])
        hands.press(page.get_by_role("button", name="Deel zonder naam"))
        expect(page.locator("#kaart .prompt-saved")).to_be_focused()
        asha.has_card(words)
    hands.leave(asha.given("En dit.").get_by_role("button", name="Neem terug"))
    hands.leave(asha.given("Eerst dit.").get_by_role("link", name="Verander"))
    hands.fill(page.locator("#kaart form"), [("text", "text", SECOND)])
    hands.press(page.get_by_role("button", name="Bewaar de verandering"))
    asha.has_card(SECOND)

    for words in ("Eerst dit.", "En dit."):
        guest.type_card(words)
        guest.press_card()
        guest.has_card(words)
    guest.given("En dit.").get_by_role("button", name="Neem terug").click()
    guest.change_card("Eerst dit.", CHANGED)


def _places_by_hand(table: Table, asha: Phone, guest: Phone, hands: Keyboard) -> None:
    """Each chooses a place and another; the guest has a card half written when the round is shown."""
    table.go_on("Jezelf inschalen")
    for place in ("2", "4"):
        hands.fill(asha.page.locator("#schaal form"), [("radio", "value", place)])
        hands.press(asha.page.locator("#schaal button[type=submit]"))
        expect(asha.page.locator("#schaal .prompt-saved")).to_be_focused()
        guest.choose(int(place))
        guest.press_choice()
        expect(guest.page.get_by_text("Je keuze is bewaard, zonder naam.")).to_be_visible()
    table.site.ask(acts.others_give, table.number, ["Van een ander."], [4, 4])
    guest.page.locator("#kaart summary").click()
    guest.type_card(UNSENT)
    table.asleep.append(guest)
    table.go_on("Laten zien")
    guest.visitor.expect("422: POST")
    guest.press_card()
    expect(guest.page.get_by_label("Dit is niet gedeeld")).to_have_value(UNSENT)
    table.asleep.remove(guest)
    guest.sees("Laten zien")


def _the_table_by_hand(table: Table, asha: Phone, guest: Phone, hands: Keyboard) -> None:
    """Each reads what lies there and answers a poll; a card goes along to a mirror."""
    for phone in (asha, guest):
        assert phone.cards() == sorted([SECOND, CHANGED, "Van een ander."])
        assert phone.spreads() == [[0, 0, 0, 4, 0]]
    card = asha.page.locator("#nu .phone-card").filter(has_text=CHANGED)
    hands.press(card.locator("summary"))
    hands.leave(card.get_by_role("button", name="Zet in mijn spiegel"))
    table.go_on("Bespreken")
    table.put_poll("Wat helpt ons?", "Bellen", "Schrijven")
    form = asha.page.locator("#peiling form")
    hands.fill(form, [("radio", "choice", "2")])
    hands.press(form.get_by_role("button", name="Kies"))
    expect(asha.page.locator("#peiling .prompt-saved")).to_be_focused()
    guest.sees("Bespreken")
    guest.page.get_by_label("Bellen").check()
    guest.page.get_by_role("button", name="Kies", exact=True).click()
    expect(table.farah.page.get_by_text("2 keuzes binnen.")).to_be_visible()
    table.close_poll()
    table.go_on("Tweede ronde")
    hands.fill(asha.page.locator("#schaal form"), [("radio", "value", "5")])
    hands.press(asha.page.locator("#schaal button[type=submit]"))
    asha.has_choice()


def _the_end_by_hand(table: Table, asha: Phone, guest: Phone, hands: Keyboard) -> None:
    """Asha puts it in her dossier, the guest hands the phone on; what was written stands in the mirror."""
    for title in ("Laten zien", "Bespreken", "Een afspraak maken", "Afronden"):
        table.go_on(title)
    hands.fill(asha.page.locator("#eigen form"), [("text", "text", LATER)])
    hands.press(asha.page.get_by_role("button", name="Bewaar in mijn spiegel"))
    asha.has_note()
    table.end()
    assert table.minutes() == sorted([SECOND, CHANGED, "Van een ander."])
    assert table.site.ask(acts.written_texts, asha.email) == [LATER, CHANGED, note(asha)]
    hands.leave(asha.page.get_by_role("link", name="Zet dit in mijn dossier"))
    guest.page.get_by_text("Klaar, of ben jij dit niet?").click()
    guest.page.get_by_role("button", name="Ga weg van dit apparaat").click()
    expect(guest.page.get_by_text("Dit apparaat doet niet meer mee.")).to_be_visible()


# --- The scenes -------------------------------------------------------------------------------------


def _come_in(table: Table) -> None:
    """Five colleagues and seven guests; one phone is dark, one of them is a laptop."""
    for name in MEMBERS:
        options = {"carla": {"scheme": "dark"}, "dirk": {"size": WIDE}}.get(name, {})
        (table.seat_with_code if name == "ben" else table.seat_member)(name, **options)
    for name in GUESTS:
        table.seat_guest(name)
    expect(table.screen.page.locator(".big-names li")).to_have_text([name.capitalize() for name in CARDS])


def _two_devices_lead(table: Table) -> None:
    """Farah's tablet has bad reception and stands where the session was: its click changes nothing, and says so."""
    tablet = table.enter(person=table.farah.person, at=table.site)
    table.watched.append(tablet)
    tablet.expect("409: POST")
    tablet.goto(f"/sessies/{table.number}/begeleiden/")
    tablet.page.route("**/begeleiden/stand/", lambda _route: None)  # no reply comes
    table.go_on("Terugkijken")

    on = tablet.page.locator(".lead-steer .button-large")
    expect(on).to_have_text("Volgende: Terugkijken")
    on.click()
    said = tablet.page.get_by_role("alert")
    expect(said).to_contain_text("De sessie staat intussen op ‘Terugkijken’. Jouw klik veranderde niets.")
    tablet.page.unroute_all(behavior="ignoreErrors")
    tablet.page.wait_for_timeout(3000)  # long enough to be read, while the screen keeps itself up to date
    expect(said).to_be_visible()
    table.all_see("Terugkijken")
    on.click()
    expect(tablet.page.locator("#kop h1")).to_have_text("Schrijven voor jezelf")
    table.all_see("Schrijven voor jezelf")


def _write_for_oneself(table: Table) -> None:
    """Ben reloads while he types, Carla loses the network, Dirk forgets to press."""
    asha, ben, carla, _dirk, els = table.phones[:5]
    for phone in table.phones:
        phone.note.fill(note(phone) if phone is not carla else note(phone)[:10])
    ben.page.on("dialog", lambda dialog: dialog.accept())
    ben.page.wait_for_timeout(500)
    ben.page.reload()
    expect(ben.note).to_have_value(note(ben))
    carla.sleep()
    carla.note.press("End")
    carla.note.press_sequentially(note(carla)[10:])
    carla.press_note()
    expect(carla.page.locator("#eigen [data-save-state]")).to_contain_text("Nog niet opgeslagen")
    carla.wake()
    for phone in (asha, ben, els):
        phone.visitor.expect(
            "409: POST .*/spiegel/concept/"
        )  # a draft on its way that the saved text overtook: taken back
        phone.press_note()
    for phone in (asha, ben, carla, els, *table.phones[5:]):
        phone.has_note()


def _choose_what_to_share(table: Table) -> None:
    """The server dies under two cards, a reply is lost, somebody presses twice, somebody changes a card; Gijs falls asleep over his."""
    table.go_on("Kiezen wat je deelt")
    asha, gijs, hana, ivo, jet, kick = (table.phone(name) for name in ("asha", "Gijs", "Hana", "Ivo", "Jet", "Kick"))
    gijs.type_card(CARDS["Gijs"])
    _lose_one_reply(asha, "kaart")
    all_give([one for one in table.phones if one not in {gijs, hana, ivo, jet}], CARDS)
    jet.type_card(CARDS["Jet"])
    jet.press_card(click_count=2)
    jet.has_card(CARDS["Jet"])

    table.expect_everywhere(KILLED)
    for phone in (hana, ivo):
        phone.type_card(CARDS[phone.name])
    table.site.server.kill()
    for phone in (hana, ivo):
        phone.press_card()
    table.site.server.start()
    for phone in (hana, ivo):
        phone.has_card(CARDS[phone.name], timeout=45_000)

    kick.type_card(SECOND)
    kick.press_card()
    kick.change_card(SECOND, CHANGED)
    table.falls_asleep(gijs)


def _choose_a_place(table: Table) -> None:
    """Eleven are awake; one presses twice, one changes their mind, one reply is lost."""
    table.go_on("Jezelf inschalen")
    ben, els, liv = (table.phone(name) for name in ("ben", "els", "Liv"))
    _lose_one_reply(els, "schaal")
    ben.choose(PLACES["ben"])
    ben.press_choice(click_count=2)
    ben.has_choice()
    all_choose([one for one in table.awake if one not in {ben, liv}], PLACES)
    all_choose([liv], {"Liv": 1})
    all_choose([liv], PLACES)


def _show(table: Table) -> None:
    """Gijs wakes up two phases later, where everybody is, and Kick pressed too late; what they wrote was not shared, and they read so."""
    gijs, kick = table.phone("Gijs"), table.phone("Kick")
    kick.type_card(UNSENT)
    table.hears_nothing(kick)
    table.go_on("Laten zien")
    kick.visitor.expect("422: POST")
    kick.press_card()
    expect(kick.page.get_by_label("Dit is niet gedeeld")).to_have_value(UNSENT)
    table.hears_again(kick)
    kick.sees("Laten zien")
    kick.has_unsent(UNSENT)
    table.wakes_up(gijs)
    gijs.sees("Laten zien")
    gijs.has_unsent(CARDS["Gijs"])

    given = sorted([CHANGED, *(card for name, card in CARDS.items() if name != "Gijs")])
    stand = Counter(place for name, place in PLACES.items() if name != "Gijs")
    spread = [stand[place] for place in range(1, 6)]
    for phone in table.phones:
        assert (phone.name, phone.cards(), phone.spreads()) == (phone.name, given, [spread])
    screen = table.screen.page
    assert sorted(screen.locator(".big-cards li").all_inner_texts()) == given
    assert [int(one) for one in screen.locator(".big-round .tabular").all_inner_texts()] == spread


def _talk(table: Table) -> None:
    """Card by card; the same lies on the big screen and on every phone."""
    table.go_on("Bespreken")
    page = table.farah.page
    for _card in range(2):
        on_table = page.locator(".session-kept-now .session-words").inner_text()
        expect(table.screen.page.locator("h1")).to_have_text(on_table)
        for phone in table.phones:
            expect(phone.page.locator("#nu .phone-card-large .phone-words")).to_have_text(on_table)
        page.get_by_role("button", name="Besproken: volgende kaart").click()
        expect(page.locator(".session-kept-done")).to_have_count(_card + 1)


def _second_round(table: Table) -> None:
    """All twelve choose again, Gijs too; Fien types a card that she does not send."""
    table.go_on("Tweede ronde")
    all_choose(table.phones, dict.fromkeys(CARDS, 4))
    all_give([table.phone("els")], {"els": LATER})
    table.phone("Fien").type_card(UNSENT)
    table.phone("Fien").page.wait_for_timeout(500)


def _agree(table: Table) -> None:
    """What was collected in the second round is shown, and Farah writes down what the team agreed."""
    table.go_on("Laten zien")
    expect(table.screen.page.locator(".big-round")).to_have_count(2)
    table.go_on("Bespreken")
    table.go_on("Een afspraak maken")
    for phone in table.phones:
        assert (phone.name, phone.spreads()[-1]) == (phone.name, [0, 0, 0, 12, 0])
        assert phone.cards().count(LATER) == 1
    table.phone("Fien").has_unsent(UNSENT)
    page = table.farah.page
    page.get_by_label("Als dit gebeurt").fill("een collega stilvalt")
    page.get_by_label("dan doen wij dit").fill("vragen we wat er nodig is")
    page.get_by_role("button", name="Bewaar de afspraak").click()
    for phone in table.phones:
        expect(phone.page.locator("#nu .phone-agreement")).to_contain_text("een collega stilvalt")


def _round_off(table: Table) -> None:
    """Els writes once more; then it is over for everybody."""
    table.go_on("Afronden")
    els = table.phone("els")
    els.note.fill("Ik bel morgen.")
    els.press_note()
    els.has_note()
    table.end()


def _see_that_nothing_was_lost(table: Table) -> None:
    site, (asha, ben, carla, dirk, els) = table.site, table.phones[:5]
    assert table.minutes() == sorted([CHANGED, LATER, *(card for name, card in CARDS.items() if name != "Gijs")])
    for phone in (asha, ben, carla):
        assert site.ask(acts.written_texts, phone.email) == [note(phone)]
    assert [site.ask(acts.drafts, phone.email) for phone in (asha, ben, carla, els)] == [[], [], [], []]
    assert site.ask(acts.written_texts, els.email) == ["Ik bel morgen.", note(els)]
    assert site.ask(acts.written_texts, dirk.email) == []
    assert site.ask(acts.drafts, dirk.email) == [note(dirk)]
    for phone in table.phones[5:]:
        expect(phone.note).to_have_value(note(phone))
    table.phone("Gijs").has_unsent(CARDS["Gijs"])
    for name in ("Fien", "Kick"):
        table.phone(name).has_unsent(UNSENT)


def _lose_one_reply(phone: Phone, what: str) -> None:
    """The site keeps what the phone sends next, and the phone does not hear it."""

    def lose(route: Route) -> None:
        assert route.fetch().ok
        route.abort("connectionreset")

    phone.visitor.expect("request failed: POST .*ERR_CONNECTION_RESET")
    phone.page.route(f"**/meedoen/{what}/", lose, times=1)
