"""What the set-up does where a Debian package is missing, and which of uv and pip installs the others."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import install

INSTALL = Path(__file__).parents[2] / "config" / "install.py"


@pytest.mark.parametrize(
    ("there", "code", "said"),
    [
        ("chromium-headless-shell", 0, ""),
        ("chromium", 0, ""),
        (None, 1, "apt-get install chromium-headless-shell fonts-liberation"),
    ],
)
def test_a_browser_that_is_there_is_used_and_one_that_is_missing_is_named(tmp_path, there, code, said):
    if there:
        (tmp_path / there).write_text("#!/bin/sh\n")
        (tmp_path / there).chmod(0o755)
    ran = subprocess.run(
        [sys.executable, INSTALL, "browser"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, said in ran.stderr) == (code, True)
    assert bool(ran.stderr) == bool(said)


@pytest.mark.parametrize(
    ("libraries", "code", "said"),
    [(("libc.so.6",), 0, ""), (("libgeen.so.9",), 0, "the site runs and offers no PDF")],
)
def test_without_what_makes_pdfs_the_site_runs_and_who_starts_it_hears_how_to_get_it(
    monkeypatch, capsys, libraries, code, said
):
    monkeypatch.setattr(install, "PDF_LIBRARIES", libraries)
    monkeypatch.setattr(install.os, "geteuid", lambda: 1000)
    assert install.main("pdf") == code
    told = capsys.readouterr().err
    assert (said in told, "apt-get install libpango-1.0-0" in told) == (True, bool(said))


def test_as_root_what_makes_pdfs_is_installed(monkeypatch, tmp_path):
    """By a stand-in for apt-get, which writes down what it was asked."""
    (tmp_path / "apt-get").write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\n')
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(install, "PDF_LIBRARIES", ("libgeen.so.9",))
    monkeypatch.setattr(install.os, "geteuid", lambda: 0)
    assert install.main("pdf") == 0  # nothing came of it, and the site runs all the same
    asked = (tmp_path / "asked").read_text()
    assert all(package in asked for package in install.DEBIAN["pdf"])


@pytest.mark.parametrize(
    ("pip_says", "uv_exit", "installed_by"),
    [
        ("global.extra-index-url='https://more.example/'", 0, ["uv"]),
        ("", 1, ["uv", "pip"]),
        ("global.index-url='https://own.example/'", 0, ["pip"]),
        (":env:.proxy='http://proxy.example'", 0, ["pip"]),
    ],
)
def test_uv_installs_and_pip_where_uv_cannot_or_has_not_been_told_what_pip_has(
    tmp_path, monkeypatch, capfd, pip_says, uv_exit, installed_by
):
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(install, "_works", lambda: True)
    (tmp_path / "bin").mkdir()
    for name, script in (
        ("python", f'case "$*" in *config*) echo "{pip_says}";; *) echo "$*" >> {tmp_path}/pip;; esac'),
        ("uv", f'echo "$*" >> {tmp_path}/uv; exit {uv_exit}'),
    ):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / name).chmod(0o755)

    install.install_lock("dev")
    install.install_lock("dev")  # it stands

    assert [name for name in ("uv", "pip") if (tmp_path / name).exists()] == installed_by
    for name in installed_by:
        (said,) = (tmp_path / name).read_text().splitlines()
        assert "--require-hashes" in said
        assert said.endswith("requirements/dev.txt")
    assert ("pip tries now" in capfd.readouterr().out) == (installed_by == ["uv", "pip"])


def test_a_linked_environment_is_left_alone(monkeypatch, tmp_path, capsys):
    """It is another folder's: making it anew would empty it."""
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    (theirs / "bin").mkdir(parents=True)
    (theirs / "bin" / "kept").touch()
    ours.symlink_to(theirs)
    monkeypatch.setattr(install, "VENV", ours)
    monkeypatch.setattr(install, "PYTHON", ours / "bin" / "python")
    assert install.main("base") == 1
    assert "Remove the link" in capsys.readouterr().err
    assert (theirs / "bin" / "kept").exists()
