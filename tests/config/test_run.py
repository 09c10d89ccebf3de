"""`make run`, as the person who types it meets it."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from config.run import Options, Refused, _welcome
from people import demo
from tests.journeys.stage import copy_static

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """What the site is started with: an empty DATA_DIR and any free port."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return inherited | {"DATA_DIR": str(tmp_path / "data"), "PORT": "0", "ENVIRONMENT": "development", "SEED_DEMO": "0"}


def refusal(environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "config.run"]
    outcome = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=10, check=False
    )
    return outcome.returncode, outcome.stderr.strip()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "eighty", "PORT is 'eighty'; write a whole number."),
        ("PORT", "70000", "PORT is 70000; write a number from 1 to 65535."),
        ("WEB_CONCURRENCY", "0", "WEB_CONCURRENCY is 0; write a number from 1 to 64."),
        ("SEED_DEMO", "maybe", "SEED_DEMO is 'maybe'; write true or false."),
        ("HOST", "not.an.address.invalid", "HOST 'not.an.address.invalid' is no address of this machine"),
    ],
)
def test_a_broken_setting_is_refused_by_name(environment, name, value, message):
    code, said = refusal({**environment, name: value})

    assert code == 2
    assert said.startswith(message)


def test_a_busy_port_is_refused_and_nothing_is_prepared(environment):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, said = refusal({**environment, "PORT": str(port)})

    assert code == 3
    assert said == (
        f"Cannot listen on 127.0.0.1 port {port}: Address already in use. "
        "Set PORT to a free one, for example PORT=8001 make run."
    )
    assert [path.name for path in Path(environment["DATA_DIR"]).iterdir()] == ["run.lock"]


def test_a_second_site_on_the_same_data_is_refused(environment):
    data_dir = Path(environment["DATA_DIR"])
    data_dir.mkdir()
    with (data_dir / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("1234\n")
        lock.flush()
        code, said = refusal(environment)

    assert code == 4
    assert said == f"The site already runs on {data_dir} (process 1234). Stop that one, or set another DATA_DIR."


def test_a_data_folder_that_cannot_be_made_is_refused(environment, tmp_path):
    (tmp_path / "data").write_text("a file")

    code, said = refusal(environment)

    assert code == 2
    assert said == f"DATA_DIR {tmp_path}/data cannot be written: File exists. Set DATA_DIR to a folder that can."


def test_the_demo_stays_out_of_production_unless_asked_for(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "production")
    assert Options.from_environment().demo is False

    monkeypatch.setenv("SEED_DEMO", "1")
    assert Options.from_environment().demo is True


def test_the_accounts_it_prints_are_the_demos():
    emails = {someone.email for someone in (demo.PETRA, *demo.PEOPLE)}

    printed = _welcome(replace(Options.from_environment(), demo=True), "http://127.0.0.1:8000", "http://127.0.0.1:8000")

    named = re.findall(r"\S+@\S+", printed)
    assert len(named) == 9
    assert set(named) <= emails


def test_a_refusal_is_an_error_with_an_exit_code(monkeypatch):
    monkeypatch.setenv("PORT", "-1")
    with pytest.raises(Refused) as refused:
        Options.from_environment()
    assert refused.value.code == 2


class Site:
    """A running site."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.watchdog = threading.Timer(90, self.process.kill)
        self.watchdog.start()
        self.output: list[str] = []
        self.address = self.wait_for(r"Leerspiegel runs at (http://127\.0\.0\.1:\d+)/")

    def wait_for(self, pattern: str) -> str:
        """Read on until a line matches, and return its first group."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.output.append(line)
            if found := re.search(pattern, line):
                return found.group(1)
        raise AssertionError(f"No line matched {pattern!r} in:\n{''.join(self.output)}")

    def status(self) -> int:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=30) as reply:
                return reply.status
        except urllib.error.HTTPError as fault:
            with fault:
                return fault.code

    def close(self) -> None:
        self.watchdog.cancel()
        self.process.kill()
        self.process.communicate()

    def children(self, what: str) -> list[int]:
        numbers = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(number) for number in numbers if what in Path(f"/proc/{number}/cmdline").read_text()]


@pytest.fixture
def site(request, transactional_db, environment) -> Iterator[Site]:
    """The site on this worker's own databases, which spares it the migrations. `collected` spares it its static files too."""
    if getattr(request, "param", "") == "collected":
        copy_static(Path(environment["DATA_DIR"]))
    for alias, variable in (("default", "DATABASE_URL"), ("keys", "KEYS_DATABASE_URL")):
        environment[variable] = url_of(connections[alias].settings_dict)
    site = Site(environment)
    yield site
    site.close()


def url_of(database) -> str:
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@pytest.mark.slow
@pytest.mark.parametrize(
    "site",
    [pytest.param("collected", marks=pytest.mark.part), pytest.param("from nothing", marks=pytest.mark.whole)],
    indirect=True,
)
def test_the_site_runs_recovers_and_stops(site):
    assert site.status() == 200

    web, worker = site.children("config.serve"), site.children("db_worker")
    assert (len(web), len(worker)) == (2, 1)

    for pid in (*web, *worker):
        os.kill(pid, signal.SIGKILL)
    assert site.status() == 200  # it waited in the queue of the socket that the supervisor holds
    site.wait_for(r"(Task worker) was ended by SIGKILL; starting it again")

    begun = time.monotonic()
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(10) == 0
    assert time.monotonic() - begun < 5
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(site.address.rpartition(":")[2])))


@pytest.mark.faults
def test_however_often_it_is_killed_the_site_answers_within_five_seconds(site):
    for _ in range(10):
        for pid in site.children("config.serve"):
            os.kill(pid, signal.SIGKILL)
        begun = time.monotonic()
        assert site.status() == 200
        assert time.monotonic() - begun < 5
