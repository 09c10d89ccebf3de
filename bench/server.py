"""Runs a site the way the product runs itself: `config.serve` processes on one socket, for ours and for every peer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.load import HOST, Client, Shot, WrongReply
from config.supervisor import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Site:
    """Something that can be served: whose Python, which settings, where."""

    name: str
    python: Path
    settings: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def environ(self) -> dict[str, str]:
        """The whole environment of its processes. Nothing of the caller's own Django gets in."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
        paths = os.pathsep.join(dict.fromkeys((str(self.folder), str(ROOT))))
        return {**kept, "DJANGO_SETTINGS_MODULE": self.settings, "PYTHONPATH": paths, **self.environment}

    def run(self, *arguments: str, stdin: str = "") -> str:
        """Run `python …` in the site's environment and return what it printed; its own words when it fails."""
        outcome = subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env=self.environ(),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if outcome.returncode:
            raise RuntimeError(
                f"{self.name}: python {' '.join(arguments)} failed:\n{(outcome.stderr or outcome.stdout)[-4000:]}"
            )
        return outcome.stdout


class Server:
    """A running site. As a context manager it always ends its processes."""

    def __init__(self, site: Site, *, port: int = 0, workers: int = WORKERS) -> None:
        self.site = site
        self.workers = workers
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, port))
        self._socket.listen(256)
        self.port: int = self._socket.getsockname()[1]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._ready: list[int] = []

    def __enter__(self) -> Self:
        try:
            self.spawn()
            self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def spawn(self) -> None:
        for _ in range(self.workers):
            self._spawn_one()

    def _spawn_one(self) -> None:
        parent = os.getpid()
        reader, writer = os.pipe()
        process = subprocess.Popen(
            [self.site.python, "-m", "config.serve", str(self._socket.fileno()), str(writer)],
            cwd=self.site.folder,
            env=self.site.environ(),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            pass_fds=(self._socket.fileno(), writer),
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),  # noqa: PLW1509  it only makes two system calls
        )
        os.close(writer)
        self._ready.append(reader)
        self._processes.append(process)

    def kill_one(self) -> None:
        """Kill the first worker as a fault would: at once, in the middle of whatever it does."""
        process = self._processes.pop(0)
        process.kill()
        process.wait()

    def replace(self) -> None:
        """Start another in its place, and wait until it answers."""
        self._spawn_one()
        self.wait_ready()

    def wait_ready(self) -> None:
        while self._ready:
            said = os.read(self._ready[0], 1)
            os.close(self._ready.pop(0))
            if not said:
                raise RuntimeError(f"{self.site.name} did not start; its words stand above")

    def stop(self) -> None:
        for reader in self._ready:
            os.close(reader)
        self._ready.clear()
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_S
        for process in self._processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()
        self._socket.close()

    def cpu_seconds(self) -> float:
        """Processor time that the workers used so far."""
        total = 0
        for process in self._processes:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / _TICKS

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory per worker, and the proportional share, which splits pages that processes share."""
        rss = [self._kilobytes(process.pid, "Rss") for process in self._processes]
        pss = [self._kilobytes(process.pid, "Pss") for process in self._processes]
        return sum(rss) / len(rss) / 1024, sum(pss) / len(pss) / 1024

    @staticmethod
    def _kilobytes(pid: int, name: str) -> int:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
        raise RuntimeError(f"/proc does not say the {name} of a worker")


def start_seconds(site: Site, shot_for: object) -> float:
    """From spawning the workers until the first checked reply of a real page."""
    server = Server(site)
    try:
        first: Shot = shot_for(server.port)  # type: ignore[operator]
        began = time.perf_counter()
        server.spawn()
        client = Client(server.port, timeout=START_WITHIN_S)
        try:
            client.fire(first)
        finally:
            client.close()
        took = time.perf_counter() - began
        server.wait_ready()
    except (OSError, WrongReply) as fault:
        raise RuntimeError(f"{site.name} did not start: {fault}") from fault
    finally:
        server.stop()
    return took
