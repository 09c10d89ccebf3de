"""What a page costs: bytes and requests over the wire, what comes back on a second visit, and whether anything jumps."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys import acts
from tests.journeys.browser import NARROW, WIDE, Visitor
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site

MOST_BYTES, MOST_REQUESTS, MOST_SHIFT = 60 * 1024, 12, 0.01
"""Of a first visit to a lesson without pictures; and of any page while it loads and is scrolled."""
MIRROR = (
    "vraag/3",
    "vraag/3/schrijven",
    "vraag/6/schrijven",
    "tijdlijn",
    "voornemens",
    "zoeken",
    "gedeeld",
    "meenemen",
)


@dataclass
class Wire:
    """What the browser's own network data says, request by request, while it is listened to."""

    urls: dict[str, str] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)
    bytes: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, visitor: Visitor) -> "Wire":
        wire, session = cls(), visitor.context.new_cdp_session(visitor.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda e: wire.urls.update({e["requestId"]: e["request"]["url"]}))
        session.on("Network.requestServedFromCache", lambda e: wire.cached.add(e["requestId"]))
        session.on("Network.responseReceived", wire._received)
        session.on("Network.loadingFinished", lambda e: wire.bytes.update({e["requestId"]: e["encodedDataLength"]}))
        return wire

    def _received(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])

    @property
    def travelled(self) -> dict[str, int]:
        """Address → bytes of what came over the wire."""
        return {
            self.urls[one]: round(size)
            for one, size in self.bytes.items()
            if one in self.urls and one not in self.cached and self.urls[one].startswith("http")
        }


@pytest.fixture(scope="module")
def lessons(site: Site) -> list[dict[str, Any]]:
    return site.ask(acts.course)


def test_a_lesson_without_pictures_is_light_and_a_return_costs_its_page_alone(enter: Enter, lessons, request):
    light = [f"/leren/meldcode/{one['slug']}/" for one in lessons if not one["has_pictures"]]
    assert light
    for path in light:
        asha = enter("asha")
        wire = Wire.of(asha)
        asha.page.goto(path, wait_until="networkidle")
        first = wire.travelled
        asha.goto("/leren/")
        again = Wire.of(asha)
        asha.page.goto(path, wait_until="networkidle")

        request.node.user_properties.append((path, f"{sum(first.values())} bytes, {len(first)} requests"))
        assert sum(first.values()) <= MOST_BYTES, first
        assert len(first) <= MOST_REQUESTS, first
        assert list(again.travelled) == [asha.site + path]


@pytest.mark.whole
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_jumps(enter: Enter, site: Site, lessons, size):
    asha = enter("asha", size=size)
    pages = ["/", "/leren/", "/leren/meldcode/", "/spiegel/", "/begrippen/", "/profiel/"]
    ben = site.ask(acts.someone, "ben")
    at = site.ask(acts.mirrors, asha.person["email"], ben["email"])
    pages += [f"/spiegel/{path}/" for path in MIRROR]
    pages += [at[one] for one in ("shared", "private", "due", "draft", "to asha")]
    pages += [f"/leren/meldcode/{one['slug']}/" for one in lessons]
    for begin in range(0, len(pages), 5):  # side by side, for most of it is waiting until nothing comes any more
        tabs = {path: asha.tab().page for path in pages[begin : begin + 5]}
        for path, page in tabs.items():
            page.goto(path, wait_until="commit")
        for page in tabs.values():
            page.wait_for_load_state("networkidle")
            page.mouse.wheel(0, 20_000)
            page.wait_for_timeout(150)
        shifted = {path: page.evaluate("() => window.shifted") for path, page in tabs.items()}
        assert max(shifted.values()) < MOST_SHIFT, shifted
        for page in tabs.values():
            page.close()
