"""What every test shares."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.database", "tests.cast", "tests.chromium"]


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
