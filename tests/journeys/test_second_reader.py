"""Four eyes by clicking: an administrator turns them on, an author asks, a colleague sends it back with a reason."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import PART, looked_at
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site

TOWN = "Gemeente Vier Ogen"


@pytest.mark.whole
def test_a_draft_is_asked_for_read_and_sent_back(enter: Enter, site: Site):
    omar, edith, nora = (enter(name, person=site.ask(acts.someone, name, TOWN)) for name in ("omar", "edith", "edith"))
    omar.goto("/studio/")
    omar.page.get_by_role("link", name="Vier ogen").click()
    expect(omar.page.get_by_role("heading", level=1)).to_have_text("Vier ogen")
    assert looked_at(omar.page, "main", PART) == []
    omar.page.get_by_role("button", name="Zet aan").click()
    expect(omar.page.get_by_text("Zet een vinkje als je dit wilt.")).to_be_visible()
    omar.expect(r"422: POST .*/vier-ogen/")
    omar.page.get_by_label("Ja, zet vier ogen aan.").check()
    omar.page.get_by_role("button", name="Zet aan").click()
    expect(omar.page.get_by_text("Vier ogen staat aan.")).to_be_visible()

    made = site.ask(acts.make_studio, TOWN)
    edith.goto(f"/studio/pages/{made['lesson']}/edit/")
    edith.page.locator("[name=summary]").fill("Korter gezegd.")
    edith.page.locator("footer.footer [data-w-dropdown-target=toggle]").click()
    edith.page.get_by_role("button", name="Vraag een collega om dit na te lezen").click()
    edith.page.get_by_label("Opmerking voor je collega").fill("Klopt de samenvatting?")
    assert looked_at(edith.page, "main", PART) == []
    edith.page.get_by_role("button", name="Vraag een collega").click()
    expect(edith.page.get_by_text("Je vroeg een collega om dit na te lezen")).to_be_visible()

    nora.goto("/studio/")
    nora.page.get_by_text("vraagt het je").locator("..").get_by_role("link").click()
    expect(nora.page.get_by_text("Klopt de samenvatting?")).to_be_visible()
    nora.page.get_by_label("Je opmerking voor de schrijver").fill("Noem de bron.")
    assert looked_at(nora.page, "main", PART) == []
    nora.page.get_by_role("button", name="Stuur terug").click()
    expect(nora.page.get_by_text("Teruggestuurd, met je opmerking.")).to_be_visible()
    edith.goto("/studio/")
    expect(edith.page.get_by_text("terug, met een opmerking")).to_be_visible()
