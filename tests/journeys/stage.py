"""The stage: a whole site for journeys, with data of its own, in processes of its own, served as `make run` serves it.

Migrating, collecting and importing take most of a minute, so their results are kept in the temporary folder by what
decides their contents; every site starts from a copy. Database work happens in a second process of the site (`ask`),
never in the test's: Playwright keeps an event loop there, and Django refuses to query beside one.
"""

import contextlib
import fcntl
import getpass
import hashlib
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from config.supervisor import die_with_parent
from tests.database import kept_files

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90
"""How long a site may take to answer first; a busy machine needs a while."""
_NOT_FROM_OUTSIDE = """
    ALLOWED_HOSTS BEHIND_PROXY DATABASE_URL DEFAULT_FROM_EMAIL DEMO_PASSWORD EMAIL_URL HOST KEYS_DATABASE_URL
    MASTER_KEY OIDC_SERVICES PORT REQUIRE_MFA SECRET_KEY SEED_DEMO
"""
_DATA_SOURCES = (
    "cases_library/**/*.py",
    "cms/**/*.py",
    "learning/**/*.py",
    "people/**/*.py",
    "content/**/*",
    "tests/journeys/acts.py",
)
_STATIC_SOURCES = (
    "static/**/*",
    "config/prepare.py",
    "config/settings.py",
    "config/static_files.py",
    "people/stylesheets.py",
    "cms/**/static/**/*",
)
T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    data: Path
    _helper: ProcessPoolExecutor
    server: "Server"

    def ask(self, act: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Do something of tests/journeys/acts.py with the site's own data. Arguments and answer are plain values."""
        return self._helper.submit(act, *arguments, **named).result(timeout=PATIENCE_S)

    def mails(self) -> list[str]:
        """What the site has mailed so far, oldest first."""
        found = sorted((self.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text() for path in found]


@contextlib.contextmanager
def running_site(folder: Path, *, content: bool = True, debug: bool = False) -> Iterator[Site]:
    """A site on a free port until the end of the block. `content` imports the course; `debug` shows the style guide."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(256)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        environment = _environment(folder, url, debug=debug)
        data = "data-full" if content else "data-empty"
        wanted = [(data, _DATA_SOURCES), ("static", _STATIC_SOURCES)]
        if os.environ.get("PYTEST_XDIST_WORKER") == "gw1":  # two workers make one each, where neither has been made
            wanted.reverse()
        kept = {name: _kept(name, sources) for name, sources in wanted}
        shutil.copytree(kept[data], folder, dirs_exist_ok=True)
        (folder / "static").symlink_to(kept["static"], target_is_directory=True)
        with _helper(environment) as helper, Server(listener, environment) as server:
            yield Site(url, folder, helper, server)


def copy_static(folder: Path) -> None:
    """Put in a site's data folder what its first start would collect there, compressing for a quarter of a minute."""
    shutil.copytree(_kept("static", _STATIC_SOURCES), folder / "static")


def _environment(folder: Path, url: str, *, debug: bool = False) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_FROM_OUTSIDE.split()}
    own = {"DATA_DIR": str(folder), "ENVIRONMENT": "development", "DEBUG": str(debug), "SITE_URL": url}
    return inherited | own | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}


class Server:
    """One web process; what it says goes to the test's own output. Killed, it leaves its port open: whoever comes waits for the next."""

    def __init__(self, listener: socket.socket, environment: Mapping[str, str]) -> None:
        self._listener, self._environment = listener, dict(environment)

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Start, and wait until it serves."""
        reader, writer = os.pipe()
        listener, parent = self._listener.fileno(), os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.serve", str(listener), str(writer)],
            cwd=ROOT,
            env=self._environment,
            pass_fds=(listener, writer),
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),  # noqa: PLW1509  it must not outlive a killed run
        )
        os.close(writer)
        with os.fdopen(reader, "rb") as ready:
            if ready.read(1) != b".":
                raise RuntimeError(
                    f"The site did not start (exit code {self._process.wait()}); its messages stand above."
                )

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self._process.kill()
        self._process.wait()

    def __exit__(self, *fault: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def _helper(environment: Mapping[str, str]) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(
        1, mp_context=multiprocessing.get_context("spawn"), initializer=_enter, initargs=(dict(environment),)
    ) as helper:
        yield helper


def _enter(environment: dict[str, str]) -> None:
    """In the helper, before anything of the site is imported."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    import django

    django.setup()


# --- What is kept between runs --------------------------------------------------------------------


def _kept(name: str, sources: tuple[str, ...]) -> Path:
    """The folder `name` for these sources, made when there is none; two workers at once make it once."""
    cache = Path(tempfile.gettempdir()) / f"leerspiegel-journeys-{getpass.getuser()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    wanted = cache / f"{name}-{_fingerprint(sources)}"
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            draft = cache / f"{name}-draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            _make(name, draft)
            for old in sorted(cache.glob(f"{name}-[0-9a-f]*"), key=lambda path: path.stat().st_mtime)[:-2]:
                if old != draft and time.time() - old.stat().st_mtime > 3600:  # nobody reads it any more
                    shutil.rmtree(old)
            draft.rename(wanted)
    return wanted


def _make(name: str, draft: Path) -> None:
    from tests.journeys import acts

    with _helper(_environment(draft, "http://127.0.0.1:8000")) as helper:
        if name == "static":
            helper.submit(acts.collect_static).result()
            for made in (draft / "static").iterdir():
                made.rename(draft / made.name)
            (draft / "static").rmdir()
        elif name == "data-empty":
            for alias, file in kept_files().items():  # where they have been made, only little is left to do
                shutil.copyfile(file, draft / {"default": "db.sqlite3"}.get(alias, f"{alias}.sqlite3"))
            helper.submit(acts.migrate).result()
        else:
            shutil.copytree(_kept("data-empty", _DATA_SOURCES), draft, dirs_exist_ok=True)
            helper.submit(acts.import_course).result()


def _fingerprint(sources: tuple[str, ...]) -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for pattern in sources:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
