"""A PostgreSQL server of one's own, for tests and measurements: it lives in a temporary folder and leaves nothing behind.

As a command, `python -m config.postgres [--no-fsync] -- COMMAND …` runs COMMAND with DATABASE_URL and KEYS_DATABASE_URL set.
"""

import argparse
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from config.supervisor import die_with_parent

DATABASES = {"DATABASE_URL": "leerspiegel", "KEYS_DATABASE_URL": "leerspiegel_keys"}
_START_WITHIN_S = 60.0
_STOP_WITHIN_S = 30.0
# Waits until its input closes, which happens however its parent dies, then ends the server and removes its folder.
_CLEANER = """
read -r _
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null && sleep 0.2; done
rm -rf "$1"
"""


class ServerFault(RuntimeError):
    """PostgreSQL is missing, or did not do what was asked; carries its own last words."""


def binaries() -> Path:
    """The folder of the newest PostgreSQL server on this machine."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    if elsewhere := shutil.which("initdb"):
        return Path(elsewhere).resolve().parent
    raise ServerFault("No PostgreSQL server was found. On Debian, as root: apt-get install postgresql")


class Cluster:
    """A throw-away server on a free loopback port, run as `postgres` when we are root, because it refuses to run as root.

    Use it as a context manager, or call `close` yourself; should this process be killed, a helper cleans up all the same.
    """

    def __init__(self, *, fsync: bool = True, settings: Mapping[str, str] | None = None) -> None:
        """`fsync=False` makes commits faster and a crash of the machine (not of the server) lose them. `settings` as in postgresql.conf."""
        self._bin = binaries()
        self._owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self._password = secrets.token_hex(16)
        self._server: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="leerspiegel-postgres-"))
        self._cleaner = _start_cleaner(self.folder)
        self._settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "on" if fsync else "off",
            "synchronous_commit": "on" if fsync else "off",
            "full_page_writes": "on" if fsync else "off",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **(settings or {}),
        }
        try:
            self._initialise()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.folder / "server.log"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and return when it takes connections. Nothing happens when it runs."""
        if self._server is not None and self._server.poll() is None:
            return
        with self.log.open("ab") as log:
            options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
            self._server = self._popen(
                [self._bin / "postgres", "-D", self.folder / "data", *options], stdout=log, stderr=log
            )
        deadline = time.monotonic() + _START_WITHIN_S
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise ServerFault(f"PostgreSQL did not start:\n{self._last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server, ending its connections."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Make the server die at once, as at a power cut: nothing is written any more, and the next start recovers."""
        self._end(signal.SIGQUIT)

    def restart(self) -> None:
        self.stop()
        self.start()

    def create_database(self, name: str) -> str:
        """Create a database and return its URL."""
        self.run_tool("createdb", name)
        return self.url(name)

    def run_tool(self, tool: str, *arguments: str) -> str:
        """Run one of PostgreSQL's own programs (psql, createdb, pg_dump …) against the server and return what it printed."""
        environment = {
            **os.environ,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "postgres",
            "PGPASSWORD": self._password,
        }
        outcome = subprocess.run(
            [self._bin / tool, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if outcome.returncode:
            raise ServerFault(f"{tool} failed:\n{outcome.stderr}")
        return outcome.stdout

    def close(self) -> None:
        """Stop the server and remove everything it left. Safe to call twice."""
        if self._cleaner.stdin is None or self._cleaner.stdin.closed:
            return
        self._end(signal.SIGQUIT)
        self._cleaner.stdin.close()
        self._cleaner.wait()

    def _initialise(self) -> None:
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        password_file = self.folder / "password"
        password_file.write_text(self._password)
        password_file.chmod(0o600)
        if self._owner:
            os.chown(password_file, self._owner.pw_uid, self._owner.pw_gid)
        options = [
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        initdb = self._popen(
            [self._bin / "initdb", "-D", self.folder / "data", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = initdb.communicate()
        password_file.unlink()
        if initdb.returncode:
            raise ServerFault(f"initdb failed:\n{output.decode(errors='replace')}")

    def _popen(self, command: Sequence[str | Path], *, stdout: object, stderr: object) -> subprocess.Popen[bytes]:
        """Start a program as the server's owner, out of reach of the terminal's Ctrl-C, which is ours to handle."""
        as_owner = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []} if self._owner else {}
        return subprocess.Popen(  # type: ignore[call-overload]  # mypy cannot match the optional keywords
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            **as_owner,
        )

    def _answers(self) -> bool:
        probe = [str(self._bin / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]
        return subprocess.run(probe, check=False).returncode == 0

    def _end(self, signum: int) -> None:
        if self._server is None:
            return
        if self._server.poll() is None:
            self._server.send_signal(signum)
            try:
                self._server.wait(_STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                os.killpg(self._server.pid, signal.SIGKILL)
                self._server.wait()
        self._server = None

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start_cleaner(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", _CLEANER, "cleaner", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.postgres", description=__doc__)
    parser.add_argument(
        "--no-fsync", dest="fsync", action="store_false", help="faster; for tests that do not crash the server"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with Cluster(fsync=options.fsync) as cluster:
            urls = {variable: cluster.create_database(name) for variable, name in DATABASES.items()}
            return _run(options.command, {**os.environ, **urls})
    except ServerFault as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the command to its end and return its exit code. When we are told to stop, it is told too, and waited for."""
    parent = os.getpid()
    tied = lambda: die_with_parent(signal.SIGTERM, parent)  # noqa: E731  runs in the child, which has no other thread
    with subprocess.Popen(command, env=environment, preexec_fn=tied) as process:  # noqa: PLW1509
        try:
            code = process.wait()
        except BaseException as fault:
            if not isinstance(fault, KeyboardInterrupt):  # Ctrl-C reaches the command by itself
                process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
