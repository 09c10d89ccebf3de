"""The world that stands: made once for all files that ask for it one after another. A pytest plugin."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from cases_library import memory as cases_memory
from cms.editions import memory
from learning.journey import rendering
from tests.architecture.world import World
from tests.database import ALIASES


class Standing:
    """At most one world, in transactions that stay open as long as it stands."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._world: World | None = None
        self.file: Path | None = None

    def world(self, file: Path, blocker: Any, media: Path) -> World:
        """The world that stands, or a new one, for the tests of a file."""
        self.file = file
        if self._world is None:
            with contextlib.ExitStack() as stack:
                for stage in (blocker.unblock(), override_settings(MEDIA_ROOT=media), undone()):
                    stack.enter_context(stage)
                self._world = World()
                self._stack = stack.pop_all()
        return self._world

    def leave(self) -> None:
        """Take it back: the databases are as they were made."""
        if self._world is None:
            return
        self._stack.close()
        self._world = None
        memory.forget()
        cases_memory.forget()
        rendering.forget()


STANDING = Standing()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The tests of a file that does not ask for the world find no trace of it."""
    if item.path != STANDING.file and "world_at_hand" not in getattr(item, "fixturenames", ()):
        STANDING.leave()


@pytest.fixture(scope="session")
def world_at_hand(django_db_setup: None) -> Iterator[Standing]:
    yield STANDING
    STANDING.leave()


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest,
    world_at_hand: Standing,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """One world for all tests of a file. Each of them leaves it as it found it (`undone`), and so does the file."""
    found = world_at_hand.world(request.path, django_db_blocker, tmp_path_factory.mktemp("media"))
    with undone():
        yield found


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Take back, in both databases, whatever happens inside."""
    with contextlib.ExitStack() as stack:
        for alias in ALIASES:
            stack.enter_context(transaction.atomic(using=alias))
        try:
            yield
        finally:
            for alias in ALIASES:
                transaction.set_rollback(True, using=alias)
