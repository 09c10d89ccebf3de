"""One real Chromium for every test that wants a browser, from the first that asks until the run ends.

Playwright keeps an event loop in the thread of the tests for as long as it runs, and a second one beside it is
refused. Django, for its part, refuses to query in a thread with a loop, to keep asynchronous code from blocking. Here
nothing asynchronous queries, so that guard is lowered.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import CHROMIUM, FLAGS, MISSING


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Without one installed, what needs it fails and says how to get it."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.fail(MISSING, pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from tests.architecture.standing import STANDING  # a plugin of its own: only pytest may import it first

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        STANDING.leave()  # made beside the loop, its connections are known beside it alone
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
