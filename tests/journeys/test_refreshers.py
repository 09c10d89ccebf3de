"""Refreshing by clicking: switched on, a round answered with and without scripts, every page looked at."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import looked_at
from tests.journeys.conftest import Enter
from tests.journeys.hands import Mouse
from tests.journeys.stage import Site


@pytest.mark.whole
@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_round_is_switched_on_answered_and_looked_back_at(enter: Enter, site: Site, script: bool):
    asha = enter("asha", script=script)
    page, hands, email = asha.page, Mouse(asha.page), asha.person["email"]
    look = looked_at if script else (lambda _page: [])  # axe is a script itself
    site.ask(acts.work, email, lessons=2)
    site.ask(acts.long_ago, email)
    asha.goto("/opfrissen/")
    assert look(page) == []
    page.get_by_role("button", name="Zet opfrissen aan").click()
    expect(page.get_by_role("heading", name="Meldcode")).to_be_visible()
    assert look(page) == []
    asha.goto("/")
    page.get_by_role("link", name="Opfrissen:").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vraag 1 van")
    assert look(page) == []
    asha.expect(r"\b422\b")
    page.get_by_role("button", name="Bekijk je antwoord").click()
    expect(page.locator(".field-error").first).to_be_visible()
    asked = site.ask(acts.refresher_round, email)
    for number, question in enumerate(asked, 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Vraag {number} van {len(asked)}")
        hands.fill(page.locator("save-form form"), question["right"])
        page.get_by_label("Ik twijfel").check()
        page.get_by_role("button", name="Bekijk je antwoord").click()
        expect(page.get_by_text("Komt terug vanaf")).to_be_visible()
        if number == 1:
            assert look(page) == []
        page.get_by_role("link", name="Rond af" if number == len(asked) else "Volgende vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dat was het voor nu")
    assert look(page) == []
