"""The studio as its writers use it: real clicks that publish and take back, and a console that stays silent."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site

LOCAL = "/studio/snippets/cms/localtext/"
AUTOSAVE = r"400: POST .*/(add|edit)/"
"""Wagtail keeps a draft by itself while somebody types, and answers 400 while a field is still empty (docs/accessibility.md)."""


@pytest.mark.parametrize("name", ["omar", "edith"])
def test_a_local_text_is_published_and_taken_back_by_clicking(enter: Enter, site: Site, name: str):
    writer = enter(name, person=site.ask(acts.someone, name, f"Gemeente van {name.capitalize()}"))
    writer.expect(AUTOSAVE)
    page = writer.page
    writer.goto("/begrippen/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Studio").click()
    page.locator("section[aria-labelledby=aandacht] a", has_text="Crisisdienst").first.click()
    page.locator(".public-DraftEditor-content, [contenteditable=true]").first.click()
    page.keyboard.type("Bel de crisisdienst.")
    page.locator("[name=owner]").fill("Team Jeugd")
    _type_day(writer, "reviewed_on", "01-02-2026")
    _type_day(writer, "review_by", "01-05-2027")

    _press(writer, "Publiceren")
    expect(page.get_by_text("aangemaakt en gepubliceerd")).to_be_visible()
    (text,) = site.ask(acts.local_texts, writer.person["email"])
    assert (text["live"], text["reviewed_on"], text["review_by"]) == (True, "2026-02-01", "2027-05-01")

    writer.goto(f"{LOCAL}edit/{text['pk']}/")
    _press(writer, "Publicatie intrekken")
    with page.expect_navigation():
        page.get_by_role("button", name="Ja, trek de publicatie in").click()
    (text,) = site.ask(acts.local_texts, writer.person["email"])
    assert text["live"] is False


def _type_day(writer: Visitor, name: str, day: str) -> None:
    """As somebody does who does not use the calendar; the day must stand there as it was typed."""
    field = writer.page.locator(f"[name={name}]")
    field.fill("")
    field.press_sequentially(day)
    field.press("Tab")
    expect(field).to_have_value(day)


def _press(writer: Visitor, name: str) -> None:
    """What stands folded in the footer of a form."""
    footer = writer.page.locator("footer.footer")
    footer.locator("[data-w-dropdown-target=toggle]").click()
    writer.page.locator("footer.footer :is(a, button):visible, .tippy-box :is(a, button):visible").filter(
        has_text=name
    ).first.click()


def test_the_studio_is_silent_breaks_no_policy_and_asks_no_other_host(enter: Enter, site: Site):
    edith = enter("edith")
    made = site.ask(acts.make_studio, edith.person["organisation"])
    for path in (
        "/studio/",
        "/studio/account/",
        "/studio/images/",
        "/studio/snippets/cms/question/",
        f"/studio/pages/{made['root']}/",
        f"/studio/pages/{made['module']}/edit/",
        f"/studio/pages/{made['lesson']}/edit/",
        "/studio/snippets/cms/question/add/",
        "/studio/snippets/cms/glossaryterm/add/",
        f"{LOCAL}add/",
    ):
        assert edith.page.goto(path, wait_until="networkidle").ok, path  # type: ignore[union-attr]  a page answers
        assert edith.unexpected() == [], path


def test_a_table_opens_without_a_fault(enter: Enter, site: Site):
    edith = enter("edith")
    lesson = site.ask(acts.lesson_with_table, edith.person["organisation"])
    edith.goto(f"/studio/pages/{lesson}/edit/")
    expect(edith.page.locator(".handsontable").first).to_be_visible()
