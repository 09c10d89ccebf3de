"""A trainer follows the studio's list to a question that does not work, and reads why: for mouse, keyboard and eyes."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import WIDE, violations
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site


@pytest.mark.whole
def test_a_trainer_finds_the_question_that_does_not_work(enter: Enter, site: Site):
    edith = enter("edith", person=site.ask(acts.someone, "edith", "Gemeente Cijferveld"))
    module = site.ask(acts.module_with_figures, "Gemeente Cijferveld")
    page = edith.page
    edith.goto("/studio/")
    page.locator("section[aria-labelledby=aandacht] a", has_text="Wat leg je vast?").click()
    expect(page).to_have_url(f"{edith.site}/studio/modules/{module}/cijfers/#toets-{_anchor(page)}")
    question = page.locator("section.figures-question", has_text="Wat leg je vast?").first
    expect(question.get_by_text("kijk de sleutel na").first).to_be_visible()

    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question.get_by_role("row", name="A is goed (goed)")).to_be_visible()
    expect(page.get_by_role("row", name="De hele module")).to_be_visible()

    for size in (WIDE, (320, 640)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  light or dark
            assert violations(page, within=".figures") == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def _anchor(page) -> str:
    return page.url.rpartition("#toets-")[2]
