"""Writing a case in the studio: from an opening to a case that publishes, by mouse, by keyboard and without scripts."""

import itertools
import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cases_library.cases import case as made
from tests.cases_library.cases import choice, fact, scene, variable
from tests.factories.cases import document
from tests.journeys import acts
from tests.journeys.browser import NARROW, Visitor, violations
from tests.journeys.conftest import Enter
from tests.journeys.hands import Keyboard
from tests.journeys.stage import Site

Write = Callable[..., tuple[Visitor, int]]


@pytest.fixture
def write(enter: Enter, empty_site: Site) -> Write:
    """Open a case in the editor: a trainer, and the page's number."""

    def opened(said: object = None, *, script: bool = True, **fields: object) -> tuple[Visitor, int]:
        person = empty_site.ask(acts.someone, "edith")
        page = empty_site.ask(acts.write_case, person["email"], document() if said is None else said, **fields)
        visitor = enter(at=empty_site, person=person, script=script)
        visitor.goto(f"/studio/pages/{page}/edit/")
        if script:
            expect(visitor.page.locator(".case-verdict")).to_be_attached()
        return visitor, page

    return opened


def _keep(page: Page) -> None:
    """Keep the draft, and wait until the page is there again."""
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    expect(page.locator(".case-verdict")).to_be_attached()


def _draft(page: Page) -> dict:
    return json.loads(page.locator("case-editor > textarea").input_value())


@pytest.mark.whole
def test_an_empty_case_begins_with_a_situation_and_is_kept(write: Write, empty_site: Site):
    visitor, number = write({})
    page = visitor.page
    page.get_by_role("button", name="Huisbezoek").click()
    expect(page.locator(".case-title")).to_have_text("Aan de deur")
    page.get_by_label("Titel", exact=True).nth(0).fill("Op de stoep")
    expect(page.locator(".case-title")).to_have_text("Op de stoep")
    _keep(page)
    assert empty_site.ask(acts.written, number)["scenes"][0]["title"] == "Op de stoep"


@pytest.mark.whole
def test_a_pasted_outline_becomes_scenes_and_says_what_it_did_not_understand(write: Write):
    visitor, _number = write({})
    page = visitor.page
    page.get_by_label("Plak je opzet").fill("# Deur\n- Je belt aan. -> Binnen\n  als: onzin\n# Binnen\nKlaar.")
    page.get_by_role("button", name="Maak er een casus van").click()
    expect(page.get_by_text("Regel 3: ‘onzin’")).to_be_visible()
    expect(page.locator(".case-outline li")).to_have_count(2)


@pytest.mark.whole
def test_a_choice_makes_its_scene_in_place(write: Write):
    visitor, _number = write()
    page = visitor.page
    page.get_by_role("button", name="Keuze erbij").click()
    box = page.locator('[data-item^="choices-"]').last
    box.get_by_label("Wat de speler doet").fill("Je loopt achterom.")
    box.get_by_text("Nieuwe scène maken").click()
    box.get_by_label("Titel van de nieuwe scène").fill("De achtertuin")
    box.get_by_role("button", name="Maak en koppel").click()
    draft = _draft(page)
    assert draft["scenes"][0]["choices"][-1]["to"] == "de-achtertuin"
    assert draft["scenes"][1] == {"key": "de-achtertuin", "title": "De achtertuin", "kind": "scene", "body": ""}


@pytest.mark.whole
def test_a_problem_is_told_while_writing_and_leads_to_its_place(write: Write):
    broken = document()
    broken["scenes"][0]["choices"][1]["to"] = "de-tuin"
    del broken["scenes"][2]
    visitor, _number = write(broken)
    page = visitor.page
    expect(page.locator(".case-verdict")).to_contain_text("Publiceren kan nog niet")
    page.get_by_role("button", name="Lopen").click()
    page.locator(".case-problem-e", has_text="de-tuin").get_by_role("button", name="Ga naar: De deur").click()
    expect(page.locator('[data-item="choices-ga-weg"] summary').first).to_be_focused()
    page.locator(".case-problem-e", has_text="de-tuin").get_by_role("button", name="Maak die scène").click()
    expect(page.get_by_label("Titel", exact=True).nth(0)).to_be_focused()
    page.get_by_label("Soort").first.select_option("ending")
    expect(page.locator(".case-verdict")).to_contain_text("kan gepubliceerd worden")


@pytest.mark.whole
def test_what_can_be_mended_in_one_way_is_mended_with_one_press(write: Write):
    broken = document(start="nergens")
    broken["scenes"][2] = {"key": "buiten", "title": "Buiten", "kind": "scene", "body": "Het regent."}
    broken["scenes"][0]["choices"][1] |= {"when": {"variable": "werkrelatie", "at_least": 0}}
    visitor, _number = write(broken)
    page = visitor.page
    for told, button in (
        ("De casus begint bij", "Begin bij de eerste scène"),
        ("loopt de casus vast", "Maak er een einde van"),
        ("ze beslist niets", "Haal de voorwaarde weg"),
    ):
        page.locator(".case-problem", has_text=told).get_by_role("button", name=button).click()
        expect(page.locator(".case-problem", has_text=told)).to_have_count(0)
    expect(page.locator(".case-verdict")).to_contain_text("kan gepubliceerd worden")
    draft = _draft(page)
    assert (draft["start"], draft["scenes"][2]["kind"]) == ("deur", "ending")
    assert "when" not in draft["scenes"][0]["choices"][1]


def test_a_promise_of_minutes_is_mended_where_it_is_made(write: Write):
    visitor, _number = write()
    page = visitor.page
    page.locator(".case-problem", has_text="minuten").get_by_role("button", name="Ga naar").click()
    expect(page.locator("[name=minutes]")).to_be_focused()


def test_what_cannot_be_published_is_kept_and_the_reasons_stay_in_view(write: Write, empty_site: Site):
    visitor, number = write(document(start="nergens"))
    page = visitor.page
    page.locator("[name=action-publish]").dispatch_event("click")
    expect(page.get_by_text("Nog niet gepubliceerd. Je concept is bewaard.")).to_be_visible()
    expect(page.locator(".case-problem-e").first).to_contain_text("nergens")
    assert empty_site.ask(acts.written, number)["start"] == "nergens"


def test_conditions_and_effects_are_made_with_forms(write: Write):
    visitor, _number = write()
    page = visitor.page
    page.locator('[data-item="choices-bel-aan"] summary').first.click()
    box = page.locator('[data-item="choices-bel-aan"]')
    box.get_by_label("Wanneer is deze keuze er").select_option("all")
    box = page.locator('[data-item="choices-bel-aan"]')
    box.get_by_role("button", name="Voorwaarde erbij").click()
    page.get_by_label("Voorwaarde 2", exact=True).select_option("at_most")
    page.get_by_label("Hooguit").select_option("2")
    page.locator('[data-item="choices-bel-aan"]').get_by_label("Hoeveel").fill("-2")
    found = _draft(page)["scenes"][0]["choices"][0]
    assert found["when"] == {"all": [{"fact": "oma"}, {"variable": "werkrelatie", "at_most": 2}]}
    assert found["effects"] == [{"variable": "werkrelatie", "add": -2}]


@pytest.mark.whole
def test_a_play_in_a_chosen_state_and_one_that_is_kept_as_a_walk(write: Write):
    visitor, _number = write(document(walks=[]))
    page = visitor.page
    with visitor.context.expect_page() as opened:
        page.get_by_role("button", name="Speel vanaf hier").click()
    play = opened.value
    play.get_by_text("Begin ergens anders").click()
    play.get_by_label("Werkrelatie").select_option("0")
    play.get_by_role("button", name="Speel vanaf hier").click()
    expect(play.get_by_text("Nu verborgen: ‘Je gaat weg.’")).to_be_visible()
    play.close()
    page.get_by_role("button", name="Lopen").click()
    with visitor.context.expect_page() as opened:
        page.get_by_role("button", name="Speel vanaf het begin").click()
    play = opened.value
    play.get_by_role("button", name="Je belt aan.").click()
    play.get_by_text("Bewaar deze loop").click()
    play.get_by_label("Naam van de loop").fill("Naar binnen")
    play.get_by_role("button", name="Zet in de casus").click()
    expect(play.get_by_text("De loop staat in je casus.")).to_be_visible()
    assert violations(play, within="main") == []
    expect(page.locator(".case-item summary")).to_contain_text("Naar binnen → Binnen")
    assert _draft(page)["walks"] == [
        {"name": "Naar binnen", "choices": ["deur/bel-aan"], "ends_in": "binnen", "expect": {"werkrelatie": 4}}
    ]


def test_the_map_leads_to_a_scene_and_shows_what_is_asked(write: Write):
    visitor, _number = write()
    page = visitor.page
    page.get_by_role("button", name="Kaart").click()
    page.get_by_label("Waar proefspelers komen").check()
    expect(page.locator(".case-map-coverage").first).to_be_visible()
    page.locator(".case-map").get_by_role("link", name="Binnen").click()
    expect(page.locator(".case-title")).to_have_text("Binnen")
    expect(page.locator(".case-title")).to_be_focused()


def test_a_scene_and_a_choice_by_keyboard_alone(write: Write):
    visitor, _number = write()
    page, hands = visitor.page, Keyboard(visitor.page)
    hands.press(page.get_by_role("button", name="Nieuwe scène", exact=True))
    expect(page.get_by_label("Titel", exact=True).nth(0)).to_be_focused()
    page.keyboard.insert_text("De galerij")
    hands.press(page.get_by_role("button", name="Keuze erbij"))
    expect(page.locator(".case-item summary").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Je klopt nog eens.")
    scenes = _draft(page)["scenes"]
    assert (scenes[1]["title"], scenes[1]["choices"][0]["text"]) == ("De galerij", "Je klopt nog eens.")


def test_another_key_is_followed_by_everything_that_names_it(write: Write):
    visitor, _number = write()
    page = visitor.page
    page.get_by_text("Labels, passages, overleg").click()
    field = page.get_by_label("Sleutel", exact=True).last
    field.fill("De Stoep")
    field.blur()
    expect(page.locator(".case-verdict")).to_contain_text("kan gepubliceerd worden")
    draft = _draft(page)
    assert (draft["start"], draft["scenes"][0]["key"], draft["walks"][0]["choices"]) == (
        "de-stoep", "de-stoep", ["de-stoep/bel-aan"],
    )  # fmt: skip


@pytest.mark.whole
@pytest.mark.parametrize(
    "themes",
    [
        pytest.param([("light",), ("dark",)], marks=pytest.mark.part),
        pytest.param([("light", "dark")], marks=pytest.mark.whole),
    ],
    ids=["part", "whole"],
)
def test_the_editor_is_clean_in_every_part_in_both_themes_wide_and_narrow(write: Write, themes):
    broken = document()
    broken["scenes"][0]["choices"][1]["to"] = "de-tuin"
    visitor, _number = write(broken)
    page, wrong = visitor.page, []
    for part, schemes in zip(page.locator(".case-tab").all_inner_texts(), itertools.cycle(themes)):
        page.get_by_role("button", name=part, exact=True).click()
        page.evaluate("document.querySelectorAll('case-editor details').forEach((one) => (one.open = true))")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [f"{part}, {scheme}: {line}" for line in violations(page, within="case-editor")]
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.get_by_role("button", name="Scènes", exact=True).click()
    wrong += [f"narrow: {line}" for line in violations(page, within="case-editor")]
    editor = page.locator("case-editor")
    assert editor.evaluate("(one) => one.scrollWidth <= one.clientWidth") is True
    assert wrong == []


def test_without_scripts_a_case_is_text_with_its_fault_and_can_be_looked_at_and_played(write: Write):
    scenes = document()["scenes"]
    del scenes[0]["choices"][0]["to"]
    visitor, _number = write(document(scenes=scenes), script=False)
    page = visitor.page
    expect(page.locator(".case-editor-fault")).to_contain_text("/scenes/0/choices/0/to")
    page.locator("case-editor textarea").fill(json.dumps(document()))
    with visitor.context.expect_page() as opened:
        page.get_by_role("button", name="Controleer dit concept").click()
    expect(opened.value.get_by_text("Deze casus kan gepubliceerd worden.")).to_be_visible()
    with visitor.context.expect_page() as opened:
        page.get_by_role("button", name="Speel dit concept").click()
    play = opened.value
    play.get_by_role("button", name="Je belt aan.").click()
    expect(play.get_by_text("Dit is een einde.")).to_be_visible()


@pytest.mark.whole
def test_sixty_scenes_open_within_two_seconds(write: Write):
    visitor, _number = write(_sixty())
    opened = []
    for _time in range(3):
        begun = time.monotonic()
        visitor.page.reload(wait_until="commit")
        visitor.page.wait_for_selector(".case-title")
        opened.append(time.monotonic() - begun)
    expect(visitor.page.locator(".case-outline li")).to_have_count(60)
    assert min(opened) < 2, opened


def _sixty() -> dict:
    """Sixty scenes with three variables and six facts."""
    scenes = []
    for number in range(58):
        targets = [f"s{number + step}" if number + step < 58 else f"e{step % 2}" for step in (1, 2, 3)]
        choices = [
            choice(
                f"k{place}",
                to,
                effects=[{"variable": f"v{place}", "add": number % 3 - 1}],
                **({"when": {"variable": f"v{place}", "at_least": 1}} if place else {"learn": [f"f{number % 6}"]}),
            )
            for place, to in enumerate(targets)
        ]
        scenes.append(scene(f"s{number}", *choices, kind="decision", day=number))
    endings = [scene(f"e{number}", kind="ending", debrief="Wat had eerder gekund?") for number in range(2)]
    state = {
        "variables": [variable(f"v{n}") for n in range(3)],
        "facts": [fact(f"f{n}", debrief="Wie?") for n in range(6)],
    }
    return made(*scenes, *endings, **state)
