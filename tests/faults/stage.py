"""The real site for fault tests: something to answer, people who answer, and the process that serves them.

As a command it works on the database it is pointed at and prints JSON: `python -m tests.faults.stage PEOPLE` fills it (see `fill`),
`python -m tests.faults.stage books` looks afterwards (see `books`).
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

ROOT = Path(__file__).resolve().parents[2]
_TOKEN = "a" * 32  # a form's token and the cookie it is held against
RETRIED = {429, 502, 503, 504}
"""What save-form tries again by itself, under the same key."""


def fill(people_count: int) -> dict[str, Any]:
    """A module with a question whose answer is a number, and people who are signed in. Gives the address to post to, and their sessions."""
    from django.test import Client

    from tests.factories import people
    from tests.learning.classroom import asks, blocks, lessons_of, module_of, path

    organisation = people.organisation("Gemeente Voorbeeldstad")
    module = module_of(asks("number", "open"), title="Onder vuur")
    (lesson,) = lessons_of(module)
    sessions = []
    for number in range(people_count):
        client = Client()
        client.force_login(people.member(f"Lerende{number}", organisation))
        sessions.append(client.cookies["sessionid"].value)
    return {
        "page": path(module, lesson),
        "addresses": [path(module, lesson, "antwoord", block) for block in blocks(lesson)],
        "sessions": sessions,
    }


class Site:
    """`make run`'s way of serving, on a port of its own."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "DATA_DIR": str(data_dir),
            "PORT": str(self.port),
            "SEED_DEMO": "0",
            "SITE_URL": self.url,
            **environment,
        }
        self._said: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._end(signal.SIGTERM)

    def start(self) -> None:
        """Start the site and return when it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        deadline = time.monotonic() + 120
        while not any("Leerspiegel runs at" in line for line in self._said):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The site did not start:\n" + "".join(self._said))
            time.sleep(0.05)
        self._said.clear()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        with process.stdout as output:  # type: ignore[union-attr]  it was asked for
            for line in output:
                self._said.append(line)

    def workers(self) -> list[int]:
        """The web processes that serve now."""
        assert self._process
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [int(pid) for pid in children if _is_web_process(int(pid))]

    def wait_until_whole(self) -> None:
        """Wait until both web processes answer: each closes the pipe it was given to say so (config.serve)."""
        assert self._process
        deadline = time.monotonic() + 60
        while [_answers(pid, self._process.pid) for pid in self.workers()] != [True, True]:
            assert time.monotonic() < deadline, "The site did not become whole again."
            time.sleep(0.05)

    def kill_worker(self, number: int) -> None:
        """SIGKILL for one web process; the supervisor starts another."""
        os.kill(self.workers()[number % 2], signal.SIGKILL)

    def kill_all(self) -> None:
        """SIGKILL for the supervisor, which takes every process along."""
        self._end(signal.SIGKILL)

    def end(self, signum: int) -> str:
        """End the site with a signal, and wait for it. Answers what it said since it ran."""
        self._end(signum)
        return "".join(self._said)

    def _end(self, signum: int) -> None:
        if self._process is not None:
            self._process.send_signal(signum)
            self._process.wait(30)
            self._process = None


def _is_web_process(pid: int) -> bool:
    try:
        return b"config.serve" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it died since
        return False


def _answers(pid: int, supervisor: int) -> bool:
    """Whether a web process has let go of the supervisor's pipe, whose number it may have used again since."""
    try:
        number = Path(f"/proc/{pid}/cmdline").read_text().split("\0")[-2]
        pipe = Path(f"/proc/{supervisor}/fd/{number}").readlink()
        here = Path(f"/proc/{pid}/fd/{number}")
        return not here.is_symlink() or here.readlink() != pipe
    except (OSError, IndexError):
        return False


@dataclass
class Person:
    """Somebody who answers one question after another, each until it is acknowledged, as save-form does."""

    site: str
    address: str
    session: str
    kind: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)
    last_at: float = 0.0

    def run(self, stop: threading.Event) -> None:
        cookies = {"sessionid": self.session, "csrftoken": _TOKEN}
        with httpx.Client(
            base_url=self.site, cookies=cookies, headers={"X-Requested-With": "save-form"}, timeout=15
        ) as browser:
            number = 0
            while not stop.is_set():
                number += 1
                key, words = str(uuid.uuid4()), str(number) if self.kind == "number" else f"Woorden {number}"
                if not self._send(browser, key, words):
                    return
                self.acknowledged[key] = words
                self.last_at = time.monotonic()

    def _send(self, browser: httpx.Client, key: str, words: str) -> bool:
        """Send until the screen would say "saved". False: something that a retry cannot mend."""
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                reply = browser.post(self.address, data={"key": key, "answer": words, "csrfmiddlewaretoken": _TOKEN})
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            self.statuses.add(reply.status_code)
            if reply.status_code == 200:
                return True
            if reply.status_code not in RETRIED:
                return False
            time.sleep(0.1)
        return False


class Crowd:
    """People answering at the same time, while something goes wrong."""

    def __init__(self, site: str, stage: Mapping[str, Any]) -> None:
        numbers, words = stage["addresses"]
        self.people = [
            Person(site, words if place == 0 else numbers, session, "open" if place == 0 else "number")
            for place, session in enumerate(stage["sessions"])
        ]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=person.run, args=(self._stop,)) for person in self.people]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self.wait_until_all_saved_since(time.monotonic(), within_s=60)
        return self

    def __exit__(self, *fault: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(120)

    def wait_until_all_saved_since(self, moment: float, *, within_s: float) -> float:
        """Wait until everybody had something acknowledged after this moment; gives how long that took."""
        while any(person.last_at <= moment for person in self.people):
            if time.monotonic() - moment > within_s:
                waiting = [person.statuses for person in self.people if person.last_at <= moment]
                raise AssertionError(
                    f"After {within_s} s {len(waiting)} people still waited; they had been answered {waiting}."
                )
            time.sleep(0.02)
        return time.monotonic() - moment

    @property
    def statuses(self) -> set[int]:
        return set().union(*(person.statuses for person in self.people))

    @property
    def acknowledged(self) -> dict[str, str]:
        return {key: words for person in self.people for key, words in person.acknowledged.items()}


def kept() -> dict[str, str]:
    """Every answer in the database by its key, opened where it was sealed. Each key is there once."""
    from learning.practice.actions import open_answer
    from learning.practice.models import Answer

    rows = list(Answer.objects.select_related("user"))
    assert len({str(row.key) for row in rows}) == len(rows)
    return {str(row.key): open_answer(row, by=row.user) if row.sealed else row.response["value"] for row in rows}


def told() -> dict[str, tuple[int, int]]:
    """What the stored answers say of each place of a module or lesson: people who came there, and those of them who took it."""
    from cms.editions.memory import edition
    from learning.journey.models import Enrolment
    from learning.practice.items.counting import BEGUN, first_answer
    from learning.practice.models import Answer

    places: dict[str, tuple[int, int]] = {}
    met: set[tuple[int, ...] | tuple[int, int, str]] = set()

    def add(line: int, place: str, took: bool) -> None:
        people, part = places.get(f"{line} {place}", (0, 0))
        places[f"{line} {place}"] = people + 1, part + took

    for row in Answer.objects.select_related("lesson").order_by("created_at"):
        line = row.lesson.line_id
        if (row.user_id, line) not in met:
            add(line, BEGUN, False)
        if (row.user_id, line, row.block) not in met:
            counted = first_answer(line, row.block, edition(row.question_id), row.response)
            for _line, place in counted.places:
                add(line, place, place in counted.took)
        met |= {(row.user_id, line), (row.user_id, line, row.block)}
    for enrolment in Enrolment.objects.filter(user__in={person for person, *_place in met}):
        add(enrolment.line_id, BEGUN, False)
    return places


def books() -> dict[str, Any]:
    """All that must agree after the faults: answers by key, counters, figures of items, and the answer that stands for each person."""
    from learning.journey.models import Progress
    from learning.practice.models import Answer, PlaceCount, Tally

    standing = [item["answer"] for progress in Progress.objects.all() for item in progress.items.values()]
    return {
        "kept": kept(),
        "counted": list(
            Tally.objects.filter(answers__gt=0)
            .order_by("answers", "first_answers")
            .values_list("answers", "first_answers")
        ),
        "items": {
            f"{one.line_id} {one.place}": (one.people, one.part) for one in PlaceCount.objects.filter(people__gt=0)
        },
        "told": told(),
        "standing": Answer.objects.filter(pk__in=standing).count(),
    }


def agree(crowd: Crowd, found: Mapping[str, Any]) -> None:
    """The crowd was told what the database holds: nothing lost or doubled, counted exactly, one answer standing for each."""
    open_answers, *numbers = (len(person.acknowledged) for person in crowd.people)
    assert found["kept"] == crowd.acknowledged
    assert [list(one) for one in found["counted"]] == sorted([[open_answers, 1], [sum(numbers), len(numbers)]])
    assert found["standing"] == len(crowd.people)
    assert {place: tuple(counts) for place, counts in found["items"].items()} == {
        place: tuple(counts) for place, counts in found["told"].items()
    }
    assert sum("/" in place for place in found["told"]) >= 2, "the question and its parts were counted"


def main(what: str) -> None:
    import django

    django.setup()
    sys.stdout.write(json.dumps(books() if what == "books" else fill(int(what))))


if __name__ == "__main__":
    main(sys.argv[1])
