"""`make run`: prepares DATA_DIR and runs the whole site in the foreground until Ctrl-C (docs/operations.md, "Running it")."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.supervisor import Child, Signals, Supervisor, die_with_parent, run_to_end

FAILED, MISUSED, PORT_BUSY, ALREADY_RUNNING = 1, 2, 3, 4
DEMO_CAST = {
    "asha": "learns",
    "ben": "learns beside her",
    "farah": "facilitates",
    "lotte": "leads the team",
    "edith": "writes the lessons",
    "omar": "administers the organisation",
    "petra": "administers the platform",
    "sam": "learns in another organisation",
    "tess": "writes in another organisation",
}


class Refused(Exception):
    """Why the site cannot run now, in a sentence that says what to do, and the exit code that goes with it."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    data_dir: Path
    web_processes: int
    demo: bool
    demo_password: str

    @classmethod
    def from_environment(cls) -> "Options":
        try:
            port, web_processes = env.number("PORT", 8000), env.number("WEB_CONCURRENCY", 2)
            in_production = env.text("ENVIRONMENT") == "production"
            demo = env.flag("SEED_DEMO", not in_production)
        except ImproperlyConfigured as fault:
            raise Refused(str(fault), MISUSED) from fault
        if not 0 <= port <= 65535:
            raise Refused(f"PORT is {port}; write a number from 1 to 65535.", MISUSED)
        if not 1 <= web_processes <= 64:
            raise Refused(f"WEB_CONCURRENCY is {web_processes}; write a number from 1 to 64.", MISUSED)
        return cls(
            host=env.text("HOST", "127.0.0.1"),
            port=port,
            data_dir=Path(env.text("DATA_DIR", str(env.BASE_DIR / "data"))).resolve(),
            web_processes=web_processes,
            demo=demo,
            demo_password=env.text("DEMO_PASSWORD", "leerspiegel-demo"),
        )


def main() -> int:
    try:
        options = Options.from_environment()
        parent = os.getppid() if "--stop-with-parent" in sys.argv[1:] else None
        if parent is not None:
            die_with_parent(signal.SIGTERM, parent)
        with (
            Signals(follow=parent) as signals,
            _claimed(options.data_dir),
            _bound(options.host, options.port) as listener,
        ):
            return _run(options, listener, signals)
    except Refused as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return refusal.code


def _run(options: Options, listener: socket.socket, signals: Signals) -> int:
    address = _address(listener)
    os.chdir(env.BASE_DIR)
    os.environ |= {"DATA_DIR": str(options.data_dir), "SEED_DEMO": str(int(options.demo)), "PYTHONUNBUFFERED": "1"}
    os.environ["SITE_URL"] = env.text("SITE_URL", address)
    code = run_to_end([sys.executable, "-m", "config.prepare"], signals)
    if code is None:
        return 0
    if code != 0:
        raise Refused("The site could not be prepared; the messages above say why. Nothing was started.", FAILED)

    _listen(listener)
    ready_reader, ready_writer = os.pipe()
    serve = [sys.executable, "-m", "config.serve", str(listener.fileno()), str(ready_writer)]
    worker = [
        sys.executable,
        "manage.py",
        "db_worker",
        "--queue-name=*",
        "--no-reload",
        "--no-startup-delay",
        "--verbosity=0",
    ]
    children = [
        Child(f"Web process {number}", serve, (listener.fileno(), ready_writer), vital=True)
        for number in range(1, options.web_processes + 1)
    ]
    children.append(Child("Task worker", worker))
    supervisor = Supervisor(children, signals, _say)

    def greet() -> None:
        supervisor.came_up = True
        _say(_welcome(options, os.environ["SITE_URL"], address))

    signals.watch(ready_reader, greet)
    return supervisor.run()


@contextlib.contextmanager
def _claimed(data_dir: Path) -> Iterator[None]:
    """DATA_DIR for this process alone, for as long as it lives."""
    lock = _lock_file(data_dir)
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            message = f"The site already runs on {data_dir} (process {holder}). Stop that one, or set another DATA_DIR."
            raise Refused(message, ALREADY_RUNNING) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _lock_file(data_dir: Path) -> IO[str]:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (data_dir / "run.lock").open("a+", encoding="ascii")
    except OSError as fault:
        raise Refused(
            f"DATA_DIR {data_dir} cannot be written: {fault.strerror}. Set DATA_DIR to a folder that can.", MISUSED
        ) from fault


@contextlib.contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that holds the address but refuses connections until `_listen`: whoever connects early hears "refused", not silence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as fault:
        raise Refused(f"HOST {host!r} is no address of this machine: {fault.strerror}.", MISUSED) from fault
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as fault:
            raise _address_refused(host, port, fault) from fault
        yield listener


def _listen(listener: socket.socket) -> None:
    try:
        listener.listen(1024)
    except OSError as fault:
        host, port = listener.getsockname()[:2]
        raise _address_refused(host, port, fault) from fault


def _address_refused(host: str, port: int, fault: OSError) -> Refused:
    return Refused(
        f"Cannot listen on {host} port {port}: {fault.strerror}. Set PORT to a free one, for example PORT=8001 make run.",
        PORT_BUSY,
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  compared, not bound
    return f"http://{reachable}:{port}"


def _welcome(options: Options, site_url: str, address: str) -> str:
    lines = ["", f"Leerspiegel runs at {site_url}/ (Ctrl-C stops it)"]
    if site_url != address:
        lines.append(f"It listens on {address}.")
    if options.demo:
        lines.append(f"Demo accounts, password {options.demo_password}:")
        lines += [f"  {name + '@demo.example':<21} {what}" for name, what in DEMO_CAST.items()]
    return "\n".join(lines) + "\n"


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # a closed terminal must not stop the site
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
