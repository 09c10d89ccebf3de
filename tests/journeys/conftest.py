"""Fixtures of the journeys: a site with the course, one without, and visitors whose silent faults fail the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.stage import Site, running_site

Enter = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the course, for the whole run; every journey brings its own people."""
    with running_site(tmp_path_factory.mktemp("site") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site before any content, in DEBUG: with the style guide."""
    with running_site(tmp_path_factory.mktemp("empty-site") / "data", content=False, debug=True) as running:
        yield running


@pytest.fixture
def enter(chromium: Browser, site: Site) -> Iterator[Enter]:
    """Open a window: `enter("asha")` is a new Asha who is signed in, `enter()` is nobody. A fault nobody expected fails the test."""
    visitors: list[Visitor] = []

    def window(name: str = "", *, at: Site = site, person: dict[str, str] | None = None, **options: object) -> Visitor:
        who = person or (at.ask(acts.someone, name) if name else None)
        visitor = Visitor.enter(chromium, at.url, who, **options)  # type: ignore[arg-type]  as Visitor.enter names them
        visitors.append(visitor)
        return visitor

    yield window
    for visitor in visitors:
        visitor.context.close()
    faults = [fault for visitor in visitors for fault in visitor.unexpected()]
    assert faults == []
