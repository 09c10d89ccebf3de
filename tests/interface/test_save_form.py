"""What <save-form> promises, in a real browser against a server that answers as it is told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from playwright.sync_api import Browser, Page, Route

from tests.interface.conftest import SITE, STATIC, serve_static

pytestmark = pytest.mark.browser

SAVED = '<section class="prompt" id="s1"><p data-focus tabindex="-1">Bewaard</p></section><template data-target="nog-open">Klaar</template>'


@dataclass
class Server:
    """Answers GET with the page and POST with the next of `replies`; remembers what was posted."""

    replies: list[Callable[[Route], None]] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)
    token: str = "token-1"
    signed_in: bool = True

    def __call__(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(SITE)
        if serve_static(route):
            return
        if request.method == "POST":
            self.posted.append(dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', request.post_data or "", re.DOTALL)))
            self.replies.pop(0)(route)
        elif path == "/accounts/login/" or not self.signed_in:
            route.fulfill(status=403, body="")
        else:
            route.fulfill(body=self.page(), content_type="text/html")

    def page(self) -> str:
        form = render_to_string(
            "components/prompt.html",
            {"id": "s1", "action": "/save/", "question_html": "Wat deed je?", "csrf_token": self.token, "key": "key-1"},
        )
        texts = render_to_string("components/interface_texts.html")
        return (
            f'<!doctype html><body data-person="asha"><p id="meldingen" role="status"></p>{texts}'
            f'<div id="nog-open">Nog één</div>{mark_safe(form)}</body>'
        )


def answer(status: int = 200, body: str = "", **headers: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body=body, content_type="text/html", headers=headers)


def lost(route: Route) -> None:
    route.abort("connectionreset")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(8000)
    page.route("**/*", server)
    page.goto(f"{SITE}/les/")
    yield page
    context.close()


def write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Bewaar").click()


def state(page: Page) -> str:
    return page.locator("[data-save-state]").inner_text()


def test_typing_marks_the_text_as_not_yet_saved(page):
    write(page, "Ik wachtte te lang.")
    assert state(page) == "Nog niet opgeslagen"


def test_undoing_what_was_typed_leaves_nothing_to_save(page):
    write(page, "x")
    write(page, "")
    assert state(page) == ""


def test_a_save_replaces_the_form_tells_it_and_moves_the_focus(page, server):
    server.replies = [answer(body=SAVED, Date="Sat, 21 Nov 2026 08:41:00 GMT")]
    write(page, "Ik wachtte te lang.")
    save(page)
    page.wait_for_selector("#s1 [data-focus]")
    assert page.evaluate("document.activeElement.textContent") == "Bewaard"
    assert page.inner_text("#meldingen") == "Opgeslagen om 9.41"
    assert page.inner_text("#nog-open") == "Klaar"
    assert server.posted == [
        {"csrfmiddlewaretoken": "token-1", "key": "key-1", "text": "Ik wachtte te lang.", "guard_seen": ""}
    ]


@pytest.mark.parametrize("trouble", [lost, answer(503, **{"Retry-After": "1"}), answer(502), answer(504)])
def test_trouble_is_tried_again_with_the_same_body_under_the_same_key(page, server, trouble):
    server.replies = [trouble, answer(body=SAVED)]
    write(page, "Eerst dit.")
    save(page)
    page.wait_for_function("document.querySelector('[data-save-state]').dataset.state == 'waiting'")
    assert state(page) == "Nog niet opgeslagen. We proberen het zo opnieuw."
    write(page, "Eerst dit. En later dit.")
    page.wait_for_function("document.querySelector('[data-save-state]').dataset.state == 'unsaved'")
    assert [(sent["key"], sent["text"]) for sent in server.posted] == [("key-1", "Eerst dit.")] * 2
    assert page.locator("textarea").input_value() == "Eerst dit. En later dit."
    assert page.locator("[name=key]").input_value() != "key-1"


def test_after_a_fault_the_unknown_save_is_settled_before_the_new_one(page, server):
    server.replies = [answer(500), answer(), answer(body=SAVED)]
    write(page, "Eerst dit.")
    save(page)
    page.wait_for_function("document.querySelector('[data-save-state]').dataset.state == 'failed'")
    write(page, "Daarna dit.")
    save(page)
    page.wait_for_selector("#s1 [data-focus]")
    assert [sent["text"] for sent in server.posted] == ["Eerst dit.", "Eerst dit.", "Daarna dit."]
    keys = [sent["key"] for sent in server.posted]
    assert keys[0] == keys[1] == "key-1"
    assert keys[2] != "key-1"


def test_the_new_form_says_when_it_was_saved_though_the_reply_does_not(page, server):
    again = render_to_string("components/prompt.html", {"id": "s1", "action": "/save/", "state": "saved"})
    server.replies = [answer(body=again, Date="Sat, 21 Nov 2026 08:41:00 GMT")]
    write(page, "Ik wachtte te lang.")
    save(page)
    page.wait_for_function("document.querySelector('#s1 textarea').value == ''")
    assert state(page) == "Opgeslagen om 9.41"


def test_a_double_click_saves_once(page, server):
    held: list[Route] = []
    server.replies = [held.append]
    write(page, "Eén keer.")
    page.get_by_role("button", name="Bewaar").dblclick()
    page.wait_for_timeout(200)
    answer()(held[0])
    page.wait_for_function("document.querySelector('[data-save-state]').dataset.state == 'saved'")
    page.wait_for_timeout(200)
    assert len(server.posted) == 1


def test_a_refusal_shows_the_form_again_and_counts_as_not_saved(page, server):
    refused = render_to_string(
        "components/prompt.html",
        {"id": "s1", "action": "/save/", "text": "Lang", "error": "Te lang.", "state": "unsaved"},
    )
    server.replies = [answer(422, body=refused)]
    write(page, "Lang")
    save(page)
    page.wait_for_selector(".field-error")
    assert state(page) == "Nog niet opgeslagen"
    assert "Te lang." in page.evaluate("document.activeElement.textContent")
    assert page.locator("textarea").input_value() == "Lang"


def test_who_was_signed_out_keeps_the_text_and_a_way_in(page, server):
    server.signed_in = False
    server.replies = [answer(403)]
    write(page, "Dit blijft staan.")
    save(page)
    page.wait_for_function("document.querySelector('[data-save-state]').dataset.state == 'signedOut'")
    assert state(page).startswith("Je bent uitgelogd. Log in in een nieuw tabblad; je tekst blijft hier staan.")
    assert page.locator("[data-save-state] a").get_attribute("href") == "/accounts/login/"
    assert page.locator("textarea").input_value() == "Dit blijft staan."


def test_a_stale_token_is_renewed_without_bothering_anyone(page, server):
    server.token = "token-2"
    server.replies = [answer(403), answer(body=SAVED)]
    write(page, "Na opnieuw inloggen.")
    save(page)
    page.wait_for_selector("#s1 [data-focus]")
    assert [sent["csrfmiddlewaretoken"] for sent in server.posted] == ["token-1", "token-2"]


def test_leaving_with_unsaved_words_asks_first(page):
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("textarea").press_sequentially("Nog niet klaar")
    page.evaluate("setTimeout(() => location.assign('/elders/'))")
    page.wait_for_timeout(400)
    assert asked == ["beforeunload"]
    assert page.locator("textarea").input_value() == "Nog niet klaar"


CHOICE = """<div id="s1"><save-form data-replace="s1" data-words="reason"><form method="post" action="/save/">
    <input type="hidden" name="key" value="key-1"><input type="radio" name="choice" value="a"><textarea name="reason"></textarea>
    <button name="aside" value="collega">Vraag</button></form></save-form></div>"""
"""A form of which only the reason is somebody's words."""


def with_form(page: Page, html: str) -> None:
    page.evaluate("html => { document.getElementById('s1').outerHTML = html }", html)


@pytest.mark.parametrize(("does", "asks"), [("check", []), ("write", ["beforeunload"])])
def test_where_one_field_holds_the_words_only_those_hold_one_back(page, does, asks):
    with_form(page, CHOICE)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("[name=choice]").check()
    if does == "write":
        page.locator("textarea").press_sequentially("Want")
    page.evaluate("setTimeout(() => location.assign('/elders/'))")
    page.wait_for_timeout(400)
    assert asked == asks


def test_the_button_that_was_pressed_is_sent_along_and_the_reply_takes_the_place(page, server):
    with_form(page, CHOICE)
    server.replies = [answer(body='<div id="s1"><h1 data-focus tabindex="-1">Verder</h1></div>')]
    page.locator("textarea").fill("Want")
    page.get_by_role("button", name="Vraag").click()
    page.wait_for_selector("#s1 h1")
    assert server.posted == [{"key": "key-1", "reason": "Want", "aside": "collega"}]
    assert page.evaluate("document.activeElement.textContent") == "Verder"


def test_a_page_without_unsaved_words_is_left_freely(page):
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{SITE}/elders/")
    assert asked == []


@pytest.mark.parametrize("other", ["order-list.js", "case-step.js"])
def test_the_scripts_of_one_page_weigh_less_than_eight_kilobytes(other):
    assert sum((STATIC / "js" / name).stat().st_size for name in ("save-form.js", other)) < 8 * 1024
