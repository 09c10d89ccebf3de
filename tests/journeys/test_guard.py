"""The guard in a real browser: it points out once, takes the focus, and does what one chooses; by keyboard and without scripts too."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import acts
from tests.journeys.browser import PART, Visitor, looked_at
from tests.journeys.conftest import Enter
from tests.journeys.hands import Keyboard, Mouse, Plain
from tests.journeys.stage import Site
from tests.learning.cases import LONG

PAGE = "/spiegel/vraag/3/schrijven/"
NAMED = "Ik belde Fatima en schoof het gesprek op."
REPLACED = "Ik belde [naam] en schoof het gesprek op."
REPLACE, KEEP, SAVE = "Vervang door ‘[naam]’", "Dit is geen cliënt, bewaar zo", "Bewaar in mijn spiegel"
WAYS = [pytest.param(Mouse, marks=pytest.mark.whole), Keyboard, pytest.param(Plain, marks=pytest.mark.whole)]


@pytest.fixture(scope="module")
def case(site: Site) -> str:
    return site.ask(acts.small_case)


def sits_down(enter: Enter, way: type[Mouse]) -> tuple[Visitor, Page, Mouse]:
    asha = enter("asha", script=way is not Plain)
    asha.expect("422: POST")  # a form that is held
    return asha, asha.page, way(asha.page)


def texts(site: Site, visitor: Visitor) -> list[str]:
    return site.ask(acts.written_texts, visitor.person["email"])


def is_held(page: Page, way: type[Mouse], words: str = "Staat hier iemand herkenbaar in?") -> None:
    """The hint stands there and has the focus; with a script, it was also said that nothing is saved."""
    hint = page.locator(".guard-hint")
    expect(hint).to_contain_text(words)
    expect(hint).to_be_focused()
    if way is not Plain:
        expect(page.locator("#meldingen")).to_contain_text("Nog niet opgeslagen")


def press(page: Page, hands: Mouse, name: str) -> None:
    hands.press(page.get_by_role("button", name=name, exact=True))


def write(page: Page, hands: Mouse, text: str = NAMED) -> None:
    hands.fill(page.locator("#schrijf form.write"), [("text", "text", text)])
    press(page, hands, SAVE)


def hold_first(page: Page, address: str, held: list[Route]) -> None:
    """The first request to an address waits in `held`; the others go on."""
    page.route(address, lambda route: route.continue_() if held else held.append(route))


def until(page: Page, held: list[Route]) -> None:
    for _ in range(50):
        if held:
            return
        page.wait_for_timeout(100)
    raise AssertionError("Nothing was sent.")


# --- The mirror -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_name_in_the_mirror_is_replaced_read_and_saved(enter: Enter, site: Site, way: type[Mouse]):
    asha, page, hands = sits_down(enter, way)
    asha.goto(PAGE)
    write(page, hands)
    is_held(page, way)
    expect(page.locator("[name=text]")).to_have_value(NAMED)
    press(page, hands, REPLACE)
    is_held(page, way, "De woorden zijn vervangen.")
    expect(page.locator("[name=text]")).to_have_value(REPLACED)
    assert texts(site, asha) == []
    press(page, hands, SAVE)
    expect(page.locator(".entry-words").first).to_have_text(REPLACED)
    assert texts(site, asha) == [REPLACED]


@pytest.mark.whole
@pytest.mark.parametrize("way", WAYS)
def test_a_name_in_the_mirror_that_is_no_client_stays(enter: Enter, site: Site, way: type[Mouse]):
    asha, page, hands = sits_down(enter, way)
    asha.goto(PAGE)
    write(page, hands)
    is_held(page, way)
    press(page, hands, KEEP)
    expect(page.locator(".entry-words").first).to_have_text(NAMED)
    assert texts(site, asha) == [NAMED]


@pytest.mark.whole
def test_the_hint_is_seen_well_at_any_width_in_both_themes(enter: Enter, case: str):
    asha, page, hands = sits_down(enter, Mouse)
    asha.goto(PAGE)
    write(page, hands)
    is_held(page, Mouse)
    wrong = looked_at(page, ways=PART)
    press(page, hands, REPLACE)
    is_held(page, Mouse, "De woorden zijn vervangen.")
    wrong += looked_at(page, ways=PART)
    begin(asha, hands, case)
    reason(page, hands)
    is_held(page, Mouse)
    wrong += looked_at(page, ways=PART)
    assert wrong == []


@pytest.mark.whole
def test_enter_in_a_line_saves_and_replaces_nothing(enter: Enter, site: Site):
    asha, page, hands = sits_down(enter, Mouse)
    asha.goto(PAGE)
    write(page, hands)
    is_held(page, Mouse)
    page.locator("[name=minutes]").fill("10")
    page.keyboard.press("Enter")
    expect(page.locator(".entry-words").first).to_have_text(NAMED)
    assert texts(site, asha) == [NAMED]


@pytest.mark.whole
@pytest.mark.parametrize(("chosen", "stands"), [("", NAMED), (REPLACE, REPLACED)])
def test_a_draft_goes_on_after_the_hint_and_remembers_it(enter: Enter, site: Site, chosen: str, stands: str):
    asha, page, hands = sits_down(enter, Mouse)
    asha.goto(PAGE)
    write(page, hands)
    is_held(page, Mouse)
    if chosen:
        press(page, hands, chosen)
        is_held(page, Mouse, "De woorden zijn vervangen.")
    expect(page.locator("[data-save-state]")).to_contain_text("Concept bewaard om")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value(stands)
    page.locator("[name=text]").press_sequentially(" ")
    expect(page.locator(".draft-clash")).to_be_hidden()
    press(page, hands, SAVE)
    expect(page.locator(".entry-words").first).to_have_text(stands)
    assert [text.strip() for text in texts(site, asha)] == [stands]


@pytest.mark.whole
def test_a_draft_on_its_way_when_one_saves_is_no_other_text(enter: Enter, site: Site):
    """Its reply comes while the form is being held; the next keeping goes on from there."""
    asha, page, hands = sits_down(enter, Mouse)
    asha.goto(PAGE)
    drafts: list[Route] = []
    saves: list[Route] = []
    hold_first(page, "**/spiegel/concept/*-*/", drafts)
    page.locator("[name=text]").fill(NAMED)
    until(page, drafts)
    hold_first(page, f"**{PAGE}", saves)
    press(page, hands, SAVE)
    until(page, saves)
    with page.expect_response("**/spiegel/concept/*-*/"):
        drafts[0].continue_()
    saves[0].continue_()
    is_held(page, Mouse)
    press(page, hands, REPLACE)
    is_held(page, Mouse, "De woorden zijn vervangen.")
    expect(page.locator("[data-save-state]")).to_contain_text("Concept bewaard om")
    expect(page.locator(".draft-clash")).to_be_hidden()
    expect(page.locator("[name=text]")).to_have_value(REPLACED)
    assert len(site.ask(acts.drafts, asha.person["email"])) == 1


def test_a_prompt_in_a_lesson_is_held_in_its_place(enter: Enter, site: Site):
    lesson = next(one for one in site.ask(acts.course) if one["prompts"])
    asha, page, hands = sits_down(enter, Keyboard)
    asha.goto(f"/leren/meldcode/{lesson['slug']}/")
    prompt = page.locator(f"#spiegel-{lesson['prompts'][0]}")
    hands.fill(prompt, [("text", "text", NAMED)])
    hands.press(prompt.locator(".prompt-buttons button"))
    is_held(page, Keyboard)
    hands.press(prompt.get_by_role("button", name=KEEP))
    expect(prompt.locator(".prompt-saved")).to_be_focused()
    assert texts(site, asha) == [NAMED]


# --- A case ---------------------------------------------------------------------------------------------


def begin(visitor: Visitor, hands: Mouse, slug: str) -> None:
    visitor.goto(f"/casussen/{slug}/")
    hands.leave(visitor.page.get_by_role("button", name="Begin"))


def reason(page: Page, hands: Mouse, choice: str = "bel") -> None:
    form = page.locator("form.play-form")
    hands.fill(form, [("radio", "choice", choice), ("text", "reason", NAMED)])
    hands.press(form.get_by_role("button", name="Doe dit"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("chosen", [REPLACE, pytest.param(KEEP, marks=pytest.mark.whole)])
def test_a_step_is_held_once_with_its_choice(enter: Enter, site: Site, case: str, way: type[Mouse], chosen: str):
    asha, page, hands = sits_down(enter, way)
    begin(asha, hands, case)
    reason(page, hands)
    is_held(page, way)
    expect(page.locator('[name=choice][value="bel"]')).to_be_checked()
    expect(page.locator("[name=reason]")).to_have_value(NAMED)
    press(page, hands, chosen)
    if chosen == REPLACE:
        is_held(page, way, "De woorden zijn vervangen.")
        expect(page.locator("[name=reason]")).to_have_value(REPLACED)
        press(page, hands, "Doe dit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij gang")
    assert site.ask(acts.reasons, asha.person["email"]) == 1


@pytest.mark.whole
def test_a_step_waits_for_a_mirror_that_is_held(enter: Enter, site: Site, case: str):
    asha, page, hands = sits_down(enter, Mouse)
    begin(asha, hands, case)
    for taken in LONG[:5]:
        hands.take(taken)
    page.locator("#spiegel textarea").fill(NAMED)
    page.get_by_role("button", name="Je kiest klaar.").click()
    is_held(page, Mouse)
    assert site.ask(acts.runs, asha.person["email"]) == [""]  # no ending yet
    press(page, hands, KEEP)
    expect(page.get_by_text("Je schreef hier al over.")).to_be_visible()
    assert texts(site, asha) == [NAMED]
