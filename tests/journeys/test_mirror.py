"""Writing in the mirror in a real browser: whatever goes away meanwhile, what was typed is there."""

import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.hands import Keyboard, Mouse, Plain
from tests.journeys.stage import Site, running_site

PAGE = "/spiegel/vraag/3/schrijven/"
WORDS = "Ik schoof het gesprek twee keer op, en merkte het pas later.\nDe tweede regel."
MORE = f"{WORDS} En dit kwam erbij."
AWAY = "Geen verbinding. Je tekst staat versleuteld op dit apparaat en wordt straks verstuurd."
KEPT = "Concept bewaard om"
_DEVICE = """async () => {
    const open = indexedDB.open("leerspiegel");
    const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    if (!database.objectStoreNames.contains("drafts")) return { rows: 0, key: null, text: "" };
    const all = (name) => new Promise((done) => {
      const request = database.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => done(request.result);
    });
    const rows = await all("drafts"), [key] = await all("keys");
    const text = rows.map((row) => new TextDecoder("latin1").decode(row.data)).join(" ");
    database.close();
    return { rows: rows.length, text, key: key && { extractable: key.extractable, type: key.type } };
}"""


def field(page: Page) -> Locator:
    return page.locator("#schrijf textarea[name=text]")


def line(page: Page) -> Locator:
    return page.locator("#schrijf [data-save-state]")


def device(page: Page) -> dict:
    return page.evaluate(_DEVICE)


def waits_here(page: Page) -> None:
    """Until the device holds what was typed."""
    for _ in range(50):
        if device(page)["rows"]:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The device kept nothing.")


def cut(visitor: Visitor) -> None:
    """The network goes away, in every tab."""
    visitor.expect("request failed: .*ERR_INTERNET_DISCONNECTED")
    visitor.context.set_offline(True)


def mend(visitor: Visitor) -> None:
    visitor.context.set_offline(False)


def leave(page: Page) -> None:
    """Leave for a page that needs no network, whatever this one asks first."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")


@pytest.fixture
def asha(enter: Enter) -> Visitor:
    visitor = enter("asha")
    visitor.goto(PAGE)
    return visitor


def drafts(site: Site, visitor: Visitor) -> list[str]:
    return [text.replace("\r\n", "\n") for text in site.ask(acts.drafts, visitor.person["email"])]


# --- Whatever goes away -------------------------------------------------------------------------------


def test_what_is_typed_keeps_itself_and_the_device_lets_go(site: Site, asha: Visitor):
    field(asha.page).fill(WORDS)
    expect(line(asha.page)).to_contain_text(KEPT)
    assert drafts(site, asha) == [WORDS]
    assert device(asha.page)["rows"] == 0


def test_what_was_typed_before_the_scripts_came_keeps_itself(site: Site, asha: Visitor):
    held: list[Route] = []
    asha.context.route("**/keep-draft*.js", lambda route: held.append(route))  # noqa: PLW0108  a bound method takes no mark
    asha.page.goto(asha.site + PAGE, wait_until="commit")
    field(asha.page).fill(WORDS)
    assert len(held) == 1
    held[0].continue_()
    expect(line(asha.page)).to_contain_text(KEPT)
    assert drafts(site, asha) == [WORDS]


def test_the_network_cut_while_typing(site: Site, asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    expect(line(asha.page)).to_have_text(AWAY)
    mend(asha)
    expect(line(asha.page)).to_contain_text(KEPT)
    assert drafts(site, asha) == [WORDS]


def test_a_reload_without_a_network(site: Site, asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    waits_here(asha.page)
    asha.page.on("dialog", lambda dialog: dialog.accept())
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        asha.page.reload()
    mend(asha)  # whether the site got it as the page went or the device kept it: test_a_closed_tab tells these apart
    asha.goto(PAGE)
    expect(field(asha.page)).to_have_value(WORDS)
    expect(line(asha.page)).to_contain_text(re.compile("Concept bewaard om|Dit is een concept"))
    assert drafts(site, asha) == [WORDS]


def test_a_reload_right_after_typing(site: Site, asha: Visitor):
    asha.page.on("dialog", lambda dialog: dialog.accept())
    field(asha.page).press_sequentially("Ik schoof het op")
    waits_here(asha.page)
    asha.page.reload()
    expect(field(asha.page)).to_have_value("Ik schoof het op")


@pytest.mark.whole
def test_a_closed_tab(site: Site, asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    waits_here(asha.page)
    asha.page.close()
    mend(asha)
    assert drafts(site, asha) == []
    again = asha.tab()
    again.goto(PAGE)
    expect(field(again.page)).to_have_value(WORDS)


@pytest.fixture
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, to kill."""
    with running_site(tmp_path_factory.mktemp("frail") / "data", content=False) as running:
        yield running


@pytest.mark.whole
def test_the_server_killed_while_typing(enter: Enter, frail: Site):
    asha = enter("asha", at=frail)
    asha.expect("request failed", "ERR_", r"\b50[0-9]: ")
    asha.goto(PAGE)
    field(asha.page).fill(WORDS)
    expect(line(asha.page)).to_contain_text(KEPT)
    frail.server.kill()
    field(asha.page).fill(MORE)
    waits_here(asha.page)
    frail.server.start()
    expect(line(asha.page)).to_contain_text(KEPT, timeout=45_000)
    assert drafts(frail, asha) == [MORE]
    asha.page.reload()
    expect(field(asha.page)).to_have_value(MORE)


@pytest.mark.parametrize("way", [pytest.param("in another tab", marks=pytest.mark.whole), "on the same page"])
def test_the_sign_in_expired_while_typing(enter: Enter, site: Site, way: str):
    person = site.ask(acts.someone, "asha")
    asha = enter(person=person)
    asha.expect("403: POST")  # the token of before the new sign-in, once
    asha.goto(PAGE)
    site.ask(acts.sign_out_everywhere, person["email"])
    field(asha.page).fill(WORDS)
    expect(line(asha.page)).to_contain_text("Je bent uitgelogd.")
    assert drafts(site, asha) == []

    page = asha.page
    if way == "in another tab":
        with asha.context.expect_page() as opened:
            line(page).get_by_role("link").click()
        sign_in(opened.value, person)
        page.bring_to_front()
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    else:
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        sign_in(page, person)
    expect(field(page)).to_have_value(WORDS)
    expect(line(page)).to_contain_text(KEPT, timeout=20_000)
    assert drafts(site, asha) == [WORDS]


def sign_in(page: Page, person: dict[str, str]) -> None:
    page.locator("[name=login]").fill(person["email"])
    page.locator("[name=password]").fill(person["password"])
    page.locator("main form button[type=submit]").first.click()


# --- Two at once ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "stands", "left"),
    [
        pytest.param(
            "Ga verder met deze", "Van de laptop.", {"Van de laptop.", "Van de telefoon."}, marks=pytest.mark.whole
        ),
        pytest.param(
            "Ga verder met de andere",
            "Van de telefoon.",
            {"Van de laptop.", "Van de telefoon."},
            marks=pytest.mark.whole,
        ),
        ("Zet ze onder elkaar", "Van de telefoon.\n\nVan de laptop.", {"Van de telefoon.\n\nVan de laptop."}),
    ],
)
def test_two_tabs_on_one_text_lose_neither(site: Site, asha: Visitor, choice: str, stands: str, left: set[str]):
    asha.expect("409: POST")
    field(asha.page).fill("Samen begonnen.")
    expect(line(asha.page)).to_contain_text(KEPT)
    phone = asha.tab()
    phone.goto(PAGE)
    expect(field(phone.page)).to_have_value("Samen begonnen.")
    field(phone.page).fill("Van de telefoon.")
    expect(line(phone.page)).to_contain_text(KEPT)

    field(asha.page).fill("Van de laptop.")
    clash = asha.page.locator(".draft-clash")
    expect(clash).to_be_visible()
    expect(line(asha.page)).to_contain_text(KEPT)
    assert set(drafts(site, asha)) == {"Van de laptop.", "Van de telefoon."}
    clash.get_by_text("Lees de andere tekst").click()
    expect(clash.locator("[data-other]")).to_have_text("Van de telefoon.")
    clash.get_by_role("button", name=choice, exact=True).click()
    expect(clash).to_be_hidden()
    expect(field(asha.page)).to_have_value(stands)
    for _ in range(50):
        if set(drafts(site, asha)) == left:
            break
        asha.page.wait_for_timeout(100)
    assert set(drafts(site, asha)) == left


@pytest.mark.whole
def test_what_another_tab_saved_for_good_is_told_and_this_text_becomes_another(site: Site, asha: Visitor):
    asha.expect("409: POST")
    field(asha.page).fill(WORDS)
    expect(line(asha.page)).to_contain_text(KEPT)
    other = asha.tab()
    other.goto(PAGE)
    other.page.get_by_role("button", name="Bewaar in mijn spiegel").click()
    expect(other.page.locator(".prompt-saved")).to_be_visible()

    field(asha.page).fill(MORE)
    expect(asha.page.locator(".draft-saved")).to_be_visible()
    expect(line(asha.page)).to_contain_text(KEPT)
    assert drafts(site, asha) == [MORE]
    assert len(site.ask(acts.entries, asha.person["email"])) == 1


# --- On the device ------------------------------------------------------------------------------------------


def test_what_waits_on_the_device_is_sealed_under_a_key_that_cannot_be_taken_out(asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    waits_here(asha.page)
    held = device(asha.page)
    assert held["rows"] == 1
    assert "schoof" not in held["text"]
    assert held["key"] == {"extractable": False, "type": "secret"}


@pytest.mark.whole
def test_a_shared_device_keeps_nothing(asha: Visitor):
    asha.page.get_by_text("Wat dit apparaat bewaart").click()
    asha.page.get_by_label("Dit is een gedeeld apparaat").check()
    cut(asha)
    field(asha.page).fill(WORDS)
    expect(line(asha.page)).to_have_text("Nog niet opgeslagen: geen verbinding. We proberen het zo opnieuw.")
    assert device(asha.page)["rows"] == 0
    leave(asha.page)
    mend(asha)
    asha.goto(PAGE)
    asha.page.get_by_text("Wat dit apparaat bewaart").click()
    expect(asha.page.get_by_label("Dit is een gedeeld apparaat")).to_be_checked()


@pytest.mark.whole
def test_signing_out_empties_the_device(asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    waits_here(asha.page)
    leave(asha.page)
    mend(asha)
    asha.goto("/spiegel/")
    assert device(asha.page)["rows"] == 1
    asha.page.locator(".person-menu summary").click()
    asha.page.get_by_role("button", name="Uitloggen").click()
    asha.page.wait_for_url("**/accounts/login/**")
    assert device(asha.page)["rows"] == 0


@pytest.mark.whole
def test_after_seven_days_the_device_lets_go(asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    waits_here(asha.page)
    asha.page.close()
    mend(asha)
    later = asha.tab()
    later.page.add_init_script("const now = Date.now; Date.now = () => now() + 8 * 24 * 3600 * 1000;")
    later.goto(PAGE)
    expect(field(later.page)).to_have_value("")
    later.page.wait_for_timeout(500)
    assert device(later.page)["rows"] == 0
    assert field(later.page).input_value() == ""


@pytest.mark.whole
def test_the_next_person_on_this_device_does_not_meet_it(enter: Enter, site: Site, asha: Visitor):
    cut(asha)
    field(asha.page).fill(WORDS)
    waits_here(asha.page)
    leave(asha.page)
    mend(asha)
    ben = site.ask(acts.someone, "ben")
    asha.context.add_cookies([{"name": "sessionid", "value": ben["session"], "url": site.url}])
    asha.goto(PAGE)
    expect(asha.page.locator("device-note")).to_be_visible()  # the scripts are at work
    asha.page.wait_for_timeout(500)
    expect(field(asha.page)).to_have_value("")
    expect(line(asha.page)).to_have_text("")
    assert device(asha.page)["rows"] == 1


# --- To the end --------------------------------------------------------------------------------------------


@pytest.mark.whole
def test_from_the_first_letter_to_looking_back_with_the_keyboard_alone(enter: Enter, site: Site):
    asha = enter("asha")
    page = asha.page
    asha.goto(PAGE)
    field(page).focus()
    page.keyboard.type("Ik stelde het uit.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ik belde eerst.")
    press(page, "Bewaar in mijn spiegel")
    expect(page.locator(".prompt-saved")).to_have_text("Bewaard in je spiegel")
    assert site.ask(acts.drafts, asha.person["email"]) == []
    tab_to(page, "#id_when")
    page.keyboard.type("Als ik een gesprek verzet")
    page.keyboard.press("Tab")
    page.keyboard.type("bel ik eerst een collega")
    press(page, "Bewaar mijn voornemen")
    expect(page.locator(".resolve")).to_be_visible()
    site.ask(acts.intentions_due, asha.person["email"])
    asha.goto("/")
    press(page, "Je voornemen bij Kind: hoe ging het?")
    expect(page.get_by_role("heading", name="Hoe ging het?")).to_be_visible()
    tab_to(page, "[name=outcome]")
    page.keyboard.press("Space")
    press(page, "Bewaar")
    expect(page.get_by_text("Het lukte").first).to_be_visible()
    asha.goto("/")
    expect(page.get_by_text("hoe ging het?")).to_have_count(0)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard does not come to {selector}.")


def press(page: Page, name: str) -> None:
    """Tab to a link or button by its words, and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The keyboard does not come to ‘{name}’.")


@pytest.mark.whole
def test_without_scripts_a_draft_an_entry_and_an_intention(enter: Enter, site: Site):
    asha = enter("asha", script=False)
    page = asha.page
    asha.goto(PAGE)
    field(page).fill(WORDS)
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_text("Je concept is bewaard.")).to_be_visible()
    expect(field(page)).to_have_value(WORDS)
    page.get_by_role("button", name="Bewaar in mijn spiegel").click()
    expect(page.locator(".entry-words").first).to_contain_text("De tweede regel.")
    page.locator("#id_when").fill("Als ik twijfel")
    page.locator("#id_then").fill("zeg ik dat hardop")
    page.get_by_role("button", name="Bewaar mijn voornemen").click()
    expect(page.locator(".resolve")).to_contain_text("zeg ik dat hardop")
    assert drafts(site, asha) == []


def test_a_prompt_in_a_lesson_keeps_itself_and_leaves_no_draft_once_saved(enter: Enter, site: Site):
    lesson = next(one for one in site.ask(acts.course) if one["prompts"])
    asha = enter("asha")
    asha.goto(f"/leren/meldcode/{lesson['slug']}/")
    prompt = asha.page.locator(f"#spiegel-{lesson['prompts'][0]}")
    prompt.locator("textarea").fill(WORDS)
    expect(prompt.locator("[data-save-state]")).to_contain_text(KEPT)
    asha.page.reload()
    expect(prompt.locator("textarea")).to_have_value(WORDS)
    asha.goto("/")
    asha.page.get_by_role("link", name="Je concept bij").click()
    asha.page.get_by_role("link", name="Schrijf verder").click()
    expect(prompt.locator("textarea")).to_have_value(WORDS)
    prompt.get_by_role("button", name="Bewaar").click()
    expect(prompt.locator(".prompt-saved")).to_be_visible()
    assert drafts(site, asha) == []
    assert len(site.ask(acts.entries, asha.person["email"])) == 1


def test_a_draft_of_another_device_is_there_once_one_begins_to_write(enter: Enter, site: Site):
    """A lesson asks the site for nothing where this device kept no draft; whoever goes into the field is given what stands there."""
    lesson = next(one for one in site.ask(acts.course) if one["prompts"])
    person = site.ask(acts.someone, "asha")
    phone, laptop = enter(person=person), enter(person=person)
    asked = []
    laptop.page.on("request", lambda request: asked.append(request.url) if "/concept/" in request.url else None)
    for one in (laptop, phone):
        one.goto(f"/leren/meldcode/{lesson['slug']}/")
    prompt = f"#spiegel-{lesson['prompts'][0]}"
    phone.page.locator(f"{prompt} textarea").fill(WORDS)
    expect(phone.page.locator(f"{prompt} [data-save-state]")).to_contain_text(KEPT)
    assert asked == []
    laptop.page.locator(f"{prompt} textarea").focus()
    expect(laptop.page.locator(f"{prompt} textarea")).to_have_value(WORDS)


@pytest.mark.whole
def test_a_late_draft_does_not_come_after_the_entry(site: Site, asha: Visitor):
    """A draft that was on its way when the entry was saved changes nothing."""
    asha.expect("409: POST")
    held: list[Route] = []
    asha.context.route("**/spiegel/concept/*-*/", lambda route: held.append(route))  # noqa: PLW0108  a bound method takes no mark
    field(asha.page).fill(WORDS)
    for _ in range(50):
        if held:
            break
        asha.page.wait_for_timeout(100)
    asha.page.get_by_role("button", name="Bewaar in mijn spiegel").click()
    expect(asha.page.locator(".prompt-saved")).to_be_visible()
    number = held[0].request.url.rstrip("/").rsplit("/", 1)[1]
    uuid.UUID(number)
    body, headers = held[0].request.post_data_buffer, held[0].request.headers
    asha.context.unroute("**/spiegel/concept/*-*/")
    late = asha.context.request.post(held[0].request.url, data=body, headers={"Content-Type": headers["content-type"]})
    assert late.status in {403, 409}
    assert drafts(site, asha) == []
    assert site.ask(acts.written_texts, asha.person["email"])[0].replace("\r\n", "\n") == WORDS


# --- From writing to taking along, by keyboard and without scripts ---------------------------------------


@pytest.mark.parametrize(
    "hand",
    [pytest.param(Keyboard, id="by keyboard"), pytest.param(Plain, id="without scripts", marks=pytest.mark.whole)],
)
def test_writing_sharing_withdrawing_searching_and_taking_along(enter: Enter, site: Site, hand: type[Mouse]):
    town = "Gemeente Hand in hand"
    asha, ben = (enter(person=site.ask(acts.someone, name, town), script=hand is not Plain) for name in ("asha", "ben"))
    page, hands, bens = asha.page, hand(asha.page), hand(ben.page)
    colleague = site.ask(acts.number_of, ben.person["email"])

    asha.goto("/spiegel/")
    hands.leave(page.get_by_role("link", name="3 Kind"))
    hands.leave(page.get_by_role("link", name="Schrijf bij deze vraag"))
    form = page.locator("#schrijf form.write")
    hands.press(page.get_by_text("Kijk er van drie kanten naar"))
    hands.fill(form, [("text", "text", WORDS), ("text", "personal", "Ik vond het spannend.")])
    hands.press(page.get_by_text("Waar sta je nu, volgens jezelf?"))
    hands.fill(form, [("radio", "rating", "4"), ("text", "minutes", "20")])
    hands.leave(page.get_by_role("button", name="Bewaar in mijn spiegel"))
    expect(page.locator(".entry-words")).to_contain_text(["De tweede regel.", "Ik vond het spannend."])
    expect(page.get_by_text("4 van 5")).to_be_visible()

    hands.leave(page.get_by_role("link", name="Deel met een collega"))
    hands.fill(page.locator("form.form"), [("select", "person", colleague)])
    hands.leave(page.get_by_role("button", name="Deel", exact=True))
    expect(page.get_by_role("heading", name="Met Ben")).to_be_visible()
    ben.goto("/")
    bens.leave(ben.page.get_by_role("link", name="Gedeeld met jou: 1 tekst"))
    bens.leave(ben.page.locator(".share-list-title a").first)
    expect(ben.page.locator(".entry-words").first).to_contain_text("De tweede regel.")
    reply = ben.page.locator("form.share-reply")
    bens.fill(reply, [("text", "text", "Dat herken ik.")])
    bens.press(reply.get_by_role("button", name="Reageer"))
    expect(ben.page.locator(".share-comment-words")).to_have_text("Dat herken ik.")

    page.reload()
    expect(page.locator(".share-comment-words")).to_have_text("Dat herken ik.")
    hands.leave(page.get_by_role("button", name="Stop met delen"))
    expect(page.get_by_text("Je stopte met delen op")).to_be_visible()
    ben.expect("404: GET")
    ben.page.reload()
    expect(ben.page.locator(".entry-words")).to_have_count(0)

    asha.goto("/spiegel/")
    hands.leave(page.get_by_role("navigation", name="In je spiegel").get_by_role("link", name="Zoeken"))
    hands.fill(page.locator("form.search-form"), [("text", "woorden", "tweede regel")])
    hands.leave(page.get_by_role("button", name="Zoek", exact=True))
    expect(page.locator("mark").first).to_have_text("tweede")
    hands.leave(page.get_by_role("navigation", name="In je spiegel").get_by_role("link", name="Meenemen"))
    hands.fill(page.locator("form.take-form"), [("radio", "form", "mirror-markdown")])
    hands.leave(page.get_by_role("button", name="Maak het bestand"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Je spiegel als tekst (Markdown)")
    hands.leave(page.get_by_role("link", name="Terug"))
    hands.leave(page.get_by_role("link", name="Zet alles op één pagina om te printen"))
    expect(page.locator(".paper-words").first).to_contain_text("De tweede regel.")
