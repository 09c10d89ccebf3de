"""A site with open streams stops when it is told to: every stream ends as a stream should, and nobody waits for it."""

import signal
import threading
import time

import httpx
import pytest
from django.test import Client

from tests.factories import people
from tests.faults.stage import Site
from tests.faults.test_kills import environment  # noqa: F401  the same: the site shares this worker's databases
from tests.journeys.stage import copy_static
from tests.learning.sessions import opened

STREAMS = 12


class Listener(threading.Thread):
    """One screen that listens until its stream ends. `fault` says how, when it was torn."""

    def __init__(self, address: str, cookie: str) -> None:
        super().__init__(daemon=True)
        self.address, self.cookie = address, cookie
        self.heard, self.ended, self.fault = threading.Event(), 0.0, ""

    def run(self) -> None:
        try:
            with httpx.stream("GET", self.address, cookies={"sessionid": self.cookie}, timeout=30) as stream:
                for line in stream.iter_lines():
                    if line.startswith("data:"):
                        self.heard.set()
        except httpx.HTTPError as fault:
            self.fault = repr(fault)
        self.ended = time.monotonic()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_site_with_open_streams_stops_within_five_seconds(environment, tmp_path):  # noqa: F811
    town = people.organisation("Gemeente Voorbeeldstad")
    team = people.team(town)
    session = opened(people.member("Farah", town, team=team))
    cookies = []
    for number in range(STREAMS):
        client = Client()
        client.force_login(people.member(f"Persoon{number}", town, team=team))
        client.post(f"/sessies/{session.pk}/meedoen/binnen/")
        cookies.append(client.cookies["sessionid"].value)
    copy_static(tmp_path / "data")
    with Site(tmp_path / "data", environment) as site:
        listeners = [Listener(f"{site.url}/sessies/{session.pk}/stream", cookie) for cookie in cookies]
        for one in listeners:
            one.start()
        assert all(one.heard.wait(30) for one in listeners)

        told_at = time.monotonic()
        said = site.end(signal.SIGTERM)
        stopped_after = time.monotonic() - told_at
        for one in listeners:
            one.join(10)
    assert [one.fault for one in listeners if one.fault] == []
    assert max(one.ended for one in listeners) - told_at < 5
    assert stopped_after < 5
    assert "exceeded" not in said  # as a server says that gave up waiting
