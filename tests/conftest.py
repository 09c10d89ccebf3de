"""What every test shares."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.base import Template
from django.test.utils import _TestState
from hypothesis import settings as drawing

pytest_plugins = ["tests.database", "tests.cast", "tests.chromium", "tests.architecture.standing"]

drawing.register_profile("the same every time", derandomize=True, database=None)
drawing.register_profile("others every time", database=None)


def pytest_configure(config: pytest.Config) -> None:
    """What tests draw at random is the same every time, so that a run says something of the change; `make test-faults` draws anew."""
    draws_anew = str(config.option.markexpr).startswith("faults")
    drawing.load_profile("others every time" if draws_anew else "the same every time")


UNINDEXED = ("learning", "cms", "cases_library", "people", "architecture")
"""Folders of tests that neither search nor ask what refers to what (the `world` is made, and indexed, before the tests that ask for it).

Indexing would be a quarter of their time. Tests that do ask are marked `indexed`.
"""
UNINSTRUMENTED = ("architecture", "privacy")
"""Folders of tests that ask for thousands of pages and never for their context. Copying that would be a tenth of their time."""


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for garbage among what the tests make, not over and over among all that was imported and collected."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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
    from cms.checks import deciding
    from cms.editions import memory, pieces
    from learning.journey import rendering

    cases.forget()
    deciding.forget()
    memory.forget()
    pieces.forget()
    rendering.forget()
