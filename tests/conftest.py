"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.base import Template
from django.test.utils import _TestState

pytest_plugins = ["tests.database", "tests.cast", "tests.chromium"]


UNINDEXED = ("learning", "cms", "cases_library", "people", "architecture")
"""Folders of tests that neither search nor ask what refers to what (a `world` for a whole file is made, and indexed, before its tests).

Indexing would be a quarter of their time. Tests that do ask are marked `indexed`.
"""
UNINSTRUMENTED = ("architecture", "privacy")
"""Folders of tests that ask for thousands of pages and never for their context. Copying that would be a tenth of their time."""


def _stands_in(request: pytest.FixtureRequest, folders: tuple[str, ...]) -> bool:
    return any(Path(__file__).parent / name in request.path.parents for name in folders)


@pytest.fixture(autouse=True)
def _in_haste(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what the tests of a folder do not ask for; `indexed` asks."""
    if _stands_in(request, UNINDEXED) and request.node.get_closest_marker("indexed") is None:
        # Tasks are accepted, and wait for a worker that does not come.
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    if _stands_in(request, UNINSTRUMENTED):
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
