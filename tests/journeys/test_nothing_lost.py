"""Nothing that was typed is lost and nothing is done twice: the faults of docs' table, met in a real browser against the real site."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.hands import Mouse, Plain
from tests.journeys.stage import Site

WORDS = "Ik merk dat ik te lang wacht met overleggen."
OTHERS = "En dit schreef ik in een ander tabblad."


@pytest.fixture(scope="module")
def place(site: Site) -> dict[str, Any]:
    """A lesson with a prompt and a question that is not open."""
    lesson = next(one for one in site.ask(acts.course) if one["prompts"])
    question = next(asked for asked in lesson["questions"] if asked["kind"] != "open")
    return {"url": f"/leren/meldcode/{lesson['slug']}/", "prompt": lesson["prompts"][0], "question": question}


@pytest.fixture
def asha(enter: Enter, place: dict[str, Any]) -> Visitor:
    visitor = enter("asha")
    visitor.goto(place["url"])
    return visitor


def prompt(page: Page, place: dict[str, Any]) -> Locator:
    return page.locator(f"#spiegel-{place['prompt']}")


def question(page: Page, place: dict[str, Any]) -> Locator:
    return page.locator(f"#vraag-{place['question']['block']}")


def type_in(visitor: Visitor, place: dict[str, Any], words: str = WORDS) -> None:
    prompt(visitor.page, place).locator("textarea").fill(words)


def press_save(visitor: Visitor, place: dict[str, Any], **options: int) -> None:
    prompt(visitor.page, place).get_by_role("button", name="Bewaar").click(**options)  # type: ignore[arg-type]


def state(visitor: Visitor, place: dict[str, Any]) -> Locator:
    return prompt(visitor.page, place).locator("[data-save-state]")


def saved(visitor: Visitor, place: dict[str, Any]) -> None:
    expect(prompt(visitor.page, place).locator(".prompt-saved")).to_have_text("Bewaard in je spiegel")


def posts(visitor: Visitor) -> list[Request]:
    """The posts of this page from here on."""
    seen: list[Request] = []
    visitor.page.on("request", lambda request: seen.append(request) if request.method == "POST" else None)
    return seen


def meeting(visitor: Visitor, place: dict[str, Any], *faults: Callable[[Route], None]) -> None:
    """Let the first saves of the prompt meet these faults; the rest arrive."""
    waiting = list(faults)

    def answer(route: Route) -> None:
        if waiting:
            waiting.pop(0)(route)
        else:
            route.continue_()

    visitor.page.route(f"**/spiegel/{place['prompt']}/", answer)


def key(request: Request) -> str:
    body = request.post_data or ""
    return body.split('name="key"')[1].split("\r\n")[2]


def kept(site: Site, visitor: Visitor) -> int:
    return len(site.ask(acts.entries, visitor.person["email"]))


# --- Once, whatever happens ---------------------------------------------------------------------------


def test_a_double_click_on_save_counts_once(site: Site, asha: Visitor, place):
    type_in(asha, place)
    press_save(asha, place, click_count=2)

    saved(asha, place)
    assert kept(site, asha) == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_on_an_answer_counts_once(enter: Enter, site: Site, place, script):
    asha = enter("asha", script=script)
    asha.goto(place["url"])
    Mouse(asha.page).fill(question(asha.page, place), place["question"]["right"])
    question(asha.page, place).locator("button[type=submit]").click(click_count=2)

    expect(question(asha.page, place).locator(".verdict")).to_be_visible()
    assert site.ask(acts.answers, asha.person["email"]) == 1


def test_a_reply_lost_after_the_commit_is_asked_again_under_the_same_key(site: Site, asha: Visitor, place):
    def lose_the_reply(route: Route) -> None:
        assert route.fetch().ok
        route.abort("connectionreset")

    asha.expect("request failed: POST .*ERR_CONNECTION_RESET")
    meeting(asha, place, lose_the_reply)
    sent = posts(asha)
    type_in(asha, place)
    press_save(asha, place)

    saved(asha, place)
    assert len({key(request) for request in sent}) == 1
    assert len(sent) == 2
    assert kept(site, asha) == 1


def test_a_503_is_waited_for_as_long_as_the_site_asks(site: Site, asha: Visitor, place):
    asha.expect("503: POST")
    meeting(asha, place, lambda route: route.fulfill(status=503, headers={"Retry-After": "2"}, body=""))
    sent = posts(asha)
    type_in(asha, place)
    began = time.monotonic()
    press_save(asha, place)

    expect(state(asha, place)).to_have_text("Nog niet opgeslagen. We proberen het zo opnieuw.")
    saved(asha, place)
    assert time.monotonic() - began >= 2
    assert len(sent) == 2
    assert kept(site, asha) == 1


def test_the_back_button_after_a_plain_post_sends_nothing_again(enter: Enter, site: Site, place):
    asha = enter("asha", script=False)
    asha.goto(place["url"])
    Plain(asha.page).answer(question(asha.page, place), place["question"]["wrong"])
    sent = posts(asha)

    asha.page.go_back()
    asha.page.go_forward()

    assert sent == []
    expect(question(asha.page, place).locator(".verdict")).to_be_visible()
    assert site.ask(acts.answers, asha.person["email"]) == 1


def test_the_back_button_shows_an_answer_that_was_saved_in_the_page(site: Site, asha: Visitor, place):
    Mouse(asha.page).answer(question(asha.page, place), place["question"]["right"])
    asha.goto("/leren/")

    asha.page.go_back()

    expect(question(asha.page, place).locator(".verdict")).to_be_visible()
    assert site.ask(acts.answers, asha.person["email"]) == 1


# --- Still there, and said so -------------------------------------------------------------------------


def test_without_a_network_the_text_stays_and_is_saved_when_it_returns(site: Site, asha: Visitor, place):
    asha.expect("request failed: POST .*ERR_INTERNET_DISCONNECTED")
    type_in(asha, place)
    expect(state(asha, place)).to_have_text("Nog niet opgeslagen")

    asha.context.set_offline(True)
    press_save(asha, place)
    expect(state(asha, place)).to_have_text("Nog niet opgeslagen. We proberen het zo opnieuw.")
    expect(prompt(asha.page, place).locator("textarea")).to_have_value(WORDS)
    assert kept(site, asha) == 0
    asha.context.set_offline(False)

    saved(asha, place)
    assert kept(site, asha) == 1


def test_two_tabs_on_one_prompt_keep_both_texts(site: Site, asha: Visitor, place):
    other = asha.tab()
    other.goto(place["url"])
    type_in(asha, place)
    type_in(other, place, OTHERS)

    press_save(asha, place)
    saved(asha, place)
    press_save(other, place)
    saved(other, place)

    assert kept(site, asha) == 2


def test_two_tabs_on_one_question_keep_both_answers_and_show_the_last(site: Site, asha: Visitor, place):
    other = asha.tab()
    other.goto(place["url"])

    Mouse(asha.page).answer(question(asha.page, place), place["question"]["wrong"])
    other.page.bring_to_front()
    Mouse(other.page).answer(question(other.page, place), place["question"]["right"])
    asha.page.reload()

    expect(question(asha.page, place).locator(".verdict")).to_have_class("verdict verdict-right")
    assert site.ask(acts.answers, asha.person["email"], place["question"]["block"]) == 2


def test_who_is_signed_out_in_another_tab_keeps_the_text_and_saves_after_signing_in(site: Site, asha: Visitor, place):
    asha.expect("40[13]: POST")
    type_in(asha, place)
    other = asha.tab()
    other.goto("/")
    other.page.locator(".person-menu summary").click()
    other.page.get_by_role("button", name="Uitloggen").click()
    expect(other.page.get_by_role("heading", name="Inloggen")).to_be_visible()

    asha.page.bring_to_front()
    press_save(asha, place)
    expect(state(asha, place)).to_contain_text(
        "Je bent uitgelogd. Log in in een nieuw tabblad; je tekst blijft hier staan."
    )
    expect(prompt(asha.page, place).locator("textarea")).to_have_value(WORDS)
    assert kept(site, asha) == 0

    with asha.context.expect_page() as opened:
        state(asha, place).get_by_role("link", name="Log in in een nieuw tabblad").click()
    door = opened.value
    door.locator("[name=login]").fill(asha.person["email"])
    door.locator("[name=password]").fill(asha.person["password"])
    door.locator("main form button[type=submit]").click()
    expect(door.get_by_role("heading", level=1)).to_contain_text("Asha")
    door.close()
    if kept(site, asha) == 0:  # coming back to the tab sends it by itself where the browser tells so
        press_save(asha, place)

    saved(asha, place)
    assert kept(site, asha) == 1


def test_leaving_with_unsaved_words_asks_first(asha: Visitor, place):
    asked: list[str] = []
    asha.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    prompt(asha.page, place).locator("textarea").press_sequentially("Nog niet klaar")

    asha.page.get_by_role("link", name="Begrippen", exact=True).click(no_wait_after=True)
    expect(prompt(asha.page, place).locator("textarea")).to_have_value("Nog niet klaar")

    assert asked == ["beforeunload"]
    assert place["url"] in asha.page.url
