"""The studio as its writers use it: real clicks that publish and take back, and a console that stays silent."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import PART, Visitor, looked_at, violations
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site

LOCAL = "/studio/snippets/cms/localtext/"
AUTOSAVE = r"400: POST .*/(add|edit)/"
"""Wagtail keeps a draft by itself while somebody types, and answers 400 while a field is still empty (docs/accessibility.md)."""


@pytest.mark.parametrize("name", [pytest.param("omar", marks=pytest.mark.whole), "edith"])
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


@pytest.mark.whole
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


@pytest.mark.whole
def test_questions_come_in_after_a_look_and_go_out_again(enter: Enter, site: Site):
    edith = enter("edith")
    page = edith.page
    edith.goto("/studio/snippets/cms/question/")
    page.get_by_role("button", name="Acties").click()
    page.get_by_role("link", name="Haal vragen binnen").click()
    gift = "::Welke sleutel past?::Welke sleutel past? {=De koperen#Ja ~De gouden#Nee}\n\nDeels {~%70%a ~%30%b ~c}\n"
    expect(page.get_by_label("Bestand met vragen")).to_be_visible()
    assert violations(page, within="main") == []
    page.get_by_label("Bestand met vragen").set_input_files(
        files=[{"name": "vragen.txt", "mimeType": "text/plain", "buffer": gift.encode()}]
    )
    page.get_by_label("GIFT").check()
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    expect(page.get_by_text("komt 1 vraag, als concept")).to_be_visible()
    assert violations(page, within="main") == []
    expect(page.get_by_role("row", name="regel 3")).to_contain_text("wegen niet even zwaar")
    page.get_by_role("button", name="Zet ze in de vragenbank").click()
    expect(page.get_by_text("1 vraag staat nu als concept in de vragenbank.")).to_be_visible()

    edith.goto("/studio/vragenbank/meenemen/?q=Welke+sleutel+past&format=gift")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Download 1 vraag").click()
    assert b"=De koperen#Ja" in fetched.value.path().read_bytes()
    assert edith.unexpected() == []


@pytest.mark.whole
def test_a_draft_is_checked_tried_and_published_all_the_same(enter: Enter, site: Site):
    edith = enter("edith")
    edith.expect(r"422: POST .*/proberen/")  # no answer yet
    made, page = site.ask(acts.lesson_to_check, edith.person["organisation"]), edith.page
    edith.goto(f"/studio/pages/{made['lesson']}/edit/")
    jump = page.locator(".studio-checks").get_by_role("link", name="Ga naar deze plek")
    expect(page.locator(f"#block-{made['block']}-section")).not_to_be_in_viewport()
    jump.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#block-{made['block']}-section")).to_be_in_viewport()
    assert looked_at(page, ".studio-checks", PART) == []

    edith.goto(f"/studio/pages/{made['lesson']}/proberen/")
    asked = page.locator(f"#vraag-{made['question']}")
    asked.get_by_role("button", name="Bekijk je antwoord").click()
    expect(asked.get_by_text("Kies eerst een antwoord.")).to_be_visible()
    asked.get_by_label("Veilig Thuis").check()
    asked.get_by_role("button", name="Bekijk je antwoord").click()
    expect(asked.get_by_text("Dat klopt")).to_be_visible()
    assert looked_at(page, ".callout, .question", PART) == []

    edith.goto(f"/studio/pages/{made['lesson']}/edit/")
    _press(edith, "Publiceren")
    page.wait_for_url("**/controle/")
    expect(page.get_by_text("slaat een niveau over").first).to_be_visible()
    assert site.ask(acts.is_live, made["lesson"]) is False
    assert looked_at(page, "#main", PART) == []
    page.get_by_role("button", name="Toch publiceren").click()
    expect(page.get_by_text("‘Te controleren’ is gepubliceerd.")).to_be_visible()
    assert site.ask(acts.is_live, made["lesson"]) is True


@pytest.mark.whole
def test_a_module_goes_out_and_comes_back_after_its_author_saw_the_difference(enter: Enter, site: Site, tmp_path: Path):
    edith = enter("edith")
    page = edith.page
    module = site.ask(acts.published_module, edith.person["organisation"])
    edith.goto(f"/studio/modules/{module}/exporteren/")
    assert looked_at(page, "main", PART) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Exporteer wat gepubliceerd is").click()
    taken.value.save_as(tmp_path / "ons-werk.zip")
    site.ask(acts.change_summary, module, "Met de hand.")

    edith.goto("/studio/")
    page.get_by_role("link", name="Importeren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Importeer een module")
    page.locator("input[type=file]").set_input_files(tmp_path / "ons-werk.zip")
    assert looked_at(page, "main", PART) == []
    page.get_by_role("button", name="Laat het verschil zien").click()
    expect(page.get_by_text("Het pakket wordt gelezen.")).to_be_visible()
    site.ask(acts.work_on_packages)
    page.get_by_text("Lees het verschil").click()  # the page looks again by itself
    expect(page.locator("del")).to_have_text('weg: summary = "Met de hand."')
    assert looked_at(page, "main", PART) == []
    page.get_by_role("link", name="Kies alleen een deel van dit pakket").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kies uit ons-werk.zip")
    assert looked_at(page, "main", PART) == []
    page.locator("fieldset", has=page.get_by_text("Lessen")).get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Laat het verschil zien").click()
    expect(page.get_by_text("Het pakket wordt gelezen.")).to_be_visible()
    site.ask(acts.work_on_packages)
    expect(page.get_by_text("Alleen dit deel:")).to_be_visible()
    page.get_by_role("button", name="Laat het pakket winnen").click()
    expect(page.get_by_text("De module wordt binnengehaald.")).to_be_visible()
    site.ask(acts.work_on_packages)
    expect(page.get_by_text("De module is binnen en gepubliceerd.")).to_be_visible()


@pytest.mark.whole
def test_a_text_becomes_a_first_module_and_its_page_says_what_to_do_next(enter: Enter, site: Site):
    edith = enter("edith", person=site.ask(acts.someone, "edith", "Gemeente Eerste Module"))
    page = edith.page
    edith.goto("/studio/")
    page.get_by_role("link", name="Maak je eerste module").click()
    expect(page.get_by_role("button", name="Begin met dit voorbeeld")).to_have_count(2)
    assert looked_at(page, "main", PART) == []
    page.get_by_role("link", name="Plak een tekst of kies een bestand").click()
    expect(page.get_by_label("Plak hier je tekst")).to_be_visible()
    assert looked_at(page, "main", PART) == []
    page.get_by_label("Plak hier je tekst").fill(
        "WIE JE BELT\n\nBel je collega.\n\n| Wie | Wanneer |\n|---|---|\n| Ina | altijd |\n\nWAT JE VASTLEGT\n\nHet advies."
    )
    page.get_by_role("button", name="Bekijk welke lessen dit worden").click()
    expect(page.get_by_text("Dit worden 2 lessen.")).to_be_visible()
    assert looked_at(page, "main", PART) == []
    page.get_by_label("WAT JE VASTLEGT: Wordt").select_option(label="Kop in de les")
    page.get_by_label("Titel van de les").first.fill("Bellen en vastleggen")
    page.get_by_label("Titel van de les").first.press("Enter")
    expect(page.get_by_text("Dit wordt 1 les.")).to_be_visible()
    page.get_by_label("Titel van de module").fill("Ons werk")
    page.get_by_role("button", name="Maak de module als concept").click()
    expect(page.get_by_role("heading", name="Wat nu")).to_be_visible()
    assert looked_at(page, ".first-ahead", PART) == []
    page.get_by_role("link", name="Probeer de lessen als cursist").click()
    expect(page.get_by_role("heading", name="Wat je vastlegt", exact=False)).to_be_visible()
    assert edith.unexpected() == []


@pytest.mark.whole
def test_a_reader_of_a_draft_remarks_at_a_block_and_its_author_finds_it_there(enter: Enter, site: Site):
    ben = enter("ben")
    ben.expect(r"422: POST .*/opmerking/")  # the guard
    made, page = site.ask(acts.draft_to_read, ben.person["email"]), ben.page
    ben.goto("/")
    page.get_by_role("link", name="Je bent gevraagd mee te lezen: ‘Een concept’").click()
    page.get_by_role("link", name="Goed kijken").click()
    beside = page.locator(f"#opmerkingen-{made['block']}")
    beside.get_by_text("Schrijf hierbij een opmerking").focus()
    page.keyboard.press("Enter")
    beside.get_by_label("Je opmerking").fill("Zo deed Fatima het ook.")
    beside.get_by_role("button", name="Bewaar je opmerking").click()
    beside.get_by_role("button", name="Vervang door").click()
    expect(beside.get_by_text("De woorden zijn vervangen.")).to_be_visible()
    beside.get_by_role("button", name="Bewaar je opmerking").click()
    expect(beside.locator(".prompt-saved")).to_be_focused()
    expect(beside.locator(".remark-words")).to_have_text("Zo deed [naam] het ook.")
    assert looked_at(page, ".callout, .remarks", PART) == []

    first = beside.locator(".remark").first  # what one was changing stays while another remark is kept
    first.get_by_text("Wijzig deze opmerking").click()
    first.get_by_label("Je opmerking").fill("Nog niet af")
    for number, words in enumerate(["Een tweede.", "Een derde."], start=2):
        if not beside.get_by_label("Je opmerking").last.is_visible():
            beside.get_by_text("Schrijf hierbij een opmerking").click()
        beside.get_by_label("Je opmerking").last.fill(words)
        beside.get_by_role("button", name="Bewaar je opmerking").click()
        expect(beside.locator(".remark")).to_have_count(number)
        expect(beside.locator(".remark-words").last).to_have_text(words)
    expect(first.get_by_label("Je opmerking")).to_have_value("Nog niet af")
    first.get_by_label("Je opmerking").fill("Zo deed [naam] het ook.")

    edith = enter("edith", person=made["author"])
    edith.goto(f"/studio/pages/{made['lesson']}/edit/")
    block = edith.page.locator(f"#block-{made['block']}-section .trial-remark").first
    expect(block).to_contain_text("Zo deed [naam] het ook.")
    assert violations(edith.page, within=".trial-remark") == []
    block.get_by_role("button", name="Afgehandeld").click()
    expect(edith.page.get_by_text("Afgehandeld. De schrijver ziet dat.")).to_be_focused()
    edith.goto(f"/studio/modules/{made['module']}/proefgroep/")
    assert violations(edith.page, within=".trial-group") == []
    page.reload()
    expect(beside.get_by_text("Een auteur heeft dit afgehandeld.")).to_be_visible()
    assert ben.unexpected() + edith.unexpected() == []
