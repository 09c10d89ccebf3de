"""What <session-live> promises, in a real browser against a server that answers as it is told."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from tests.interface.conftest import SITE, STATIC, serve_static

pytestmark = pytest.mark.browser


def head(phase: str) -> str:
    return f'<section data-part="kop" data-phase="{phase}"><h1>{phase}</h1></section>'


def card(holds: str, words: str = "") -> str:
    return (
        f'<section data-part="kaart" id="kaart" data-holds="{holds}"><form>'
        f'<input type="hidden" name="key" value="{time.monotonic_ns()}"><textarea name="text">{words}</textarea></form></section>'
    )


@dataclass
class Server:
    """Answers the page, its parts with an ETag, and a stream that says its versions and ends."""

    parts: str
    etag: str = '"1"'
    version: int = 1
    hints: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    away: bool = False

    def now(self, parts: str) -> None:
        self.parts, self.version = parts, self.version + 1
        self.etag = f'"{self.version}"'

    def __call__(self, route: Route) -> None:
        if serve_static(route):
            return
        path = route.request.url.removeprefix(SITE)
        if self.away:
            route.abort("connectionfailed")
        elif path == "/stroom":
            self._hint(route)
        elif path == "/stand":
            self._stand(route)
        else:
            route.fulfill(body=self._page(), content_type="text/html")

    def _hint(self, route: Route) -> None:
        if self.hints:
            route.fulfill(body="".join(f"data: {one}\n\n" for one in self.hints), content_type="text/event-stream")
        else:
            route.fulfill(status=204)

    def _stand(self, route: Route) -> None:
        had = route.request.headers.get("if-none-match", "")
        self.asked.append(had)
        headers = {"ETag": self.etag, "X-Session-Version": str(self.version)}
        if had == self.etag:
            route.fulfill(status=304, headers=headers)
        else:
            route.fulfill(body=self.parts, content_type="text/html", headers=headers)

    def _page(self) -> str:
        words = render_to_string("learning/team_sessions/live_texts.html")
        return (
            f'<!doctype html><body><p id="meldingen" role="status"></p>'
            f'<session-live stand="/stand" stream="/stroom">{self.parts}</session-live>{words}'
            '<script type="module" src="/static/js/session-live.js"></script>'
            '<script type="module" src="/static/js/session-click.js"></script></body>'
        )


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[[Server], Page]]:
    """Open the server's page in a context of its own."""
    context = chromium.new_context()

    def open_(server: Server) -> Page:
        page = context.new_page()
        page.set_default_timeout(8000)
        page.route("**/*", server)
        page.goto(f"{SITE}/sessie/")
        return page

    yield open_
    context.close()


def test_a_phase_that_changed_is_put_in_place_and_told(opened):
    server = Server(head("schrijven"))
    page = opened(server)
    server.now(head("kiezen"))
    expect(page.locator("h1")).to_have_text("kiezen")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#meldingen")).to_have_text("kiezen")


def test_who_has_it_all_is_told_so_in_no_words(opened):
    server = Server(head("schrijven"))
    page = opened(server)
    while len(server.asked) < 3:
        page.wait_for_timeout(100)
    assert set(server.asked[1:]) == {'"1"'}


def test_a_hint_is_followed_at_once(opened):
    server = Server(head("schrijven"), hints=[2])
    page = opened(server)
    server.now(head("kiezen"))
    begun = time.monotonic()
    expect(page.locator("h1")).to_have_text("kiezen")
    assert time.monotonic() - begun < 1.6  # by itself it asks after 1.6 to 2.4 seconds


def test_words_in_a_part_that_stays_are_never_touched(opened):
    server = Server(head("kiezen") + card("kaart-1"))
    page = opened(server)
    field = page.locator("textarea")
    field.type("Ik stel het ")
    server.now(head("kiezen-nog") + card("kaart-1", "van de site"))
    expect(page.locator("h1")).to_have_text("kiezen-nog")
    field.type("uit.")
    assert field.input_value() == "Ik stel het uit."
    expect(field).to_be_focused()


def test_words_that_were_not_sent_stay_when_the_session_goes_on(opened):
    server = Server(head("kiezen") + card("kaart-1"))
    page = opened(server)
    page.locator("textarea").fill("Nog niet verstuurd.")
    server.now(head("laten-zien") + card("kaart-2"))
    expect(page.locator("h1")).to_have_text("laten-zien")
    expect(page.locator("[data-left] textarea")).to_have_value("Nog niet verstuurd.")
    expect(page.locator("[data-left]")).to_contain_text("Dit is nog niet verstuurd")
    expect(page.locator("#kaart textarea")).to_have_value("")
    page.get_by_role("button", name="Haal dit weg").click()
    expect(page.locator("[data-left]")).to_have_count(0)


def test_words_that_came_back_unsent_stay_when_the_site_says_something_else(opened):
    came_back = (
        '<section data-part="kaart"><p>Deze ronde is al getoond.</p><textarea data-unsent>Te laat.</textarea></section>'
    )
    server = Server(head("laten-zien") + came_back)
    page = opened(server)
    server.now(head("laten-zien") + '<section data-part="kaart" hidden></section>')
    expect(page.locator("[data-left]")).to_contain_text("Dit is nog niet verstuurd")
    expect(page.locator("[data-left] textarea")).to_have_value("Te laat.")


def test_what_a_click_led_to_stays_until_the_session_goes_on(opened):
    server = Server("<p data-told>Jouw klik veranderde niets.</p>" + head("kiezen"))
    page = opened(server)
    server.now(head("kiezen") + card("kaart-1"))
    expect(page.locator("#kaart")).to_be_visible()
    expect(page.locator("[data-told]")).to_be_visible()
    server.now(head("laten-zien"))
    expect(page.locator("h1")).to_have_text("laten-zien")
    expect(page.locator("[data-told]")).to_have_count(0)


def test_after_the_network_is_back_it_is_where_the_others_are(opened):
    server = Server(head("schrijven"))
    page = opened(server)
    server.away = True
    expect(page.locator("session-live")).to_have_attribute("data-away", "", timeout=15_000)
    server.away = False
    server.now(head("bespreken"))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("h1")).to_have_text("bespreken")
    expect(page.locator("session-live")).not_to_have_attribute("data-away", "")


def fold(words: str) -> str:
    return f'<section data-part="stop"><details><summary>Stop</summary><p>{words}</p></details></section>'


def test_what_was_folded_out_stays_so_when_its_part_changes(opened):
    server = Server(head("bespreken") + fold("Drie kaarten"))
    page = opened(server)
    page.get_by_text("Stop").click()
    server.now(head("bespreken") + fold("Twee kaarten"))
    expect(page.get_by_text("Twee kaarten")).to_be_visible()


def button(cards: int) -> str:
    shown = "".join(f"<li>kaart {number}</li>" for number in range(cards))
    return f'<section data-part="tafel"><ul>{shown}</ul><form method="post" action="/sessie/"><button>Haal weg</button></form></section>'


def test_a_click_leaves_words_elsewhere_that_were_not_sent(opened):
    server = Server(head("bespreken") + button(2) + card("peiling-1"))
    page = opened(server)
    page.locator("textarea").fill("Wie belt er")
    server.now("<p data-told>Weg.</p>" + head("bespreken") + button(1) + card("peiling-1"))
    page.get_by_role("button", name="Haal weg").click()
    expect(page.locator("li")).to_have_count(1)
    expect(page.locator("[data-told]")).to_have_text("Weg.")
    expect(page.locator("textarea")).to_have_value("Wie belt er")
    server.away = True
    page.get_by_role("button", name="Haal weg").click()
    expect(page.locator("session-live")).to_have_attribute("data-away", "")
    expect(page.locator("textarea")).to_have_value("Wie belt er")


def test_it_is_all_in_one_small_file():
    assert len((STATIC / "js" / "session-live.js").read_bytes()) < 8192
