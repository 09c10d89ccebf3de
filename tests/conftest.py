"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Template
from django.test.utils import _TestState

pytest_plugins = ["tests.database", "tests.cast", "tests.chromium"]


UNINDEXED = ("learning", "cms/editions", "cms/importing", "cases_library")
"""Folders of tests that neither search nor ask what refers to what. Indexing would be a quarter of their time."""


UNINSTRUMENTED = ("architecture", "privacy")
"""Folders of tests that ask for thousands of pages and never for their context. Copying that would be a tenth of their time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for names, fixture in ((UNINDEXED, "unindexed"), (UNINSTRUMENTED, "uninstrumented")):
        folders = [Path(__file__).parent / name for name in names]
        for item in items:
            if any(folder in item.path.parents for folder in folders):
                item.add_marker(pytest.mark.usefixtures(fixture))


@pytest.fixture
def unindexed(settings) -> None:
    """Tasks are accepted and wait for a worker that does not come."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def uninstrumented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are rendered without telling the test of each, with a copy of its context."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Databases begin again with the same numbers; what a process remembers of editions must not outlive them."""
    yield
    from cases_library import memory as cases
    from cms.editions import memory, pieces
    from learning.journey import rendering

    cases.forget()
    memory.forget()
    pieces.forget()
    rendering.forget()
