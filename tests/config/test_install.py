"""What the set-up does about a Debian package where it cannot install one."""

import subprocess
import sys
from pathlib import Path

import pytest

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
