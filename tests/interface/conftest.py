"""A real Chromium whose every request is answered here: files from static/, the rest as the test says."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from tests.journeys.browser import CHROMIUM, FLAGS, MISSING

SITE = "http://leerspiegel.test"
STATIC = Path(__file__).parents[2] / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for these tests. None of them queries: Django refuses to beside Playwright's loop."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def serve_static(route: Route) -> bool:
    """Answer a request for a static file; False when it asks for something else."""
    path = route.request.url.removeprefix(SITE)
    if not path.startswith("/static/"):
        return False
    file = STATIC / path.removeprefix("/static/")
    route.fulfill(path=file, content_type=_TYPES[file.suffix])
    return True
