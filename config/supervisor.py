"""Keeps a few processes alive in the foreground: starts them, starts them again when they die, and stops them all in time."""

import contextlib
import ctypes
import math
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KILL_AFTER_S = 4.0
"""How long a child may take to stop; after that its whole process group is killed, so that a stop never lasts five seconds."""
BACKOFFS_S = (0.0, 0.2, 0.5, 1.0)
STEADY_AFTER_S = 5.0
"""A child that lived this long is started again at once; one that dies sooner waits a little longer each time."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signum: int, parent: int) -> None:
    """Ask the kernel to send this process `signum` when `parent` dies, however it dies (Linux only; elsewhere nothing happens)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signum, 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), signum)


def spawn(command: Sequence[str], pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own, so that it can be stopped whole; it never outlives this process."""
    parent = os.getpid()
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        pass_fds=pass_fds,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),  # noqa: PLW1509  one thread forks here; nothing can deadlock
    )


def signal_group(process: subprocess.Popen[bytes], signum: int) -> None:
    """Send `signum` to `process` and everything it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signum)


def interrupt_noticed_by(pid: int) -> bool | None:
    """Whether the process has begun to act on SIGINT, seen from outside: it then no longer catches the signal. None: cannot be told."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return not caught & 1 << signal.SIGINT - 1


class Signals:
    """Turns signals into something to wait for, so that no handler ever interrupts half a step.

    `make`, when it alone receives SIGINT, passes nothing on and waits for its child, which waits for a signal. With
    `follow`, the number of such a parent, its interrupt is noticed within half a second and counts as ours.
    """

    LOOK_AT_PARENT_EVERY_S = 0.5

    def __init__(self, follow: int | None = None) -> None:
        self._follow = follow if follow is not None and interrupt_noticed_by(follow) is False else None

    def __enter__(self) -> Self:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._reader, selectors.EVENT_READ)
        self._callbacks: dict[int, Callable[[], None]] = {}
        self._old = {signum: signal.signal(signum, lambda *_: None) for signum in (*STOP_SIGNALS, signal.SIGCHLD)}
        self._old_fd = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        self.stop_requested: int | None = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(self._old_fd)
        for signum, handler in self._old.items():
            signal.signal(signum, handler)
        self._selector.close()
        os.close(self._reader)
        os.close(self._writer)

    def watch(self, descriptor: int, callback: Callable[[], None]) -> None:
        """Call `callback` once, from `wait`, when something can be read from `descriptor`."""
        self._callbacks[descriptor] = callback
        self._selector.register(descriptor, selectors.EVENT_READ)

    def wait(self, timeout: float | None) -> None:
        """Sleep until a signal arrives, a watched descriptor can be read, or `timeout` seconds have passed."""
        if self._follow is not None:
            timeout = min(self.LOOK_AT_PARENT_EVERY_S, timeout if timeout is not None else math.inf)
            if interrupt_noticed_by(self._follow):
                self._follow, self.stop_requested = None, signal.SIGINT
                return
        for key, _ in self._selector.select(timeout):
            if key.fd == self._reader:
                stops = [signum for signum in os.read(self._reader, 4096) if signum in STOP_SIGNALS]
                if stops:
                    self._follow, self.stop_requested = None, stops[-1]
            else:
                self._selector.unregister(key.fd)
                self._callbacks.pop(key.fd)()


@dataclass
class Child:
    """One process to keep alive. `vital`: when it has never come up after several tries, there is nothing to keep running."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = field(default_factory=time.monotonic)
    early_deaths: int = 0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = spawn(self.command, self.pass_fds)

    def bury(self) -> int | None:
        """If the process has died: end what it left behind, plan the next start, and return its exit code."""
        if self.process is None or not _has_exited(self.process.pid):
            return None
        signal_group(self.process, signal.SIGKILL)  # before it is reaped, while its number is still its own
        code = self.process.wait()
        self.process = None
        steady = time.monotonic() - self.started_at >= STEADY_AFTER_S
        self.early_deaths = 0 if steady else self.early_deaths + 1
        self.due_at = time.monotonic() + BACKOFFS_S[min(self.early_deaths, len(BACKOFFS_S) - 1)]
        return code


def _has_exited(pid: int) -> bool:
    """Whether the child has exited, leaving it unreaped."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"exited with code {code}"


class Supervisor:
    """Keeps `children` alive until a stop is asked for."""

    GIVE_UP_AFTER = 4

    def __init__(self, children: Sequence[Child], signals: Signals, say: Callable[[str], None]) -> None:
        self._children = children
        self._signals = signals
        self._say = say
        self.came_up = False
        """Set by the owner once the site has answered; from then on no number of deaths makes the supervisor give up."""

    def run(self) -> int:
        """Return 0 after a stop that was asked for, 1 when a vital child never came up or the stop had to be forced."""
        hopeless = False
        while self._signals.stop_requested is None and not hopeless:
            for child in self._children:
                code = child.bury()
                if code is not None:
                    self._say(f"{child.name} {how_it_ended(code)}; starting it again.")
                    hopeless |= child.vital and not self.came_up and child.early_deaths >= self.GIVE_UP_AFTER
                if child.process is None and child.due_at <= time.monotonic() and not hopeless:
                    child.start()
            self._signals.wait(self._seconds_to_next_start())
        if hopeless:
            self._say("The site does not come up; see the messages above. Stopping.")
        clean = self.stop()
        return 0 if clean and not hopeless else 1

    def _seconds_to_next_start(self) -> float | None:
        waiting = [child.due_at for child in self._children if child.process is None]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def stop(self) -> bool:
        """Stop every child; True when none had to be killed. A second signal kills at once."""
        alive = [child.process for child in self._children if child.process is not None]
        return stop_processes(alive, self._signals)


def run_to_end(command: Sequence[str], signals: Signals) -> int | None:
    """Run `command` and return its exit code; None when a stop was asked for meanwhile, and the command was stopped."""
    process = spawn(command)
    while not _has_exited(process.pid):
        signals.wait(None)
        if signals.stop_requested is not None:
            stop_processes([process], signals)
            return None
    return process.wait()


def stop_processes(processes: Sequence[subprocess.Popen[bytes]], signals: Signals) -> bool:
    """Ask the processes to stop, kill what has not stopped within KILL_AFTER_S or at a second signal. True: none was killed."""
    for process in processes:
        signal_group(process, signal.SIGTERM)
    signals.stop_requested = None
    deadline = time.monotonic() + KILL_AFTER_S
    while signals.stop_requested is None and time.monotonic() < deadline:
        if all(_has_exited(process.pid) for process in processes):
            break
        signals.wait(min(0.1, max(0.0, deadline - time.monotonic())))
    clean = all(_has_exited(process.pid) for process in processes)
    for process in processes:
        signal_group(process, signal.SIGKILL)
        process.wait()
    return clean
