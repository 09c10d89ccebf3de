"""A world for a whole file of tests, made once and taken back at the end."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from cases_library import memory as cases_memory
from cms.editions import memory
from learning.journey import rendering
from tests.architecture.world import World
from tests.database import ALIASES


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all tests of a file. Each of them leaves it as it found it (`undone`)."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), undone():
        yield World()
    memory.forget()
    cases_memory.forget()
    rendering.forget()


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
