"""A visitor: a person's browser window that notices every fault the person would not be told of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

SHELL = Path("/usr/bin/chromium-headless-shell")
"""Chromium without windows: the same engine, and no throttle on what lies behind another window."""
CHROMIUM = SHELL if SHELL.exists() else Path("/usr/bin/chromium")
MISSING = (
    "The journeys need Chromium, and it is not in /usr/bin. Run `make browser` as root, or on Debian: "
    "apt-get install chromium-headless-shell fonts-liberation"
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
WIDE, NARROW, NARROWEST = (1280, 800), (390, 844), (320, 256)
"""NARROWEST is what 400 % zoom leaves of 1280 × 1024."""
_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
_SETTLED = """() => new Promise((done) => {
    for (const animation of document.getAnimations()) { try { animation.finish(); } catch { /* one without an end */ } }
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""
_OVERFLOW = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const clipped = (one) => {
      for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== "visible") return true;
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((one) => one.getBoundingClientRect().right > page.clientWidth + 1 && !clipped(one))
      .map((one) => `${one.tagName.toLowerCase()}.${one.className} to ${Math.round(one.getBoundingClientRect().right)}px`)
      .slice(0, 5);
}"""

_UNFOLD = """() => document.querySelectorAll("main details:not([open])").forEach((one) => {
    one.dataset.unfolded = "";
    one.open = true;
})"""
_FOLD = """() => document.querySelectorAll("[data-unfolded]").forEach((one) => {
    one.open = false;
    delete one.dataset.unfolded;
})"""


@dataclass
class Visitor:
    """One window. `person` is empty for nobody; `faults` fills by itself and fails the test at its end."""

    site: str
    page: Page
    person: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @classmethod
    def enter(
        cls,
        browser: Browser,
        site: str,
        person: dict[str, str] | None = None,
        *,
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        script: bool = True,
        **options: Any,
    ) -> "Visitor":
        """A new browser profile, signed in when `person` has a session."""
        context = browser.new_context(
            base_url=site,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]  light or dark
            java_script_enabled=script,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **options,
        )
        context.set_default_timeout(15_000)
        if person and person.get("session"):
            context.add_cookies([{"name": "sessionid", "value": person["session"], "url": site}])
        context.add_init_script(_SHIFTS)
        visitor = cls(site, context.new_page(), person or {})
        visitor._watch(visitor.page)
        return visitor

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def tab(self) -> "Visitor":
        """Another tab of the same browser; its faults count here too."""
        other = Visitor(self.site, self.context.new_page(), self.person, self.faults, self.expected)
        other._watch(other.page)
        return other

    def goto(self, path: str) -> Response | None:
        return self.page.goto(path)

    def expect(self, *patterns: str) -> None:
        """Faults that belong to this journey, as regular expressions."""
        self.expected += patterns

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(re.search(pattern, fault) for pattern in self.expected)]

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A failed load is told by the request and the response too, with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != urlsplit(self.site).netloc:
            self.faults.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left takes back what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


# --- What is measured -------------------------------------------------------------------------------


def violations(page: Page, *, rules: tuple[str, ...] = (), within: str = "") -> list[str]:
    """What axe finds, one line each. `rules` asks for these alone; `within` is a selector of the parts to look in.

    It waits for a page that is still coming in. Which page that must be, the test says first.
    """
    page.wait_for_load_state()
    if within:
        page.locator(within).first.wait_for(state="attached")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}  # no rule of ours reads stylesheets
    options["runOnly"] = (
        {"type": "rule", "values": list(rules)}
        if rules
        else {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    found = page.evaluate("([within, options]) => axe.run(within || document, options)", [within, options])
    return [
        f"{one['id']}: {node['target'][-1]} {node['html'][:120]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for one in found["violations"]
        for node in one["nodes"]
    ]


Ways = Sequence[tuple[tuple[int, int], str]]
"""Sizes and themes to look in."""
PART: Ways = ((WIDE, "light"), (NARROW, "dark"))
WHOLE: Ways = ((WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark"))


def looked_at(page: Page, within: str = "", ways: Ways = WHOLE) -> list[str]:
    """All that may be wrong with a page as it stands: what axe finds in these ways, and what sticks out at their widths and the narrowest.

    Wide it is looked at as it is, narrow with everything folded opened. `within` selects the parts that axe looks in,
    where the rest was looked at before.
    """
    before = page.viewport_size
    wrong: list[str] = []
    for size in (*dict.fromkeys(at for at, _scheme in ways), NARROWEST):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if size == NARROW:
            page.evaluate(_UNFOLD)
        schemes = [scheme for at, scheme in ways if at == size]
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  light or dark
            page.evaluate(_SETTLED)  # no colour on its way to another
            rules = ("color-contrast",) if scheme != schemes[0] else ()  # the rest does not hang on colours
            wrong += [f"{size[0]} px, {scheme}: {line}" for line in violations(page, rules=rules, within=within)]
        wrong += [f"{size[0]} px, sticks out: {line}" for line in page.evaluate(_OVERFLOW)]
    page.evaluate(_FOLD)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    if before:
        page.set_viewport_size(before)
    return wrong
