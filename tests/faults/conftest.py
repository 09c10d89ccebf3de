"""What the fault tests share."""

import pytest

from cms.editions import memory


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Databases begin again with the same numbers; what a process remembers by number must not outlive a test."""
    memory.forget()
