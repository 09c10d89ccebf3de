"""A trainer's script: from nothing to a published module without leaving the studio, and what a learner then finds."""

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site

AUTOSAVE = r"400: POST .*/(add|edit)/"
"""As in test_studio.py: a draft that misses a field is not kept yet."""
WHY = "Want dat zag je met je eigen ogen."
TICK = ""
_SINGLE = {
    "options__0__value__text": "Een dunne jas", "options__0__value__correct": TICK, "options__0__value__feedback": WHY,
    "options__1__value__text": "Armoede", "options__1__value__feedback": "Dat vul je in.",
}  # fmt: skip
QUESTIONS: list[tuple[str, str, dict[str, str]]] = [
    ("Wat zag je", "Eén antwoord", _SINGLE),
    ("Wat hoorde je", "Eén antwoord", _SINGLE),
    (
        "Wat telt mee", "Meer antwoorden",
        _SINGLE | {"options__2__value__text": "Wat oma zei", "options__2__value__correct": TICK, "options__2__value__feedback": WHY},
    ),
    ("Hoe laat is het", "Getal", {"answer": "5", "feedback_low": "Later.", "feedback_high": "Eerder."}),
    ("Wat doe je", "Volgorde", {f"items__{n}__value__{name}": f"{name} {n}" for n in range(3) for name in ("text", "feedback")}),
]  # fmt: skip
"""Title, kind, and what is typed; what is empty is ticked."""


class Studio:
    """Edith's hands: the menus, the choosers and the add buttons that she sees."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def menu(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name, exact=True).click()

    def title(self, words: str) -> None:
        self.page.locator("[name=title]").press_sequentially(words)
        self.page.keyboard.press("Tab")

    def fill(self, **fields: str) -> None:
        """Fields by their names, as Wagtail numbers them; two lines make a dash."""
        for name, value in fields.items():
            self.page.locator(f"[name={name.replace('__', '-')}]").fill(value)

    def add(self, field: str, name: str) -> None:
        """Add a block at the end of a field, by its plus and the list that opens."""
        self.page.locator(f"[data-contentpath={field}] .c-sf-add-button").last.click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def choose(self, field: str, button: str, title: str) -> None:
        """Choose by name in the window that the last chooser of a field opens."""
        self.page.locator(f"[data-contentpath={field}]").get_by_role("button", name=button).last.click()
        window = self.page.locator(".modal-content")
        window.get_by_role("link", name=title, exact=True).first.click()
        expect(self.page.locator(f"[data-contentpath={field}]").get_by_text(title).last).to_be_visible()

    def publish(self) -> None:
        self.page.locator("footer.footer [data-w-dropdown-target=toggle]").click()
        shown = "footer.footer :is(a, button):visible, .tippy-box :is(a, button):visible"
        self.page.locator(shown).filter(has_text="Publiceren").first.click()

    def says(self, words: str) -> None:
        expect(self.page.locator(".messages").get_by_text(words).first).to_be_visible()


def _questions(studio: Studio) -> list[str]:
    """Five of four kinds, each published in the question bank. Answers their titles."""
    for title, kind, fields in QUESTIONS:
        studio.menu("Vragenbank")
        studio.page.get_by_role("link", name="Vraag toevoegen").click()
        studio.title(title)
        studio.fill(stem=f"{title}: wat klopt?")
        studio.add("body", kind)
        studio.fill(**{f"body__0__value__{name}": value for name, value in fields.items() if value})
        for name in [name for name, value in fields.items() if not value]:
            studio.page.locator(f"[name=body-0-value-{name.replace('__', '-')}]").check()
        studio.publish()
        studio.says(f"Vraag '{title}' aangemaakt en gepubliceerd.")
    return [title for title, _kind, _fields in QUESTIONS]


def _lesson(studio: Studio, title: str, questions: list[str], case: str) -> None:
    """A lesson from the module's own form, and back to it."""
    page = studio.page
    page.get_by_role("link", name="Maak een les").click()
    studio.title(title)
    studio.fill(summary="Eerst zien, dan denken.", minutes="10")
    studio.add("body", "Tekst")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.type("Je ziet een jas die te dun is. Je vraagt wat er is.")
    expect(page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")
    page.wait_for_load_state("networkidle")  # Wagtail turns the form of a new page into that of a kept one
    for question in questions:
        studio.add("body", "Vraag")
        studio.choose("body", "Kies vraag", question)
    if case:
        studio.add("body", "Casus")
        studio.choose("body", "Kies", case)
    studio.publish()
    studio.says("gepubliceerd")
    studio.says("Deelnemers zien deze les zodra je ook de module ‘Rustig kijken’ publiceert.")
    page.get_by_role("link", name="Open de module").click()


@pytest.mark.whole
def test_a_first_module_from_nothing_to_a_learner_who_begins_its_test(enter: Enter, site: Site):
    """One story, too long to tell in parts: each step stands on the one before."""
    edith, asha = (enter(name, person=site.ask(acts.someone, name, "Gemeente Nieuwland")) for name in ("edith", "asha"))
    edith.expect(AUTOSAVE)
    write_module(edith, site.ask(acts.a_case))
    learn_it(asha)


def write_module(edith: Visitor, case: str) -> None:
    page, studio = edith.page, Studio(edith.page)
    edith.goto("/studio/")
    titles = _questions(studio)
    edith.goto("/studio/")
    page.get_by_role("link", name="Maak je eerste module").click()
    page.get_by_role("link", name="Maak een lege module").click()
    studio.title("Rustig kijken")
    studio.fill(summary="Wat zie je, en wat vul je zelf in?", minutes="25")
    page.get_by_label("Thema").select_option("Van je eigen organisatie")
    studio.publish()
    studio.says("Publiceer eerst minstens één les.")
    _lesson(studio, "Zien of invullen", titles[:3], "")
    _lesson(studio, "En dan vragen", titles[3:], case)
    expect(page.locator(".studio-list").get_by_text("gepubliceerd", exact=True)).to_have_count(2)
    for title in titles:
        studio.add("test_questions", "Vraag")
        studio.choose("test_questions", "Kies vraag", title)
    page.locator("[data-contentpath=goals] .c-sf-add-button").click()
    studio.fill(goals__0__value="Je zegt wat je zag, zonder het in te vullen.")
    studio.publish()
    studio.says("Deelnemers vinden deze module nu bij Leren.")


def learn_it(asha: Visitor) -> None:
    page = asha.page
    asha.goto("/leren/")
    page.get_by_role("link", name="Rustig kijken").first.click()
    page.get_by_role("link", name="Zien of invullen").first.click()
    question = page.locator("form.question, .question").first
    question.get_by_label("Een dunne jas").check()
    question.locator("button[type=submit]").click()
    expect(question.locator(".verdict")).to_contain_text("Dat klopt")
    asha.goto("/leren/rustig-kijken/toets/")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("button", name="Bewaar en ga verder")).to_be_visible()


# --- Publishing while the draft keeps itself ----------------------------------------------------------


@pytest.mark.whole
def test_what_is_published_at_once_is_made_once_and_leaves_no_older_draft(enter: Enter, site: Site):
    edith = enter("edith")
    edith.expect(AUTOSAVE)
    made = site.ask(acts.make_studio, edith.person["organisation"])
    page, studio, sent = edith.page, Studio(edith.page), list[str]()

    def slowly(route: Route) -> None:
        """A draft that is kept late, and a publication that is underway for longer than the editor waits before it keeps one."""
        by_itself = route.request.headers.get("accept") == "application/json"
        sent.append("keeps" if by_itself else "publishes")
        if not by_itself:
            page.wait_for_timeout(1500)
        reply = route.fetch(max_redirects=0)
        if by_itself:
            page.wait_for_timeout(1000)
            sent.append("kept")
        route.fulfill(response=reply)

    edith.goto(f"/studio/pages/{made['lesson']}/edit/")
    page.route(
        lambda address: "/pages/" in address,
        lambda route: slowly(route) if route.request.method == "POST" else route.continue_(),
    )
    page.locator("[name=summary]").fill("Eerst kijken, dan pas duiden.")
    studio.publish()
    expect(page.locator(".messages").get_by_text("gepubliceerd").first).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Open de module").click()
    page.get_by_role("link", name="Maak een les").click()
    studio.title("Wat je hoort")
    studio.fill(summary="Luisteren.", minutes="5")
    studio.add("body", "Tekst")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.type("Je hoort wat iemand zegt.")
    studio.publish()
    expect(page.locator(".messages").get_by_text("gepubliceerd").first).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Open de module").click()
    listed = page.locator(".studio-list")
    expect(listed.get_by_role("link", name="Wat je hoort")).to_have_count(1)
    expect(listed.get_by_text("met wijzigingen")).to_have_count(0)
    told = " ".join(sent)
    assert told.count("publishes") == 2
    assert "keeps publishes" not in told  # none is underway when the form goes
    assert not told.split("publishes")[-1].strip()


# --- Leaving the editor -----------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["lesson", pytest.param("question", marks=pytest.mark.whole)])
def test_words_that_are_not_kept_yet_are_left_only_after_asking(enter: Enter, site: Site, place: str):
    edith = enter("edith")
    made = site.ask(acts.make_studio, edith.person["organisation"])
    page, asked = edith.page, list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    field, to = {
        "lesson": ("[name=summary]", f"/studio/pages/{made['lesson']}/edit/"),
        "question": ("[name=stem]", f"/studio/snippets/cms/question/edit/{made['question']}/"),
    }[place]
    words = "Eerst kijken, dan pas duiden."
    edith.goto(to)
    page.locator(f"{field}, [contenteditable=true]").last.click()  # of a lesson its text, whose editor writes by itself
    _leave(page)
    page.wait_for_url("**/studio/account/")
    assert asked == []  # looking around is no writing

    edith.goto(to)
    page.locator(field).fill("")
    page.locator(field).press_sequentially(words)
    _leave(page)
    expect(page.locator(field)).to_have_value(words)
    assert asked == ["beforeunload"]

    expect(page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")
    _leave(page)
    page.wait_for_url("**/studio/account/")
    assert asked == ["beforeunload"]
    edith.goto(to)
    expect(page.locator(field)).to_have_value(words)


def _leave(page: Page) -> None:
    """As a bookmark does; the answer to the question is given by then."""
    page.evaluate("setTimeout(() => location.assign('/studio/account/'))")
    page.wait_for_timeout(200)
