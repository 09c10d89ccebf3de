"""Installs what a make target needs, once: `python config/install.py base|dev|browser|postgresql|pdf`. Runs on a bare Python 3.11."""

import contextlib
import ctypes
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DEBIAN = {
    "browser": ("chromium-headless-shell", "fonts-liberation"),
    "postgresql": ("postgresql",),
    "pdf": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation", "fonts-dejavu-core"),
}
SPARED = {"pdf": "Without it, the site runs and offers no PDF; people print their mirror or take it along as text."}
"""What the site does without, and how."""
PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
_OWN_WAY = re.compile(r"^\S+\.(index-url|no-index|proxy)=", re.MULTILINE)
"""What pip says when it was told of an index or proxy of one's own, which uv doesn't read."""


class Missing(Exception):
    """What is missing, and how to get it."""


def main(wanted: str) -> int:
    try:
        if wanted in DEBIAN:
            install_from_debian(wanted)
        else:
            install_lock(wanted)
    except Missing as missing:
        print(f"\n{missing}\n", file=sys.stderr)
        return 0 if wanted in SPARED else 1
    return 0


def install_lock(name: str) -> None:
    """Bring .venv up to requirements/NAME.txt. The stamp is a copy of the lock, so a changed lock is noticed whatever its date."""
    lock, stamp = ROOT / "requirements" / f"{name}.txt", VENV / f"installed-{name}.txt"
    if _same(lock, stamp) and _works():
        return
    with _alone():
        if not _works():
            _make_venv()
        if _same(lock, stamp):  # another make did it while we waited
            return
        stamp.unlink(missing_ok=True)
        print(f"Installing {lock.relative_to(ROOT)} into .venv (once) …", flush=True)
        if not _with_uv(lock) and not _with_pip(lock, "--compile"):
            raise Missing("The packages could not be installed; pip says why above. Is a package index reachable?")
        shutil.copyfile(lock, stamp)


def _with_uv(lock: Path) -> bool:
    """Install with uv, in a third of pip's time; False where that is not to be or fails."""
    told = _pip("config", "list", stdout=subprocess.PIPE, text=True).stdout
    if _OWN_WAY.search(told):
        return False
    uv = VENV / "bin" / "uv"
    if not uv.exists() and not _with_pip(ROOT / "requirements" / "uv.txt"):
        return False
    options = ["-q", "--no-cache", "--require-hashes", "--no-deps", "--compile-bytecode", "--python", str(PYTHON)]
    command = [str(uv), "pip", "install", *options, "--requirement", str(lock)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        print("uv could not; pip tries now …", flush=True)
        return False
    return True


def _with_pip(lock: Path, *options: str) -> bool:
    return not _pip("install", "-qq", "--require-hashes", "--no-deps", *options, "--requirement", str(lock)).returncode


def _pip(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    return subprocess.run([*pip, *arguments], cwd=ROOT, check=False, **options)


def install_from_debian(wanted: str) -> None:
    """Install the Debian packages for `wanted` when they are missing and this is root on Debian; else say what to install."""
    if _is_there(wanted):
        return
    apt = os.geteuid() == 0 and shutil.which("apt-get")
    if not apt and _is_there(wanted, or_like_it=True):
        return
    packages = " ".join(DEBIAN[wanted])
    if not apt:
        without = SPARED.get(wanted, f"The tests need {wanted}, and it is not installed.")
        raise Missing(f"{without} On Debian, as root: apt-get install {packages}")
    print(f"Installing {packages} (once) …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *DEBIAN[wanted]],
    ):
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if not _is_there(wanted, or_like_it=True):
        raise Missing(f"apt-get could not install {packages}; its messages stand above.")


def _is_there(wanted: str, *, or_like_it: bool = False) -> bool:
    """`or_like_it`: the whole browser does too, only slower."""
    if wanted == "browser":
        return any(shutil.which(name) for name in ("chromium-headless-shell", "chromium")[: 1 + or_like_it])
    if wanted == "pdf":
        return all(map(_loads, PDF_LIBRARIES))
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _same(lock: Path, stamp: Path) -> bool:
    return stamp.exists() and stamp.read_bytes() == lock.read_bytes()


def _works() -> bool:
    """Whether .venv holds a Python 3.11 with pip, at the place where it was made (a moved one runs, but its scripts don't)."""
    probe = "import sys, pip; sys.exit(sys.version_info[:2] != (3, 11))"
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode:
        return False
    activate = VENV / "bin" / "activate"
    return not activate.exists() or str(VENV) in activate.read_text()


def _make_venv() -> None:
    if VENV.is_symlink():  # venv would empty what it points at
        raise Missing(
            f"{VENV} is a link to {VENV.resolve()}, which belongs to another folder. Remove the link, and try again."
        )
    print("Making .venv …", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        raise Missing(f"{sys.executable} cannot make a virtual environment. On Debian: apt-get install python3.11-venv")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time in this folder."""
    folder = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"base", "dev", *DEBIAN}:
        sys.exit("usage: python config/install.py base|dev|browser|postgresql|pdf")
    sys.exit(main(sys.argv[1]))
