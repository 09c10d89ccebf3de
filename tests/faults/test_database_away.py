"""The database stops, crashes and comes back while people answer: 503 with Retry-After meanwhile, and nothing lost or doubled."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from config.postgres import Cluster
from tests.faults.stage import ROOT, Crowd, Site, agree
from tests.journeys.stage import copy_static

PEOPLE = 6
AWAY_S = 1.0


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server that keeps what it acknowledged through a crash."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def environment(cluster, tmp_path) -> dict[str, str]:
    names = {"DATABASE_URL": "leerspiegel", "KEYS_DATABASE_URL": "leerspiegel_keys"}
    fixed = {"SECRET_KEY": "s" * 50, "MASTER_KEY": "m" * 50, "DATA_DIR": str(tmp_path / "data"), "SEED_DEMO": "0"}
    return {
        **fixed,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **{variable: cluster.create_database(name) for variable, name in names.items()},
    }


def _ran(environment, *command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _away(site: Site, stage) -> tuple[int, str]:
    reply = httpx.get(f"{site.url}{stage['page']}", cookies={"sessionid": stage["sessions"][0]}, timeout=15)
    return reply.status_code, reply.headers.get("Retry-After", "")


@pytest.mark.parametrize(
    "restarts", [pytest.param(1, marks=pytest.mark.slow), pytest.param(20, marks=pytest.mark.faults)]
)
def test_a_database_that_comes_back_lost_and_doubled_no_acknowledged_answer(cluster, environment, tmp_path, restarts):
    copy_static(tmp_path / "data")
    with Site(tmp_path / "data", environment) as site:
        stage = json.loads(_ran(environment, "tests.faults.stage", str(PEOPLE)))
        with Crowd(site.url, stage) as crowd:
            for number in range(restarts):
                cluster.crash() if number % 2 else cluster.stop()
                assert [_away(site, stage) for _ in range(4)] == [(503, "2")] * 4
                time.sleep(AWAY_S)
                cluster.start()
                crowd.wait_until_all_saved_since(time.monotonic(), within_s=10)
                assert _away(site, stage) == (200, "")
    assert crowd.statuses == {200, 503}
    agree(crowd, json.loads(_ran(environment, "tests.faults.stage", "books")))
