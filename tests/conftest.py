"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.database", "tests.cast", "tests.chromium"]


UNINDEXED = ("learning", "cms/editions", "cms/importing", "cases_library")
"""Folders of tests that neither search nor ask what refers to what. Indexing would be a quarter of their time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folders = [Path(__file__).parent / name for name in UNINDEXED]
    for item in items:
        if any(folder in item.path.parents for folder in folders):
            item.add_marker(pytest.mark.usefixtures("unindexed"))


@pytest.fixture
def unindexed(settings) -> None:
    """Tasks are accepted and wait for a worker that does not come."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


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
