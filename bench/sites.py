"""Makes the peers: a plain Wagtail site and wagtail-lms, each fresh, each filled with the product's own lessons."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from bench.server import ROOT, Site

PEERS = ROOT / "bench" / "peers"
LMS_LOCK = PEERS / "wagtail-lms.txt"


def database(url: str) -> dict[str, str]:
    """A database URL as the peers' settings read it."""
    parts = urlsplit(url)
    return {
        "BENCH_DB_NAME": parts.path.lstrip("/"),
        "BENCH_DB_HOST": parts.hostname or "",
        "BENCH_DB_PORT": str(parts.port or ""),
        "BENCH_DB_USER": parts.username or "",
        "BENCH_DB_PASSWORD": parts.password or "",
        "BENCH_SECRET_KEY": secrets.token_urlsafe(48),
    }


def wagtail_site(folder: Path, url: str) -> Site:
    """What `wagtail start` writes with the product's versions, on PostgreSQL, with one page type for a lesson."""
    site = _start_project("wagtail", Path(sys.executable), folder, url, PEERS / "wagtail_site" / "local.py")
    shutil.copytree(
        PEERS / "wagtail_site" / "lessons", folder / "lessons", ignore=shutil.ignore_patterns("__pycache__")
    )
    site.run("manage.py", "makemigrations", "lessons", "--verbosity=0")
    _set_up(site)
    return site


def wagtail_lms(folder: Path, url: str) -> Site:
    """What `wagtail start` writes in wagtail-lms's environment, with the steps of wagtail-lms's README."""
    site = _start_project("wagtail_lms", lms_python(), folder, url, PEERS / "wagtail_lms" / "local.py")
    (folder / "peer" / "urls.py").rename(folder / "peer" / "stock_urls.py")
    shutil.copy(PEERS / "wagtail_lms" / "urls.py", folder / "peer" / "urls.py")
    _set_up(site)
    return site


def _start_project(name: str, python: Path, folder: Path, url: str, local: Path) -> Site:
    folder.mkdir()
    site = Site(name, python, "peer.settings.production", folder, database(url))
    command = [python, "-c", "from wagtail.bin.wagtail import main; main()", "start", "peer", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    shutil.copy(local, folder / "peer" / "settings" / "local.py")
    return site


def _set_up(site: Site) -> None:
    site.run("manage.py", "migrate", "--verbosity=0")
    site.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")


def lms_python() -> Path:
    """The Python of wagtail-lms's own environment, made once for each state of its lock and kept in the temporary folder."""
    digest = hashlib.sha256(LMS_LOCK.read_bytes()).hexdigest()[:16]
    cache = Path(tempfile.gettempdir()) / f"leerspiegel-bench-{os.geteuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    if cache.is_symlink() or cache.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{cache} belongs to someone else; remove it, or set TMPDIR")
    home = cache / f"wagtail-lms-{digest}"
    done = home / "installed"
    if not done.exists():
        print("Installing wagtail-lms in an environment of its own (once) …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        pip = [home / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
        command = [*pip, "install", "--require-hashes", "--no-deps", "--compile", "-r", LMS_LOCK]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise RuntimeError(f"wagtail-lms could not be installed:\n{outcome.stderr[-2000:]}")
        done.touch()
    return home / "bin" / "python"
