"""Cases in a real browser: with a mouse, by keyboard alone, with scripts off; in two tabs, and without a connection."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.hands import Keyboard, Mouse, Plain
from tests.journeys.stage import Site
from tests.learning.cases import LONG, SHORT

CONTENT = sorted(path.stem for path in (Path(__file__).parents[2] / "content" / "cases").glob("*.json"))
"""The cases of the course; what to do in each comes from its own saved walks."""
WHY = "Ik wil eerst weten hoe het nu is."


@pytest.fixture(scope="module")
def case(site: Site) -> str:
    return site.ask(acts.small_case)


def begin(visitor: Visitor, hands: Mouse, slug: str) -> None:
    visitor.goto(f"/casussen/{slug}/")
    hands.leave(visitor.page.get_by_role("button", name="Begin"))


def finish(visitor: Visitor, hands: Mouse) -> None:
    """From the last scene to the end of the debrief."""
    page = visitor.page
    hands.leave(page.get_by_role("link", name="Naar de nabespreking"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nabespreking")
    hands.leave(page.get_by_role("button", name="Rond de nabespreking af"))
    expect(page.get_by_role("heading", name="Deze casus is klaar")).to_be_visible()


@pytest.mark.parametrize("way", [pytest.param(Mouse, marks=pytest.mark.whole), Keyboard, Plain])
def test_a_case_from_beginning_to_end(enter: Enter, site: Site, case: str, way: type[Mouse]):
    asha = enter("asha", script=way is not Plain)
    page, hands = asha.page, way(asha.page)
    begin(asha, hands, case)
    for taken in ("@collega", LONG[0]):
        hands.fill(page.locator("form.play-form"), [("text", "reason", WHY)])
        hands.take(taken)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij gang")
    expect(page.locator(".happened")).to_contain_text("Gevolg van bel.")
    expect(page.locator(".case-facts")).to_contain_text("Een collega kent het gezin.")
    for taken in LONG[1:5]:
        hands.take(taken)
    hands.write(page.locator("#spiegel"), "Ik stelde het uit.")
    hands.take(LONG[5])
    finish(asha, hands)
    expect(page.locator(".own-reason")).to_contain_text(WHY)
    assert site.ask(acts.runs, asha.person["email"]) == ["slot ✓"]
    assert (site.ask(acts.reasons, asha.person["email"]), len(site.ask(acts.entries, asha.person["email"]))) == (1, 1)


@pytest.mark.parametrize("way", [pytest.param(Mouse, marks=pytest.mark.whole), Plain])
def test_playing_on_otherwise_and_laying_two_runs_side_by_side(enter: Enter, site: Site, case: str, way: type[Mouse]):
    asha = enter("asha", script=way is not Plain)
    page, hands = asha.page, way(asha.page)
    begin(asha, hands, case)
    for taken in SHORT:
        hands.take(taken)
    finish(asha, hands)
    hands.leave(page.locator("#stap-3").get_by_role("button", name="Speel vanaf hier anders"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij kamer")
    for taken in LONG[2:]:
        hands.take(taken)
    asha.goto(f"/casussen/{case}/")
    hands.leave(page.get_by_role("link", name="Leg naast je vorige keer"))
    expect(page.get_by_role("row", name="Einde")).to_contain_text("Vroeg gestopt")
    assert site.ask(acts.runs, asha.person["email"]) == ["slot-vroeg ✓", "slot"]


def test_a_pause_changes_nothing_and_the_place_is_kept(enter: Enter, case: str):
    asha = enter("asha")
    page, hands = asha.page, Mouse(asha.page)
    begin(asha, hands, case)
    hands.take("bel")
    page.get_by_text("Even pauze").click()
    hands.leave(page.get_by_role("link", name="Stop voor nu"))
    hands.leave(page.get_by_role("link", name="Aan de deur"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij gang")


def test_marking_a_choice_does_not_hold_one_back_but_words_do(enter: Enter, case: str):
    asha = enter("asha")
    page = asha.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    begin(asha, Mouse(page), case)
    page.locator("[name=choice]").first.check()
    asha.goto("/echte-zorg/")
    assert asked == []
    page.go_back()
    page.locator("[name=reason]").fill(WHY)
    asha.goto("/echte-zorg/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("button", ["Je kiest klaar.", "Overleg met een collega"])
def test_what_stands_in_the_mirror_is_kept_when_one_goes_on(enter: Enter, site: Site, case: str, button: str):
    asha = enter("asha")
    page, hands = asha.page, Mouse(asha.page)
    begin(asha, hands, case)
    for taken in LONG[:5]:
        hands.take(taken)
    expect(page.locator("#spiegel [data-save-state]")).to_have_text("")
    page.locator("#spiegel textarea").fill("Ik stelde het uit.")
    page.get_by_role("button", name=button).click()
    if button == "Je kiest klaar.":
        expect(page.get_by_role("link", name="Naar de nabespreking")).to_be_visible()
    else:
        expect(page.locator(".aside-answer")).to_be_visible()
        expect(page.get_by_text("Je schreef hier al over.")).to_be_visible()
    assert len(site.ask(acts.entries, asha.person["email"])) == 1


def test_a_step_waits_for_the_mirror_that_is_being_saved(enter: Enter, site: Site, case: str):
    asha = enter("asha")
    page, hands = asha.page, Mouse(asha.page)
    begin(asha, hands, case)
    for taken in LONG[:5]:
        hands.take(taken)
    held: list[Route] = []
    page.route("**/spiegel/**", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks what it is given
    page.locator("#spiegel textarea").fill("Ik stelde het uit.")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("button", name="Je kiest klaar.").click()
    page.wait_for_timeout(300)
    expect(page.locator("#spiegel textarea")).to_have_value("Ik stelde het uit.")
    held[0].continue_()
    expect(page.get_by_role("link", name="Naar de nabespreking")).to_be_visible()
    assert (len(held), len(site.ask(acts.entries, asha.person["email"]))) == (1, 1)


def test_what_the_mirror_refuses_holds_the_step(enter: Enter, site: Site, case: str):
    asha = enter("asha")
    asha.expect("422: POST .*/spiegel")
    page, hands = asha.page, Mouse(asha.page)
    begin(asha, hands, case)
    for taken in LONG[:5]:
        hands.take(taken)
    page.locator("#spiegel textarea").fill("   ")
    page.get_by_role("button", name="Je kiest klaar.").click()
    expect(page.locator("#spiegel .field-error")).to_be_visible()
    expect(page.locator("#spiegel textarea")).to_be_focused()
    assert site.ask(acts.runs, asha.person["email"]) == [""]  # no ending yet


def test_a_half_typed_reason_stays_unsaved_when_a_colleague_is_asked(enter: Enter, case: str):
    asha = enter("asha")
    page = asha.page
    begin(asha, Mouse(page), case)
    page.locator("[name=reason]").fill(WHY)
    Mouse(page).take("@collega")
    expect(page.locator("[name=reason]")).to_have_value(WHY)
    expect(page.locator(".play-form [data-save-state]")).to_have_text("Nog niet opgeslagen")


def test_own_reasons_are_printed_only_when_asked(enter: Enter, case: str):
    asha = enter("asha")
    page, hands = asha.page, Mouse(asha.page)
    begin(asha, hands, case)
    hands.fill(page.locator("form.play-form"), [("text", "reason", WHY)])
    for taken in SHORT:
        hands.take(taken)
    finish(asha, hands)
    page.emulate_media(media="print")
    expect(page.locator(".own-reason")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("Druk ook mijn eigen redenen af").check()
    page.emulate_media(media="print")
    expect(page.locator(".own-reason")).to_be_visible()


def test_two_tabs_cannot_part(enter: Enter, site: Site, case: str):
    asha = enter("asha")
    asha.expect("409: POST .*/stap/")
    hands = Mouse(asha.page)
    begin(asha, hands, case)
    other = asha.tab()
    other.goto(asha.page.url)
    other.page.locator("[name=reason]").fill(WHY)
    hands.take("bel")
    Mouse(other.page).take("wacht")
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Bij gang")
    expect(other.page.locator(".play-lost")).to_have_text(WHY)
    Mouse(other.page).take("vraag")
    assert site.ask(acts.runs, asha.person["email"]) == [""]


def test_a_step_whose_reply_is_lost_is_taken_once(enter: Enter, site: Site, case: str):
    asha = enter("asha")
    asha.expect("request failed: POST .*/stap/")
    page, hands = asha.page, Mouse(asha.page)
    begin(asha, hands, case)
    lost: list[int] = []

    def lose_the_first_reply(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort("connectionreset")

    page.route("**/stap/", lose_the_first_reply)
    page.locator("[name=reason]").fill(WHY)
    page.locator('[name=choice][value="bel"]').check()
    page.get_by_role("button", name="Doe dit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij gang", timeout=20_000)
    assert (lost, site.ask(acts.reasons, asha.person["email"])) == ([200], 1)


def test_a_double_click_is_one_step(enter: Enter, case: str):
    asha = enter("asha")
    page = asha.page
    begin(asha, Mouse(page), case)
    page.locator('[name=choice][value="bel"]').check()
    page.get_by_role("button", name="Doe dit").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij gang")
    expect(page.locator("[name=number]")).to_have_value("2")


# --- The cases of the course ----------------------------------------------------------------------


ALWAYS = {"blijf-nog-even"}
"""The others are played in `make test-postgres`. Their walks run at every publish as well."""


@pytest.mark.parametrize(
    "slug", [pytest.param(one, marks=() if one in ALWAYS else pytest.mark.whole) for one in CONTENT]
)
@pytest.mark.parametrize(("way", "walk"), [(Keyboard, 0), (Plain, -1)])
def test_a_saved_walk_of_each_case(enter: Enter, site: Site, slug: str, way: type[Mouse], walk: int):
    steps = site.ask(acts.walks, slug)[walk]
    asha = enter("asha", script=way is not Plain)
    hands = way(asha.page)
    begin(asha, hands, slug)
    for taken in steps:
        hands.take(taken)
    finish(asha, hands)
