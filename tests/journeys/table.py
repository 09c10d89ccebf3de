"""A team around one table, each with a screen of their own: who leads it, the big screen, and phones that come in as people do."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys import acts
from tests.journeys.browser import NARROW, Visitor
from tests.journeys.hands import Mouse
from tests.journeys.stage import Site

OFFLINE = "ERR_INTERNET_DISCONNECTED"
SOON_MS = 15_000
SAVED = "Bewaard in je spiegel"
_STAND = re.compile("/meedoen/stand/")
_WORK = "Gemeente Aan Tafel"


@dataclass(eq=False)
class Phone:
    """Somebody's phone at the table."""

    visitor: Visitor
    name: str
    guest: bool = False
    plain: bool = False

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def email(self) -> str:
        return self.visitor.person["email"]

    @property
    def note(self) -> Locator:
        """Where they write for themselves."""
        return self.page.locator("#eigen textarea")

    @property
    def card(self) -> Locator:
        return self.page.locator("#kaart-tekst")

    def sees(self, title: str) -> None:
        """The phone is at the phase that is called so, or will be in a moment; without scripts once it is refreshed."""
        if self.plain:
            self.page.get_by_role("link", name="Ververs").click()
        expect(self.page.locator("#kop h1")).to_have_text(title, timeout=SOON_MS)

    def press_note(self) -> None:
        self.page.locator("#eigen").get_by_role("button", name="Bewaar in mijn spiegel").click()

    def has_note(self) -> None:
        """What they wrote is kept: in their mirror, or on the phone of a guest."""
        if self.guest:
            expect(self.page.locator("#eigen [data-save-state]")).to_have_text("Bewaard op dit apparaat")
        else:
            expect(self.page.locator("#eigen .prompt-saved")).to_contain_text(SAVED, timeout=SOON_MS)

    def type_card(self, words: str) -> None:
        self.card.fill(words)

    def press_card(self, **options: Any) -> None:
        self.page.get_by_role("button", name="Deel zonder naam").click(**options)

    def has_card(self, words: str, **options: Any) -> None:
        expect(self.given(words)).to_have_count(1, **options)

    def given(self, words: str) -> Locator:
        """A card of theirs in the round that is open."""
        return self.page.locator("#mijn-kaarten .phone-card").filter(has_text=words)

    def change_card(self, words: str, to: str) -> None:
        """Write a card anew that was given already."""
        self.given(words).get_by_role("link", name="Verander").click()
        expect(self.card).to_have_value(words)
        self.type_card(to)
        self.page.get_by_role("button", name="Bewaar de verandering").click()
        self.has_card(to)

    def has_unsent(self, words: str) -> None:
        """A card that was never sent stands on the phone, marked."""
        expect(self.page.locator("#kaart [data-words]").filter(has_text=words)).to_be_visible()
        expect(self.page.locator("#kaart")).to_contain_text("Nog niet opgeslagen")

    def choose(self, place: int) -> None:
        self.page.locator(f'#schaal [name=value][value="{place}"]').check()

    def press_choice(self, **options: Any) -> None:
        self.page.locator("#schaal button[type=submit]").click(**options)

    def has_choice(self) -> None:
        expect(self.page.locator("#schaal .prompt-saved")).to_have_text("Je keuze is bewaard, zonder naam.")

    def cards(self) -> list[str]:
        """The cards on the table, as this phone has them."""
        return sorted(
            self.page.locator("#nu .phone-card .phone-words, #eerder .phone-card .phone-words").all_text_contents()
        )

    def spreads(self) -> list[list[int]]:
        """How many people stand at each place, round by round."""
        tables = self.page.locator("#nu table.spread, #eerder table.spread").all()
        return [[int(one) for one in table.locator(".tabular").all_text_contents()] for table in tables]

    def sleep(self) -> None:
        self.visitor.expect(OFFLINE)
        self.visitor.context.set_offline(True)

    def wake(self) -> None:
        self.visitor.context.set_offline(False)


@dataclass
class Table:
    """A session that was prepared and begun from the screen of who leads it."""

    site: Site
    enter: Callable[..., Visitor]
    farah: Visitor
    number: str = ""
    phones: list[Phone] = field(default_factory=list)
    asleep: list[Phone] = field(default_factory=list)
    watched: list[Visitor] = field(default_factory=list)
    screen: Visitor = None  # type: ignore[assignment]  there from the moment that it is opened

    @classmethod
    def prepare(cls, enter: Callable[..., Visitor], site: Site, minutes: int) -> "Table":
        """Farah prepares a session for her team, begins it, and opens the big screen beside it."""
        farah = enter(person=site.ask(acts.someone, "farah", _WORK), at=site)
        page = farah.page
        farah.goto("/sessies/")
        page.get_by_role("link", name="Bereid een sessie voor").click()
        page.locator("[name=about]").select_option("vraag-3")
        page.locator(f"[name=minutes][value='{minutes}']").check()
        page.get_by_role("button", name="Bereid voor").click()
        page.get_by_role("link", name="Naar het scherm van de begeleider").click()
        page.get_by_role("button", name="Begin de sessie").click()
        expect(page.locator("h1")).to_have_text("Binnenkomen")
        table = cls(site, enter, farah, re.findall(r"/sessies/([0-9a-f-]{36})/", page.url)[0])
        table.screen = farah.tab()
        table.screen.goto(f"/sessies/{table.number}/scherm/")
        return table

    @property
    def code(self) -> str:
        """As it stands on the big screen."""
        return self.screen.page.locator(".big-code [aria-hidden]").inner_text()

    @property
    def awake(self) -> list[Phone]:
        return [one for one in self.phones if one not in self.asleep]

    def seat_member(self, name: str, *, by: type[Mouse] = Mouse, **options: Any) -> Phone:
        """A colleague comes in from Sessies."""
        visitor = self._enter(name, **options)
        visitor.goto("/sessies/")
        hands = by(visitor.page)
        hands.leave(visitor.page.get_by_role("link", name="Doe mee"))
        hands.leave(visitor.page.get_by_role("button", name="Doe mee"))
        return self._seated(Phone(visitor, name))

    def seat_with_code(self, name: str, **options: Any) -> Phone:
        """A colleague comes in with the code."""
        visitor = self._type_code(self._enter(name, **options))
        visitor.page.get_by_role("button", name=f"Doe mee als {name.capitalize()}").click()
        return self._seated(Phone(visitor, name))

    def seat_guest(self, name: str, **options: Any) -> Phone:
        visitor = self._type_code(self.enter(at=self.site, **{"size": NARROW, **options}))
        visitor.page.get_by_label("Hoe noemen we je?").fill(name)
        visitor.page.get_by_role("button", name="Doe mee als gast").click()
        return self._seated(Phone(visitor, name, guest=True, plain=not options.get("script", True)))

    def _enter(self, name: str, **options: Any) -> Visitor:
        person = self.site.ask(acts.someone, name, _WORK)
        return self.enter(person=person, at=self.site, **{"size": NARROW, **options})

    def _type_code(self, visitor: Visitor) -> Visitor:
        visitor.goto("/meedoen/")
        visitor.page.get_by_label("Code").fill(self.code.lower())
        visitor.page.keyboard.press("Enter")
        return visitor

    def _seated(self, phone: Phone) -> Phone:
        phone.sees("Binnenkomen")
        self.phones.append(phone)
        return phone

    def phone(self, name: str) -> Phone:
        return next(one for one in self.phones if one.name == name)

    def falls_asleep(self, phone: Phone) -> None:
        """Out of reach from here on; the session does not wait."""
        phone.sleep()
        self.asleep.append(phone)

    def wakes_up(self, phone: Phone) -> None:
        self.asleep.remove(phone)
        phone.wake()

    def hears_nothing(self, phone: Phone) -> None:
        """What it asks waits until it `hears_again`; what it sends arrives."""
        phone.page.route(_STAND, lambda _route: None)
        self.asleep.append(phone)

    def hears_again(self, phone: Phone) -> None:
        phone.page.unroute(_STAND)
        self.asleep.remove(phone)

    def expect_everywhere(self, *faults: str) -> None:
        for visitor in (self.farah, *self.watched, *(phone.visitor for phone in self.phones)):
            visitor.expect(*faults)

    # --- The course -----------------------------------------------------------------------------------

    def go_on(self, to: str) -> None:
        """Farah goes on to the next phase, and everybody who is awake comes along."""
        self.press_on()
        self.all_see(to)

    def press_on(self) -> None:
        self.farah.page.locator(".lead-steer .button-large").click()

    def all_see(self, title: str) -> None:
        expect(self.farah.page.locator("#kop h1")).to_have_text(title, timeout=SOON_MS)
        for phone in self.awake:
            phone.sees(title)

    def put_poll(self, asks: str, *choices: str) -> None:
        page = self.farah.page
        page.get_by_text("Vraag het met een peiling").click()
        page.get_by_label("Vraag", exact=True).fill(asks)
        for place, choice in enumerate(choices, 1):
            page.get_by_label(f"Keuze {place}").fill(choice)
        page.get_by_role("button", name="Begin de peiling").click()
        for phone in self.awake:
            if not phone.plain:
                expect(phone.page.locator("#peiling")).to_contain_text(asks)

    def close_poll(self) -> None:
        self.farah.page.get_by_role("button", name="Sluit de peiling en toon").click()
        expect(self.farah.page.get_by_text("Nog een peiling")).to_be_visible()

    def end(self) -> None:
        """Farah ends it; her screen leads to the minutes."""
        self.press_on()
        expect(self.farah.page.get_by_role("heading", name="Wat op tafel lag")).to_be_visible()
        for phone in self.awake:
            phone.sees("Deze sessie is afgerond")

    def minutes(self) -> list[str]:
        """The cards in the minutes, on Farah's screen after the end."""
        return sorted(self.farah.page.locator(".session-words").all_inner_texts())


def all_give(phones: Sequence[Phone], cards: dict[str, str]) -> None:
    """Everybody types a card, all press at about one moment, and all hear that it was kept."""
    for phone in phones:
        phone.type_card(cards[phone.name])
    for phone in phones:
        phone.press_card()
    for phone in phones:
        phone.has_card(cards[phone.name])


def all_choose(phones: Sequence[Phone], places: dict[str, int]) -> None:
    """Everybody says where they stand, in the same way."""
    for phone in phones:
        phone.choose(places[phone.name])
    for phone in phones:
        phone.press_choice()
    for phone in phones:
        phone.has_choice()
