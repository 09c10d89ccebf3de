"""Three ways through the same pages: with a mouse, by keyboard alone, and with scripts off. Each fills, presses and waits its own way."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

Fields = Sequence[tuple[str, str, str]]
"""An answer as a form asks it: (way, name, value); ways are radio, on, off, select and text (acts._fields)."""
_FOCUS = """target => {
    const at = document.activeElement;
    const drawn = (one) => [null, "::before", "::after"].some((part) => {
      const style = getComputedStyle(one, part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && style.content !== "none";
    });
    let seen = at === document.body;
    for (let one = at, up = 0; one && up < 3 && !seen; one = one.parentElement, up++) seen = drawn(one);
    const group = (one) => one.type === "radio" ? one.name + one.form?.action : one;
    return {
      hit: at === target || (target.type === "radio" && at.type === "radio" && group(at) === group(target)),
      seen,
      what: at.outerHTML.slice(0, 160),
    };
}"""
_BEHIND = "target => !!(document.activeElement.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING)"


class Mouse:
    """Clicks where a person would."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Follow a link or press a button."""
        target.click()

    def fill(self, form: Locator, fields: Fields) -> None:
        for way, name, value in fields:
            self._fill_one(form, way, name, value)

    def _fill_one(self, form: Locator, way: str, name: str, value: str) -> None:
        if way in {"radio", "on", "off"}:
            form.locator(f'[name="{name}"][value="{value}"]').set_checked(way != "off")
        elif way == "select":
            form.locator(f'select[name="{name}"]').select_option(value)
        else:
            form.locator(f'[name="{name}"]').fill(value)

    def leave(self, target: Locator) -> None:
        """Press what leads to another page, and wait until that is there."""
        with self.page.expect_navigation():
            self.press(target)

    def answer(self, question: Locator, fields: Fields) -> None:
        """Answer, and wait for the feedback; the focus must have gone to it."""
        self.fill(question, fields)
        self._settle(question)

    def _settle(self, question: Locator) -> None:
        with self.page.expect_response(lambda reply: reply.request.method == "POST"):
            self.press(question.locator("button[type=submit]"))
        expect(question.locator(".verdict")).to_be_focused()
        expect(question.locator("[data-save-state]")).to_contain_text("Opgeslagen om")

    def write(self, prompt: Locator, text: str) -> None:
        """Write in the mirror, and wait until it is kept."""
        self.fill(prompt, [("text", "text", text)])
        with self.page.expect_response(lambda reply: reply.request.method == "POST"):
            self.press(prompt.locator(".prompt-buttons button"))
        expect(prompt.locator(".prompt-saved")).to_be_focused()

    def take(self, taken: str) -> None:
        """Take one step of a case, a choice's key or an aside's with @ before it, and wait for what comes of it."""
        form = self.page.locator("form.play-form")
        name, value = ("aside", taken[1:]) if taken.startswith("@") else ("choice", taken)
        button = form.locator(f'button[name="{name}"][value="{value}"]')
        if not button.count():
            self.fill(form, [("radio", "choice", value)])
            button = form.get_by_role("button", name="Doe dit")
        self._step(button)

    def _step(self, button: Locator) -> None:
        scene = self.page.locator("#scene").element_handle()
        self.press(button)
        self.page.wait_for_function("scene => !scene.isConnected", arg=scene)
        expect(self.page.locator("#scene [data-focus]")).to_be_focused()


class Keyboard(Mouse):
    """Tab, Space, Enter, arrows and letters; wherever the focus comes, it must be seen."""

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def reach(self, target: Locator) -> None:
        """Tab until the focus is there (for a radio: on its group), back where it lies behind."""
        element = target.element_handle()
        key = "Shift+Tab" if self.page.evaluate(_BEHIND, element) else "Tab"
        for _step in range(600):
            self.page.keyboard.press(key)
            focus = self.page.evaluate(_FOCUS, element)
            assert focus["seen"], f"The focus cannot be seen on {focus['what']}"
            if focus["hit"]:
                return
        raise AssertionError(f"{key} never reaches {target}")

    def _fill_one(self, form: Locator, way: str, name: str, value: str) -> None:
        keyboard = self.page.keyboard
        if way == "radio":
            target = form.locator(f'[name="{name}"][value="{value}"]')
            self.reach(target)
            keyboard.press("Space")
            for _step in range(12):
                if target.is_checked():
                    return
                keyboard.press("ArrowDown")
            raise AssertionError(f"The arrows never choose {target}")
        if way in {"on", "off"}:
            target = form.locator(f'[name="{name}"][value="{value}"]')
            if target.is_checked() != (way == "on"):
                self.reach(target)
                keyboard.press("Space")
        elif way == "select":
            target = form.locator(f'select[name="{name}"]')
            place = target.evaluate("(list, value) => [...list.options].findIndex((one) => one.value === value)", value)
            self.reach(target)
            keyboard.press("Home")
            for _step in range(place):
                keyboard.press("ArrowDown")
            assert target.input_value() == value
        else:
            self.reach(form.locator(f'[name="{name}"]'))
            keyboard.press("ControlOrMeta+A")
            keyboard.insert_text(value)


class Plain(Mouse):
    """With scripts off: every press is a page."""

    def _settle(self, question: Locator) -> None:
        identity = question.get_attribute("id")
        self.leave(question.locator("button[type=submit]"))
        expect(self.page.locator(f"#{identity} .verdict")).to_be_visible()
        back = self.page.get_by_role("link", name="Terug naar de les")
        if back.count():
            self.leave(back)

    def _step(self, button: Locator) -> None:
        self.leave(button)

    def write(self, prompt: Locator, text: str) -> None:
        self.fill(prompt, [("text", "text", text)])
        self.leave(prompt.locator(".prompt-buttons button"))
        expect(self.page.get_by_text("Je schreef hier al over.").first).to_be_visible()
