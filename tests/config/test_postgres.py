"""The throw-away PostgreSQL server."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import Cluster, ServerFault

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


def scalar(cluster: Cluster, statement: str):
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        return connection.execute(statement).fetchone()[0]


def test_what_was_committed_survives_a_crash(cluster):
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS word")

    cluster.crash()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cluster.url())
    cluster.start()

    assert scalar(cluster, "SELECT word FROM note") == "kept"


def test_writes_reach_the_disk_unless_asked_otherwise(cluster):
    assert scalar(cluster, "SHOW fsync") == "on"
    assert scalar(cluster, "SHOW synchronous_commit") == "on"


def test_only_who_knows_the_password_comes_in(cluster):
    stranger = cluster.url().replace(":" + cluster.url().split(":")[2].split("@")[0] + "@", ":guess@")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(stranger)


def test_a_failed_tool_says_why(cluster):
    with pytest.raises(ServerFault, match="already exists"):
        cluster.create_database("postgres")


@pytest.fixture
def temporary_folder() -> Iterator[Path]:
    """Pytest's own tmp_path lies in a folder that user `postgres` may not enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "config.postgres", "--no-fsync", "--", *arguments]


def test_a_command_gets_both_databases_and_its_exit_code_is_ours(temporary_folder):
    script = (
        "import os, psycopg; [psycopg.connect(os.environ[n]).close() for n in ('DATABASE_URL', 'KEYS_DATABASE_URL')]"
    )

    outcome = subprocess.run(
        command(sys.executable, "-c", f"{script}; raise SystemExit(7)"),
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary_folder)},
        check=False,
    )

    assert outcome.returncode == 7
    assert list(temporary_folder.iterdir()) == []


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_stays_behind_however_it_ends(temporary_folder, signum):
    with subprocess.Popen(
        command("sh", "-c", "echo running; exec sleep 60"),
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary_folder)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "running\n"
        server = int(next(temporary_folder.glob("*/data/postmaster.pid")).read_text().splitlines()[0])

        process.send_signal(signum)
        process.wait(15)

        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and (list(temporary_folder.iterdir()) or Path(f"/proc/{server}").exists()):
            time.sleep(0.05)
        assert list(temporary_folder.iterdir()) == []
        assert not Path(f"/proc/{server}").exists()
