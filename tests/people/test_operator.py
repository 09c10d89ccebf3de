"""Commands for an operator where there is no site yet: a sentence and what to do, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_COMMANDS = [
    ["rotate_master_key", "--check"],
    *(
        pytest.param(command, marks=pytest.mark.whole)  # the same refusal, and two seconds each to start
        for command in (
            ["sweep_keys"],
            ["replay_erasures"],
            ["erase_person", "asha@voorbeeld.test", "--dry-run"],
            ["prune_exports"],
        )
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: command[0])
def test_without_a_site_it_says_so_and_exits_with_2(tmp_path, command):
    left_out = {"DATABASE_URL", "KEYS_DATABASE_URL", "MASTER_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {"DATA_DIR": str(tmp_path), "ENVIRONMENT": "development"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command, "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "no site" in json.loads(done.stdout)["error"]
