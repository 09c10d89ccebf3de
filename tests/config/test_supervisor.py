"""The supervisor behind `make run`, with small children in place of the site."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPERVISE = """
import sys
from config import supervisor
supervisor.BACKOFFS_S = (0.0, 0.05)
follow = int(sys.argv[2]) if len(sys.argv) > 2 else None
with supervisor.Signals(follow) as signals:
    child = supervisor.Child("Child", [sys.executable, "-c", sys.argv[1]], vital=True)
    sys.exit(supervisor.Supervisor([child], signals, lambda text: print(text, flush=True)).run())
"""
SLEEP = "import os, sys, time; print('child', os.getpid(), flush=True); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
PARENT_OF_ONE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"


class Running:
    """A supervisor in a process of its own, and what it and its child print."""

    def __init__(self, child: str, *arguments: str) -> None:
        command = [sys.executable, "-c", SUPERVISE, child, *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def next_line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def next_child(self) -> int:
        word, pid = self.next_line().split()
        assert word == "child"
        return int(pid)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def supervise() -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*arguments: str) -> Running:
        started.append(Running(*arguments))
        return started[-1]

    yield start
    for running in started:
        running.close()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone_within(seconds: float, pid: int) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def test_a_killed_child_is_started_again(supervise):
    running = supervise(SLEEP)
    first = running.next_child()

    os.kill(first, signal.SIGKILL)

    assert running.next_line() == "Child was ended by SIGKILL; starting it again."
    assert is_alive(running.next_child())


def test_what_a_dead_child_left_behind_is_ended_before_it_starts_again(supervise):
    running = supervise(PARENT_OF_ONE)
    grandchild = running.next_child()

    os.kill(os.getpgid(grandchild), signal.SIGKILL)  # the child leads its group

    assert gone_within(2, grandchild)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_ends_the_child_and_succeeds(supervise, signum):
    running = supervise(SLEEP)
    child = running.next_child()

    running.process.send_signal(signum)

    assert running.process.wait(5) == 0
    assert not is_alive(child)


@pytest.mark.slow
def test_a_child_that_does_not_stop_is_killed_in_time_and_the_exit_code_says_so(supervise):
    running = supervise(DEAF)
    child = running.next_child()
    begun = time.monotonic()

    running.process.send_signal(signal.SIGTERM)

    assert running.process.wait(10) == 1
    assert time.monotonic() - begun < 5
    assert not is_alive(child)


def test_a_second_signal_kills_at_once(supervise):
    running = supervise(DEAF)
    child = running.next_child()
    begun = time.monotonic()

    running.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    running.process.send_signal(signal.SIGINT)

    assert running.process.wait(5) == 1
    assert time.monotonic() - begun < 2
    assert not is_alive(child)


def test_children_do_not_survive_a_killed_supervisor(supervise):
    running = supervise(DEAF)
    child = running.next_child()

    running.process.kill()

    assert gone_within(2, child)


def test_it_gives_up_when_a_vital_child_never_comes_up(supervise):
    running = supervise("raise SystemExit(3)")

    output, _ = running.process.communicate(timeout=10)

    assert running.process.returncode == 1
    assert output.splitlines()[0] == "Child exited with code 3; starting it again."
    assert output.splitlines()[-1] == "The site does not come up; see the messages above. Stopping."


def test_an_interrupt_that_only_make_receives_stops_it_too(tmp_path):
    (tmp_path / "script.py").write_text(SUPERVISE)
    (tmp_path / "child.py").write_text(SLEEP)
    recipe = (
        f'cd {ROOT} && PYTHONPATH=. exec {sys.executable} {tmp_path}/script.py "$$(cat {tmp_path}/child.py)" $$PPID'
    )
    (tmp_path / "Makefile").write_text(f"run:\n\t@{recipe}\n")
    with subprocess.Popen(["make", "-C", tmp_path, "run"], stdout=subprocess.PIPE, text=True) as make:
        assert make.stdout
        child = next(int(line.split()[1]) for line in make.stdout if line.startswith("child"))

        make.send_signal(signal.SIGINT)

        make.wait(5)
        assert gone_within(1, child)
