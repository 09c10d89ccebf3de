"""The gallery of components never grows wider than a screen; that it is accessible is for the journeys to say."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from playwright.sync_api import Route

from people.styleguide import PAGES, styleguide
from tests.interface.conftest import SITE, serve_static


@pytest.fixture
def opened(chromium, rf):
    """Open a page of the gallery in a window of this width."""
    contexts = []

    def open_page(name, width):
        request = rf.get("/styleguide/")
        request.user, request.viewer, request._messages = AnonymousUser(), None, CookieStorage(request)
        html = styleguide(request, name).content

        def answer(route: Route) -> None:
            if not serve_static(route):
                route.fulfill(body=html, content_type="text/html; charset=utf-8")

        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}))
        page = contexts[-1].new_page()
        page.route("**/*", answer)
        page.goto(f"{SITE}/styleguide/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["", *PAGES])
def test_nothing_is_wider_than_the_smallest_screen(opened, name):
    assert opened(name, 320).evaluate("document.documentElement.scrollWidth") == 320


TAPPED = ".button, .site-nav a, .concern-link, summary, .option label, .order-button, .test-step, select"
TOO_LOW = """(tapped) => [...document.querySelectorAll(tapped)]
    .filter((each) => each.getClientRects().length && each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 90))"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["", *PAGES])
def test_what_is_tapped_leaves_room_for_a_finger(opened, name):
    """44 px for what stands by itself; a link, term or reference in running text is exempt (WCAG 2.5.8)."""
    assert opened(name, 390).evaluate(TOO_LOW, TAPPED) == []


def test_an_unknown_sample_page_is_not_there(rf):
    with pytest.raises(Http404):
        styleguide(rf.get("/"), "elders")
