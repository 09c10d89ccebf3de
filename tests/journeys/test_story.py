"""The whole story: from signing in to a finished module, by keyboard alone, with a mouse, and with scripts off.

What to answer comes from the published editions (acts.course), so the course may change and the story stays true.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.hands import Keyboard, Mouse, Plain
from tests.journeys.stage import Site

KINDS = {"single", "multiple", "true-false", "order", "match", "fill-in", "number", "open"}
WORDS = "Ik wil mijn twijfel eerder hardop zeggen."


@pytest.fixture(scope="module")
def course(site: Site) -> list[dict[str, Any]]:
    return site.ask(acts.course)


def test_the_course_asks_every_kind_of_question(course):
    assert {question["kind"] for lesson in course for question in lesson["questions"]} == KINDS
    assert sum(len(lesson["prompts"]) for lesson in course) > 1


@pytest.mark.whole
def test_with_a_mouse(enter: Enter, site: Site, course):
    asha = _at_the_door(enter, site)
    hands = Mouse(asha.page)

    _sign_in(asha, hands)
    _begin(asha, hands)
    for number, lesson in enumerate(course):
        _read_lesson(asha, hands, site, lesson, wrong_first=True, skip=number == 0)
    _take_test(asha, hands, site, right=False)
    _take_test(asha, hands, site, right=True)

    _see_it_finished(asha, hands, site, course, attempts=[False, True])


@pytest.mark.whole
def test_by_keyboard_alone(enter: Enter, site: Site, course):
    asha = _at_the_door(enter, site)
    hands = Keyboard(asha.page)

    asha.page.keyboard.press("Tab")
    expect(asha.page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    asha.page.keyboard.press("Enter")
    expect(asha.page.locator("main")).to_be_focused()
    _sign_in(asha, hands)
    _begin(asha, hands)
    met: set[str] = set()
    for number, lesson in enumerate(course):
        new = {question["kind"] for question in lesson["questions"]} - met
        _read_lesson(asha, hands, site, lesson, wrong_first=bool(new), skip=number == 0)
        met |= new
    for right in (False, True):
        _take_test(asha, hands, site, right=right)

    _see_it_finished(asha, hands, site, course, attempts=[False, True])


@pytest.mark.whole
def test_with_scripts_off(enter: Enter, site: Site, course):
    asha = _at_the_door(enter, site, script=False)
    hands = Plain(asha.page)

    _sign_in(asha, hands)
    _begin(asha, hands)
    met: set[str] = set()
    for number, lesson in enumerate(course):
        new = {question["kind"] for question in lesson["questions"]} - met
        _read_lesson(asha, hands, site, lesson, wrong_first=bool(new), skip=number == 0)
        met |= new
    _take_test(asha, hands, site, right=False)
    _take_test(asha, hands, site, right=True)

    _see_it_finished(asha, hands, site, course, attempts=[False, True])


def test_the_order_buttons_move_and_tell(enter: Enter, site: Site, course):
    lesson, question = next((one, asked) for one in course for asked in one["questions"] if asked["kind"] == "order")
    asha = enter("asha")
    asha.goto(f"/leren/meldcode/{lesson['slug']}/")
    rows = asha.page.locator(f"#vraag-{question['block']} .order-item")
    second = rows.nth(1).locator("[data-order-text]").inner_text()

    rows.nth(1).locator("[data-move='-1']").click()

    expect(rows.nth(0).locator("[data-order-text]")).to_have_text(second)
    expect(rows.nth(0).locator("[data-move='-1']")).to_be_focused()
    expect(asha.page.locator("#meldingen")).to_have_text(f"{second} staat nu op plaats 1 van {rows.count()}")
    asha.page.locator(f"#vraag-{question['block']} button[type=submit]").click()
    expect(asha.page.locator(f"#vraag-{question['block']} .verdict")).to_be_focused()


# --- The scenes -------------------------------------------------------------------------------------


def _at_the_door(enter: Enter, site: Site, **options: bool) -> Visitor:
    """Asha on the sign-in page."""
    person = site.ask(acts.someone, "asha")
    asha = enter(person=person | {"session": ""}, **options)
    asha.goto("/")
    return asha


def _sign_in(asha: Visitor, hands: Mouse) -> None:
    page = asha.page
    hands.fill(
        page.locator("main form"),
        [("text", "login", asha.person["email"]), ("text", "password", asha.person["password"])],
    )
    hands.leave(page.locator("main form button[type=submit]"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Asha")


def _begin(asha: Visitor, hands: Mouse) -> None:
    page = asha.page
    hands.leave(page.get_by_role("link", name="Bekijk de module"))
    hands.leave(page.locator("main form.action button"))


def _read_lesson(
    asha: Visitor, hands: Mouse, site: Site, lesson: dict[str, Any], *, wrong_first: bool, skip: bool
) -> None:
    """Answer everything, write (or pass by) at each prompt, have the cases played, and finish."""
    page = asha.page
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson["title"])
    for question in lesson["questions"]:
        section = page.locator(f"#vraag-{question['block']}")
        for fields in _tries(question, wrong_first):
            hands.answer(section, fields)
        if question["kind"] != "open":
            expect(section).to_have_class(f"question question-{question['kind']} question-is-right")
    for block in lesson["prompts"]:
        prompt = page.locator(f"#spiegel-{block}")
        if skip:
            hands.leave(prompt.get_by_role("button", name="Nu niet"))
            expect(page.get_by_text("Je koos ‘Nu niet’.").first).to_be_visible()
        else:
            hands.write(prompt, WORDS)
    if lesson["cases"]:
        site.ask(acts.play_cases, asha.person["email"], lesson["cases"])
        page.reload()
    hands.leave(page.get_by_role("button", name="Rond deze les af"))


def _tries(question: dict[str, Any], wrong_first: bool) -> Iterator[Any]:
    if wrong_first and question["kind"] != "open":
        yield question["wrong"]
    yield question["right"]


def _take_test(asha: Visitor, hands: Mouse, site: Site, *, right: bool) -> None:
    """Begin a test, answer all of it right or wrong, look it through, hand it in."""
    page = asha.page
    asha.goto("/leren/meldcode/toets/")
    hands.leave(page.get_by_role("button", name="Begin de toets"))
    asked = site.ask(acts.attempt, asha.person["email"])
    for number, question in enumerate(asked, 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Vraag {number} van {len(asked)}")
        hands.fill(page.locator("save-form form"), question["right" if right else "wrong"])
        hands.leave(page.locator("save-form button[type=submit]"))
    expect(page.get_by_text("Je hebt alle vragen beantwoord.")).to_be_visible()
    hands.leave(page.get_by_role("button", name="Lever in"))
    expect(page.locator("#uitslag-titel")).to_have_text("Gehaald" if right else "Nog niet gehaald")


def _see_it_finished(
    asha: Visitor, hands: Mouse, site: Site, course: list[dict[str, Any]], *, attempts: Sequence[bool]
) -> None:
    page = asha.page
    expect(page.get_by_text("Je hebt deze module afgerond.")).to_be_visible()
    hands.leave(page.get_by_role("link", name="Naar de module"))
    expect(page.get_by_text("Afgerond op")).to_be_visible()
    asha.goto("/")
    expect(page.get_by_text("Je bent bij", exact=True)).to_be_visible()
    asha.goto("/spiegel/")
    written = sum(len(lesson["prompts"]) for lesson in course[1:])
    expect(page.locator("article.entry")).to_have_count(written)
    assert site.ask(acts.standing, asha.person["email"]) == {
        "finished": len(course),
        "completed": 1,
        "attempts": attempts,
    }
