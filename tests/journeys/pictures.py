"""Pictures of the main pages to look at: `python -m tests.journeys.pictures FOLDER [docs/images/les.png]`; not a test."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys import acts
from tests.journeys.browser import CHROMIUM, FLAGS, NARROW, WIDE, Visitor
from tests.journeys.hands import Mouse
from tests.journeys.stage import Site, running_site


def main(folder: Path, readme: Path | None) -> None:
    """Every page, wide and narrow, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_site(Path(data) / "data") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        person = site.ask(acts.someone, "asha")
        site.ask(acts.work, person["email"], lessons=2, items_in_next=1)
        asha, nobody = Visitor.enter(browser, site.url, person), Visitor.enter(browser, site.url)
        _take(nobody.page, folder, "inloggen", "/")
        for name, path in _pages(site, person["email"]).items():
            _take(asha.page, folder, name, path)
        _take_answered(asha, site, folder)
        if readme:
            _for_readme(asha.page, site, readme)
        browser.close()


def _pages(site: Site, email: str) -> dict[str, str]:
    course = site.ask(acts.course)
    entry = site.ask(acts.entries, email)[0]
    return {
        "vandaag": "/",
        "leren": "/leren/",
        "module": "/leren/meldcode/",
        "les": f"/leren/meldcode/{course[2]['slug']}/",
        "toets": "/leren/meldcode/toets/",
        "spiegel": "/spiegel/",
        "tekst": f"/spiegel/{entry}/",
        "begrippen": "/begrippen/",
        "echte-zorg": "/echte-zorg/",
        "profiel": "/profiel/",
        "privacy": "/privacy/",
        "niet-gevonden": "/bestaat-niet/",
    }


def _take_answered(asha: Visitor, site: Site, folder: Path) -> None:
    """Questions with their feedback, a few kinds close by."""
    seen: set[str] = set()
    for lesson in site.ask(acts.course):
        asha.goto(f"/leren/meldcode/{lesson['slug']}/")
        for question in lesson["questions"]:
            if question["kind"] in seen:
                continue
            seen.add(question["kind"])
            section = asha.page.locator(f"#vraag-{question['block']}")
            Mouse(asha.page).answer(
                section, question["partly" if question["kind"] in {"match", "multiple"} else "wrong"]
            )
            for width, height in (WIDE, NARROW):
                asha.page.set_viewport_size({"width": width, "height": height})
                section.screenshot(path=folder / f"vraag-{question['kind']}-{width}.png")


def _take(page: Page, folder: Path, name: str, path: str) -> None:
    page.goto(path)
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  light or dark
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)


def _for_readme(page: Page, site: Site, target: Path) -> None:
    """A lesson, wide and light, as it opens."""
    lesson = site.ask(acts.course)[3]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(f"/leren/meldcode/{lesson['slug']}/")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
