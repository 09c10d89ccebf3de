"""What the learning rooms' tests share."""

import pytest
from hypothesis import settings

from cms.editions import memory
from learning.journey import rendering

settings.register_profile("rooms", deadline=None, max_examples=40, derandomize=True, database=None)
settings.load_profile("rooms")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Databases begin again with the same numbers; what a process remembers by number must not outlive a test."""
    memory.forget()
    rendering.forget()
