"""A participant's phone in a real browser: what was typed outlives reloads and phases, with an account and without."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import NARROW, WHOLE, looked_at
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site

WORDS = "Ik stelde het gesprek met het kind uit."
CARD = "Ik vraag pas om hulp als ik vastzit."


def come_in(enter: Enter, site: Site, session: dict[str, str], **options):
    """A guest, from the code."""
    visitor = enter(size=NARROW, **options)
    visitor.page.goto(f"{site.url}/meedoen/")
    visitor.page.fill("[name=code]", session["code"].lower())
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("button", name="Doe mee als gast").click()
    visitor.page.wait_for_url("**/sessies/**")
    return visitor


@pytest.fixture
def farah(site):
    return site.ask(acts.someone, "farah")["email"]


def test_what_a_guest_typed_outlives_a_reload_and_the_phase_and_goes_along_to_a_mirror(enter, site, farah):
    session = site.ask(acts.a_session, farah, "write")
    guest = come_in(enter, site, session)
    page = guest.page
    page.fill("#gast-tekst", WORDS)
    expect(page.locator("#eigen [data-save-state]")).to_have_text("Bewaard op dit apparaat")
    site.ask(acts.move_session, session["number"], "choose")
    expect(page.locator("h1")).to_have_text("Kiezen wat je deelt")
    expect(page.locator("#gast-tekst")).to_have_value(WORDS)
    page.fill("#kaart-tekst", CARD)
    page.wait_for_timeout(500)
    guest.page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#kaart-tekst")).to_have_value(CARD)
    site.ask(acts.move_session, session["number"], "reveal")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#kaart")).to_contain_text("Deze kaart was nog niet gedeeld")
    expect(page.locator("#kaart [data-words]")).to_have_text(CARD)
    page.get_by_role("button", name="Zet bij ‘Voor jezelf’").click()
    expect(page.locator("#gast-tekst")).to_have_value(f"{WORDS}\n\n{CARD}")
    expect(page.locator("#eigen [data-save-state]")).to_have_text("Bewaard op dit apparaat")
    site.ask(acts.close_session, session["number"])
    asha = site.ask(acts.someone, "asha")
    guest.context.add_cookies([{"name": "sessionid", "value": site.ask(acts.session, asha["email"]), "url": site.url}])
    page.goto(f"{site.url}/meedoen/meenemen/")
    expect(page.locator("#meenemen-tekst")).to_have_value(f"{WORDS}\n\n{CARD}")
    page.get_by_role("button", name="Bewaar in mijn spiegel").click()
    page.wait_for_url("**/?bewaard=*")
    expect(page.locator("[data-none]")).to_be_visible()
    assert site.ask(acts.written_texts, asha["email"]) == [f"{WORDS}\r\n\r\n{CARD}"]  # as browsers send lines


def test_a_card_that_was_sent_does_not_come_back(enter, site, farah):
    session = site.ask(acts.a_session, farah, "choose")
    page = come_in(enter, site, session).page
    page.fill("#kaart-tekst", CARD)
    page.get_by_role("button", name="Deel zonder naam").click()
    expect(page.locator("#kaart .prompt-saved")).to_be_focused()
    expect(page.locator("#mijn-kaarten")).to_contain_text(CARD)
    page.wait_for_timeout(500)
    expect(page.locator("#kaart-tekst")).to_have_value("")
    page.reload()
    expect(page.locator("#kaart-tekst")).to_have_value("")
    assert site.ask(acts.cards_given, session["number"]) == [CARD]


@pytest.mark.whole
def test_a_card_of_a_guest_who_signs_in_stays_until_they_leave_the_device(enter, site, farah):
    session = site.ask(acts.a_session, farah, "choose")
    guest = come_in(enter, site, session)
    page = guest.page
    page.fill("#kaart-tekst", CARD)
    page.wait_for_timeout(500)
    page.on("dialog", lambda dialog: dialog.accept())
    asha = site.ask(acts.someone, "asha")
    guest.context.add_cookies([{"name": "sessionid", "value": asha["session"], "url": site.url}])
    page.reload()
    expect(page.get_by_text("Je bent aangemeld als Asha")).to_be_visible()
    expect(page.locator("#kaart-tekst")).to_have_value(CARD)

    page.get_by_text("Klaar, of ben jij dit niet?").click()
    page.get_by_role("button", name="Ga weg van dit apparaat").click()
    expect(page.get_by_text("Dit apparaat doet niet meer mee.")).to_be_visible()
    page.goto(f"{site.url}/meedoen/{session['code']}/")
    page.get_by_role("button", name="Doe mee als gast").click()
    page.locator("#gast-tekst").wait_for(state="attached")
    page.wait_for_timeout(500)  # what the device held would be back by now
    expect(page.locator("#kaart-tekst")).to_have_value("")


@pytest.mark.whole
def test_a_note_that_was_not_saved_is_there_in_every_later_phase(enter, site):
    asha = site.ask(acts.someone, "asha")
    session = site.ask(acts.a_session, asha["email"], "write")
    visitor = enter(person=asha, size=NARROW)
    page = visitor.page
    page.goto(f"{site.url}/sessies/{session['number']}/meedoen/")
    page.get_by_role("button", name="Doe mee").click()
    page.fill("#eigen textarea", WORDS)
    expect(page.locator("#eigen [data-save-state]")).to_contain_text("Concept bewaard om")
    site.ask(acts.move_session, session["number"], "choose")
    expect(page.locator("h1")).to_have_text("Kiezen wat je deelt")
    expect(page.locator("#eigen textarea")).to_have_value(WORDS)
    page.reload()
    expect(page.locator("#eigen textarea")).to_have_value(WORDS)
    page.get_by_role("button", name="Bewaar in mijn spiegel").click()
    expect(page.locator("#eigen .prompt-saved")).to_contain_text("Bewaard in je spiegel")
    assert site.ask(acts.written_texts, asha["email"]) == [WORDS]


def test_by_keyboard_alone_without_scripts_a_guest_gives_a_card_and_a_place(enter, site, farah):
    session = site.ask(acts.a_session, farah, "scale")
    page = come_in(enter, site, session, script=False).page
    page.locator("[name=value]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=value]").nth(1)).to_be_checked()
    page.locator("#kaart summary").press("Enter")
    page.locator("#kaart-tekst").fill(CARD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#mijn-kaarten")).to_contain_text(CARD)


@pytest.mark.whole
def test_the_phone_is_for_everybody(enter, site, farah):
    """Axe, and nothing to scroll sideways, at the phases that differ most."""
    session = site.ask(acts.a_session, farah, "scale")
    page, wrong = come_in(enter, site, session).page, []
    for phase in ("", "talk", "close"):
        if phase:
            site.ask(acts.move_session, session["number"], phase)
            page.reload()
        wrong += looked_at(page, ways=WHOLE)
    page.goto(f"{site.url}/meedoen/")
    wrong += looked_at(page, ways=WHOLE)
    assert wrong == []
