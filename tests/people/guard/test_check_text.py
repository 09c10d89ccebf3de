"""manage.py check_text: what it reads, what it prints, and what it needs."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR
from tests.people.guard.labelled import sentences

COMMAND = (sys.executable, "manage.py", "check_text")


def run(sent, *options):
    return subprocess.run([*COMMAND, *options], cwd=BASE_DIR, input=sent, capture_output=True, check=False)


def test_each_line_gets_one_object_in_its_order_that_holds_spans_and_nothing_else():
    outcome = run("Fatima belde.\n\n😀 Bel Sem\r\n\u2028 Ik.\nzonder einde, Noor".encode(), "--json")
    first = outcome.stdout.decode().splitlines(keepends=True)[0]
    assert first == '{"spans": [{"start": 0, "end": 6, "kind": "name", "suggestion": "[naam]"}]}\n'
    assert [
        [(span["start"], span["end"], span["kind"]) for span in json.loads(line)["spans"]]
        for line in outcome.stdout.splitlines()
    ] == [
        [(0, 6, "name")],
        [],
        [(6, 9, "name")],
        [],
        [(14, 18, "name")],
    ]
    assert (outcome.returncode, outcome.stderr) == (0, b"")


@pytest.mark.whole
def test_without_json_it_speaks_dutch():
    assert run(b"Fatima belde.\nDank.\n").stdout.decode() == (
        "Regel 1, teken 1: ‘Fatima’ (naam) → ‘[naam]’\nRegel 2: niets gevonden.\n"
    )


@pytest.mark.whole
def test_a_name_may_be_exempt():
    assert run(b"Fatima en Sem\n", "--json", "--exempt", "fatima").stdout.count(b'"kind"') == 1


@pytest.mark.whole
def test_what_is_not_utf_8_gets_an_error_and_no_traceback():
    outcome = run(b"Dank.\n\xff\xfe\n", "--json")
    assert outcome.returncode == 2
    assert outcome.stdout == b'{"spans": []}\n'
    assert "Regel 2 is geen geldige UTF-8" in outcome.stderr.decode()
    assert b"Traceback" not in outcome.stderr


@pytest.mark.whole
def test_it_answers_while_more_is_still_to_come():
    with subprocess.Popen([*COMMAND, "--json"], cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(b"Fatima belde.\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["spans"]
        process.stdin.close()


@pytest.mark.whole
def test_whoever_stops_reading_gets_no_traceback():
    with subprocess.Popen(
        [*COMMAND, "--json"], cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        process.stdin.write(b"Fatima belde.\n" * 5)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.slow
def test_it_stays_under_300_mb_and_needs_no_database(tmp_path: Path):
    text = "".join(f"{sentence.text}\n" for sentence in sentences())
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    outcome = subprocess.run(
        [sys.executable, "-c", PEAK, *COMMAND[1:], "--json"],
        cwd=BASE_DIR, input=text.encode(), capture_output=True, check=True, env=environment,
    )  # fmt: skip
    peak = int(outcome.stderr.split()[-1])
    assert outcome.stdout.count(b"\n") == len(sentences())
    assert 20_000 < peak < 300_000, f"{peak} kB, {before} kB before"


PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""
"""A process of its own, so that what other tests started is not counted."""
