"""A programme of the core, a browser for each, and other days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.factories import cms, programmes

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def on():
    """Another day, at an hour of the morning unless told otherwise."""
    moved = []

    def go(day: date, hour: int = 7) -> None:
        while moved:
            moved.pop().stop()
        moved.append(time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)))
        moved[0].start()

    yield go
    while moved:
        moved.pop().stop()


@pytest.fixture
def module(db):
    return cms.module(slug="meldcode", title="Meldcode", lessons=[{"slug": "les"}], publish=True)


@pytest.fixture
def programme(module):
    """Two tasks, a module, a release and two reflections."""
    return programmes.programme(
        programmes.step("Acute route", days=3),
        programmes.step("Meldcode", "module", weeks=4, of="meldcode"),
        programmes.step("Meelopen", weeks=4),
        programmes.step("Vrijgave", weeks=5, needs="all"),
        programmes.step("Eerste spiegel", "reflection", weeks=8),
        programmes.step("Tweede spiegel", "reflection", weeks=26, opens=programmes.opens(22)),
    )
