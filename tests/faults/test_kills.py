"""Processes are killed while people answer: what was acknowledged is there, once, and the site is back within seconds."""

import time

import pytest
from django.conf import settings
from django.db import connections

from tests.faults.stage import Crowd, Site, agree, books, fill
from tests.journeys.stage import copy_static

PEOPLE = 6


@pytest.fixture
def environment() -> dict[str, str]:
    """The site shares this worker's databases, which spares it the migrations, and its keys."""
    urls = {
        name: _url(connections[alias].settings_dict)
        for alias, name in (("default", "DATABASE_URL"), ("keys", "KEYS_DATABASE_URL"))
    }
    return urls | {"SECRET_KEY": settings.SECRET_KEY, "MASTER_KEY": settings.MASTER_KEY}


def _url(database) -> str:
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kills", [pytest.param(3, marks=pytest.mark.slow), pytest.param(60, marks=pytest.mark.faults)])
def test_killed_processes_lose_and_double_no_acknowledged_answer(environment, tmp_path, kills):
    stage = fill(PEOPLE)
    copy_static(tmp_path / "data")
    with Site(tmp_path / "data", environment) as site, Crowd(site.url, stage) as crowd:
        for number in range(kills):
            site.wait_until_whole()
            if number % 3 == 2:
                site.kill_all()
                site.start()
            else:
                site.kill_worker(number)
            crowd.wait_until_all_saved_since(time.monotonic(), within_s=5)
    assert crowd.statuses == {200}
    agree(crowd, books())
